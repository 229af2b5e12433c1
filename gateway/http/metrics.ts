/**
 * `GET /metrics`, in the text form of Prometheus: how the process does, how long calls take, and how many requests are in
 * flight, near their due date or past it (R15). Counts of the whole installation: no organisation, caller or term is named.
 */
import type { FastifyInstance } from 'fastify';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { DataSource } from 'typeorm';
import { codedError } from '../../subgraphs/kit/base/errors';

/** The scope that reading the metrics takes. */
const scope = 'metrics:view';

/** Adds the route, and measures every request of the server. */
export function addMetrics(app: FastifyInstance, dataSource: DataSource): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
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
  addRequestGauges(registry, dataSource);
  app.get('/metrics', async (request, reply) => {
    if (!request.caller?.scopes.has(scope))
      throw codedError('FORBIDDEN', 'The token does not allow metrics.', { requiredScopes: [scope] });
    return reply.type(registry.contentType).send(await registry.metrics());
  });
}

interface Counted {
  type: string;
  status: string;
  in_flight: string;
  due_soon: string;
  overdue: string;
}

/** Counts of requests in flight, read when somebody looks. */
function addRequestGauges(registry: Registry, dataSource: DataSource): void {
  const registers = [registry];
  const inFlight = new Gauge({
    name: 'habeas_requests_in_flight',
    help: 'Requests that have not finished.',
    labelNames: ['type', 'status'],
    registers,
    async collect() {
      const rows: Counted[] = await dataSource.query(
        `SELECT type, status, count(*) AS in_flight,
           count(*) FILTER (WHERE due_at BETWEEN now() AND now() + interval '1 day') AS due_soon,
           count(*) FILTER (WHERE due_at < now()) AS overdue
         FROM gdpr_request WHERE status NOT IN ('COMPLETED', 'ERROR', 'CANCELLED') GROUP BY type, status`,
      );
      for (const gauge of [inFlight, dueSoon, overdue]) gauge.reset();
      for (const { type, status, ...counts } of rows) {
        inFlight.set({ type, status }, Number(counts.in_flight));
        dueSoon.inc({ type }, Number(counts.due_soon));
        overdue.inc({ type }, Number(counts.overdue));
      }
    },
  });
  const dueSoon = new Gauge({
    name: 'habeas_requests_due_soon',
    help: 'Requests in flight that are due within a day.',
    labelNames: ['type'],
    registers,
  });
  const overdue = new Gauge({
    name: 'habeas_requests_overdue',
    help: 'Requests in flight that are past their due date.',
    labelNames: ['type'],
    registers,
  });
}
