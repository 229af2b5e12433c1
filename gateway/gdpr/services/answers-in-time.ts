/** For callers who wait: a service that stands still must not keep the answers of the others from them (R27). */
import { setTimeout as pause } from 'node:timers/promises';

/**
 * The results of calls under way, in their order; null for each that has none after `milliseconds`. Such a call runs on until its
 * own time limit, so a slow service does not count as one that is away.
 * @throws what the first call that fails in time throws
 */
export async function answersInTime<T>(milliseconds: number, calls: Promise<T>[]): Promise<(T | null)[]> {
  const done = new AbortController();
  const tooLate = pause(milliseconds, null, { signal: done.signal }).catch(() => null);
  try {
    return await Promise.all(calls.map((call) => Promise.race([call, tooLate])));
  } finally {
    done.abort();
  }
}
