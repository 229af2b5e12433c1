/**
 * `GET /metrics`, in the text format of Prometheus: the state of the process, durations and failures of operations and calls, the
 * work that waits, and how many requests are in flight, near their due date or past it (R15). Counts are of the whole
 * installation: no organisation, caller or term is named.
 */
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Histogram, Registry } from 'prom-client';
import { codedError } from '../../subgraphs/kit/base/errors';
import { callMetrics } from '../telemetry/calls';
import { operationMetrics } from './operation-metrics';

/** The scope that reading the metrics takes. */
const scope = 'metrics:view';

/**
 * How often the event loop's delay is measured, in milliseconds. At prom-client's default of 10, measuring is most of what an idle process
 * does. The reported delays include this interval.
 */
const eventLoopMonitoringPrecision = 100;

/**
 * Adds the route, and measures every request of the server.
 * @param addGauges registers further gauges
 */
export function addMetrics(app: FastifyInstance, addGauges: (registry: Registry) => void): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry, eventLoopMonitoringPrecision });
  const durations = new Histogram({
    name: 'habeas_http_request_duration_seconds',
    help: 'How long HTTP requests took.',
    labelNames: ['route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [registry],
  });
  app.addHook('onResponse', (request, reply, done) => {
    // The pattern of the route, never the address.
    durations.observe(
      { route: request.routeOptions.url ?? '(unknown)', status: String(reply.statusCode) },
      reply.elapsedTime / 1_000,
    );
    done();
  });
  for (const metric of [...operationMetrics, ...callMetrics]) registry.registerMetric(metric);
  addGauges(registry);
  app.get('/metrics', async (request, reply) => {
    if (!request.caller?.scopes.has(scope))
      throw codedError('FORBIDDEN', 'The token does not allow metrics.', { requiredScopes: [scope] });
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}
