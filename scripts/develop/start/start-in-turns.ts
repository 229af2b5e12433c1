import { availableParallelism } from 'node:os';

/**
 * Starts processes in this order, as many at once as there are processors. If all began at once, the one that takes longest would have a
 * small share of the processors first and leave the others idle later.
 * @param start starts one, and resolves when it is ready
 * @throws what the first failing start throws, or the reason of `signal` when it aborts. Nothing more is started then.
 */
export async function startInTurns<Process>(
  processes: (readonly [string, Process])[],
  start: (name: string, each: Process) => Promise<void>,
  signal?: AbortSignal,
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
