import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * How many fields of one operation are resolved while everybody else waits. They are numbers and no times, so that what a
 * DataLoader reads at once does not depend on how busy the machine is. The first turn is as large as the batches of the kit's
 * loaders: hardly an operation needs a second one without having waited for its database.
 */
const turns = { first: 1_000, further: 250 };

/**
 * Lets an operation resolve so many fields, and then puts off the others until whatever else the process is asked has had its
 * turn: what is in memory already is resolved in one go otherwise, however much it is (R27).
 */
export class Turns {
  private waiting: (() => void)[] = [];
  private next = 0;
  private pumping = false;
  private taken = 0;

  /** @param signal aborts when nothing that waits shall be done any more */
  constructor(private readonly signal: AbortSignal) {}

  /** Does the work now if there is room for it in this turn, else in a later one, in order. */
  take<T>(work: () => T): T | Promise<T> {
    return this.hasRoom() ? work() : this.wait(work);
  }

  private hasRoom(): boolean {
    if (this.pumping) return false;
    if (this.taken === 0) setImmediate(() => (this.taken = 0));
    this.taken += 1;
    return this.taken <= turns.first;
  }

  /** Settles no more once the signal has aborted. */
  private wait<T>(work: () => T): Promise<T> {
    return new Promise((resolve) => {
      // A promise of its own: what the work throws rejects it.
      this.waiting.push(() => resolve(new Promise<T>((done) => done(work()))));
      if (!this.pumping) void this.pump();
    });
  }

  private async pump(): Promise<void> {
    this.pumping = true;
    while (this.next < this.waiting.length && !this.signal.aborted) {
      await nextTurn();
      const end = this.next + turns.further;
      while (this.next < this.waiting.length && this.next < end && !this.signal.aborted) {
        this.waiting[this.next]?.();
        this.next += 1;
        // What follows from it belongs to this turn.
        await Promise.resolve();
      }
    }
    this.waiting = [];
    this.next = 0;
    this.pumping = false;
  }
}
