/** When what has died is started again: with growing delays, and not for ever. */

/** In milliseconds; the last holds for all further ones. */
const delays = [500, 1_000, 2_000, 5_000];

/** After so many attempts in a row of which none was ready, it is given up. */
const mostAttempts = 8;

export class Restarts {
  private attempts = 0;

  /** The delay before the next attempt, in milliseconds; null when there have been enough. */
  next(): number | null {
    if (this.attempts >= mostAttempts) return null;
    const delay = delays[Math.min(this.attempts, delays.length - 1)] ?? 0;
    this.attempts += 1;
    return delay;
  }

  /** It serves again: a later death is the first. */
  succeeded(): void {
    this.attempts = 0;
  }
}
