/** When a process that died is started again: after growing delays, and not for ever. */

/** The delays in milliseconds; the last one applies to all further attempts. */
const delays = [500, 1_000, 2_000, 5_000];

/** After this many failed attempts in a row, there is no further one. */
const mostAttempts = 8;

export class Restarts {
  private attempts = 0;

  /** The delay before the next attempt, in milliseconds; null when there is no further one. */
  next(): number | null {
    if (this.attempts >= mostAttempts) return null;
    const delay = delays[Math.min(this.attempts, delays.length - 1)] ?? 0;
    this.attempts += 1;
    return delay;
  }

  /** The process is ready again: attempts are counted anew. */
  succeeded(): void {
    this.attempts = 0;
  }
}
