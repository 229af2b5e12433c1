import { setImmediate } from 'node:timers/promises';

/** How long work may go on while everybody else waits, in milliseconds. */
const turn = 5;

/**
 * Does work for each item, in order, and lets whatever else the process is asked have its turn every few milliseconds:
 * opening or sealing the values of some thousand records takes a large part of a second.
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
