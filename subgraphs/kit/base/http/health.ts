/** Liveness and readiness, for the system that runs the process. Both answer without a token, and show no address. */
import type { FastifyInstance } from 'fastify';
import { sharedCall } from '../shared-call';
import { within } from './deadline';

declare module 'fastify' {
  interface FastifyInstance {
    /** From now on readiness reports `stopping`, while the process goes on serving until load balancers have noticed. */
    announceStop(): void;
  }
}

/** Checks by name. A check that rejects or hangs has failed. */
export type ReadinessChecks = Record<string, () => Promise<unknown>>;

/** What readiness depends on. */
export interface Readiness {
  /** The process is not ready unless all of these succeed. */
  required: ReadinessChecks;
  /** When one of these fails, the process stays ready and reports `degraded`. */
  optional?: ReadinessChecks;
}

/** The longest time of a check, in milliseconds. */
const checkTimeout = 2_000;

/**
 * Adds `GET /health/live`, which answers 200 as long as the process can answer, and `GET /health/ready`: 200 with the `status` `ok`
 * or `degraded`, or 503 with `unavailable`, or with `stopping` once the stop has been announced. Anybody may ask, so those who ask
 * while a check runs share it (R27).
 */
export function addHealthChecks(app: FastifyInstance, { required, optional = {} }: Readiness): void {
  const open = { config: { public: true } };
  let stopping = false;
  app.decorate('announceStop', () => void (stopping = true));
  const checked = sharedCall(async () => {
    const [needed, wanted] = await Promise.all([statesOf(required, 'unavailable'), statesOf(optional, 'degraded')]);
    return { ...needed, ...wanted };
  });
  app.get('/health/live', open, () => ({ status: 'ok' }));
  app.get('/health/ready', open, async (_request, reply) => {
    const checks = await checked();
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
