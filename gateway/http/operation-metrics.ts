/** Durations and failures of operations, by their names in metrics. */
import type { ApolloServerPlugin } from '@apollo/server';
import { Counter, Histogram } from 'prom-client';
import { codesOf } from '../../subgraphs/kit/base/errors/code-of';
import { operationLabel } from '../../subgraphs/kit/base/telemetry/operation-label';
import type { GatewayContext } from './context';
import { durationBuckets } from '../telemetry/duration-buckets';

const durations = new Histogram({
  name: 'habeas_operation_duration_seconds',
  help: 'How long queries and mutations took: by their name when the operator has listed them, else by the root field that they ask for.',
  labelNames: ['type', 'operation'],
  buckets: durationBuckets,
  registers: [],
});
const errors = new Counter({
  name: 'habeas_operation_errors_total',
  help: 'Queries and mutations that were refused or answered with errors, by each code.',
  labelNames: ['type', 'operation', 'code'],
  registers: [],
});

/** What of it stands in the metrics. */
export const operationMetrics = [durations, errors];

/** The label of a document that could not be read as an operation. */
const unread = { type: 'unread', operation: 'other' };

/** @param named whether the operator has listed the operations that are served, so that their names may be shown */
export const operationMetricsPlugin = (named: boolean): ApolloServerPlugin<GatewayContext> => ({
  requestDidStart() {
    const begun = performance.now();
    return Promise.resolve({
      willSendResponse({ operation, response: { body } }) {
        const labels = operation ? { type: operation.operation, operation: operationLabel(operation, named) } : unread;
        durations.observe(labels, (performance.now() - begun) / 1_000);
        if (body.kind === 'single') for (const code of codesOf(body.singleResult)) errors.inc({ ...labels, code });
        return Promise.resolve();
      },
    });
  },
});
