/** Many people are written by several threads, so that every core has work: most of the time goes into encrypting and indexing. */
import os from 'node:os';
import { Worker } from 'node:worker_threads';
import { bundledProgram } from '../../run/programs';
import type { ShareOrder } from './thread';

/** The least number of people for which threads are worth their start, which takes a second or two. */
const worthThreads = 20_000;

/** The most threads: more would only wait for PostgreSQL, and use memory. */
const maximumThreads = 4;

/** The number of threads for a number of people; with 1 the process writes them itself. */
export const threadsFor = (people: number): number =>
  people < worthThreads ? 1 : Math.min(maximumThreads, os.availableParallelism());

/**
 * Writes people by threads.
 * @param onBatch called after each batch, with its number of people
 * @throws the error of a thread that fails; the others are then stopped
 */
export async function seedByThreads(
  threads: number,
  order: Omit<ShareOrder, 'share'>,
  onBatch: (people: number) => void,
): Promise<void> {
  const workers = Array.from({ length: threads }, (_, index) => {
    const share = { index, of: threads };
    const workerData: ShareOrder = { ...order, share };
    return new Worker(bundledProgram('seed-thread'), {
      workerData,
      // A batch lives longer than V8's default young generation can hold, and would be copied twice.
      resourceLimits: { maxYoungGenerationSizeMb: 64 },
    });
  });
  try {
    await Promise.all(
      workers.map(
        (worker) =>
          new Promise<void>((resolve, reject) => {
            worker.on('message', onBatch);
            worker.once('error', reject);
            worker.once('exit', (code) =>
              code === 0 ? resolve() : reject(new Error(`A thread that writes people ended with ${code}.`)),
            );
          }),
      ),
    );
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
