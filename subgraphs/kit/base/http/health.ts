/** Liveness and readiness, for whatever runs the process. Both answer without a token, and name no address. */
import type { FastifyInstance } from 'fastify';
import { within } from './deadline';

declare module 'fastify' {
  interface FastifyInstance {
    /** From here on the process says that it is not ready, and goes on serving: whoever sends it callers is to send them elsewhere. */
    announceStop(): void;
  }
}

/** What must work, by name: a check that is rejected, or hangs, stands for what does not. */
export type ReadinessChecks = Record<string, () => Promise<unknown>>;

/** What readiness depends on. */
export interface Readiness {
  /** Without any of these the process is not ready. */
  required: ReadinessChecks;
  /** Without these it goes on, with less: they are told as degraded, and the process stays ready. */
  optional?: ReadinessChecks;
}

/** How long a check may take, in milliseconds. */
const checkTimeout = 2_000;

/**
 * Adds `GET /health/live`, which answers 200 as long as the process can answer, and `GET /health/ready`: 200 with `status` `ok` or
 * `degraded`, 503 with `unavailable`, or with `stopping` once the process is about to end.
 */
export function addHealthChecks(app: FastifyInstance, { required, optional = {} }: Readiness): void {
  const open = { config: { public: true } };
  let stopping = false;
  app.decorate('announceStop', () => void (stopping = true));
  app.get('/health/live', open, () => ({ status: 'ok' }));
  app.get('/health/ready', open, async (_request, reply) => {
    const [needed, wanted] = await Promise.all([statesOf(required, 'unavailable'), statesOf(optional, 'degraded')]);
    const checks = { ...needed, ...wanted };
    const status = stopping ? 'stopping' : worst(Object.values(checks));
    return reply
      .code(status === 'ok' || status === 'degraded' ? 200 : 503)
      .header('cache-control', 'no-store')
      .send({ status, checks });
  });
}

const worst = (states: string[]) => ['unavailable', 'degraded'].find((state) => states.includes(state)) ?? 'ok';

const statesOf = async (checks: ReadinessChecks, otherwise: string): Promise<Record<string, string>> =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(checks).map(async ([name, check]) => [name, (await works(check)) ? 'ok' : otherwise] as const),
    ),
  );

const works = (check: () => Promise<unknown>): Promise<boolean> =>
  within(checkTimeout, async (late) => {
    const tooLate = new Promise<false>((resolve) => late.addEventListener('abort', () => resolve(false)));
    return Promise.race([check().then(() => true), tooLate]);
  }).catch(() => false);
