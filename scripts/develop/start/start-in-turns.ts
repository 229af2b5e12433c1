import { availableParallelism } from 'node:os';
import type { ManagedProcess } from './managed-process';

/**
 * Starts processes, as many at once as there are processors. The gateway, which takes longest, is in the middle: it is ready at about the
 * same time as the last service. If all began at once, it would have the smallest share of the processors and be the last by far. Nothing
 * is started after a failure or a stop.
 */
export async function startInTurns(
  processes: (readonly [string, ManagedProcess])[],
  start: (name: string, each: ManagedProcess) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const left = [...processes];
  const startNext = async () => {
    for (let next = left.shift(); next; next = left.shift()) {
      await start(...next).catch((error: unknown) => {
        left.length = 0;
        throw error;
      });
      signal?.throwIfAborted();
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, startNext));
}
