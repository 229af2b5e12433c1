import { setImmediate } from 'node:timers/promises';

/** How long work may go on while all other work waits, in milliseconds. */
const turn = 5;

/**
 * Does work for each item, in order, and gives the process's other work a turn every few milliseconds. Encrypting or decrypting
 * the values of a few thousand records takes a large part of a second.
 */
export async function mapYielding<T, R>(items: readonly T[], work: (item: T) => R): Promise<R[]> {
  const results: R[] = [];
  let began = performance.now();
  for (const item of items) {
    results.push(work(item));
    if (performance.now() - began < turn) continue;
    await setImmediate();
    began = performance.now();
  }
  return results;
}
