/** Liveness and readiness, for whatever runs the process. Both answer without a token, and name no address. */
import type { FastifyInstance } from 'fastify';
import { within } from './deadline';

/** What must work for the process to be ready, by name: a check that is rejected, or hangs, stands for what does not. */
export type ReadinessChecks = Record<string, () => Promise<unknown>>;

/** How long a check may take, in milliseconds. */
const checkTimeout = 2_000;

export function addHealthChecks(app: FastifyInstance, checks: ReadinessChecks): void {
  const open = { config: { public: true } };
  app.get('/health/live', open, () => ({ status: 'ok' }));
  app.get('/health/ready', open, async (_request, reply) => {
    const results = await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, await works(check)] as const),
    );
    const ready = results.every(([, ok]) => ok);
    const states = Object.fromEntries(results.map(([name, ok]) => [name, ok ? 'ok' : 'unavailable']));
    return reply
      .code(ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status: ready ? 'ok' : 'unavailable', checks: states });
  });
}

const works = (check: () => Promise<unknown>): Promise<boolean> =>
  within(checkTimeout, async (late) => {
    const tooLate = new Promise<false>((resolve) => late.addEventListener('abort', () => resolve(false)));
    return Promise.race([check().then(() => true), tooLate]);
  }).catch(() => false);
