/** Many people are written by several threads, so that every core has work: what takes the time is to encrypt and to index them. */
import os from 'node:os';
import { Worker } from 'node:worker_threads';
import { bundledProgram } from '../../run/programs';
import type { ShareOrder } from './thread';

/** People that are worth another thread, which takes a second or two to start. */
const worthThreads = 20_000;

/** More threads wait for PostgreSQL, and take their memory. */
const maximumThreads = 4;

/** How many threads write so many people; 1: the process itself does. */
export const threadsFor = (people: number): number =>
  people < worthThreads ? 1 : Math.min(maximumThreads, os.availableParallelism());

/**
 * Writes people by threads.
 * @param onBatch told after each batch how many people it held
 * @throws what a thread failed with; the others are ended then
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
      // A batch outlives the usual space for what is new, and would be moved twice.
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
