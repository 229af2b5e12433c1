/** Exponential backoff with jitter, from 1 s to 15 min, until the time at which attempts end (R11, R15). */

const firstDelay = 1_000;
const longestDelay = 15 * 60_000;

/**
 * When a failed attempt is made again; null when that would be after the end of attempts, and the part has failed for good.
 * @param attempts how many were made.
 * @param now by the clock that the answer is compared with: the database's.
 * @param random between 0 and 1: spreads attempts that failed together.
 */
export function retryAt(attempts: number, until: Date, now: Date, random = Math.random()): Date | null {
  const delay = Math.min(longestDelay, firstDelay * 2 ** Math.min(attempts - 1, 30));
  const at = new Date(now.getTime() + delay * (0.5 + random / 2));
  return at <= until ? at : null;
}
