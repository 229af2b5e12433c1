import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * The most fields of one operation that are resolved in one turn, while all other work waits. They are numbers of fields, not
 * times, so that the size of a DataLoader's batch does not depend on the load of the machine. The first turn is as large as the
 * batches of the kit's loaders: hardly any operation needs a second one before it has waited for its database.
 */
const turns = { first: 1_000, further: 250 };

/**
 * Lets an operation resolve a number of fields, then puts off the others until the process's other work has had its turn. Otherwise
 * an operation would resolve everything that is in memory in one go, however much it is (R27).
 */
export class Turns {
  private waiting: (() => void)[] = [];
  private next = 0;
  private pumping = false;
  private taken = 0;

  /** @param signal aborts when waiting work is not to be done any more */
  constructor(private readonly signal: AbortSignal) {}

  /** Does the work now if this turn has room for it, otherwise in a later turn, in order. */
  take<T>(work: () => T): T | Promise<T> {
    return this.hasRoom() ? work() : this.wait(work);
  }

  private hasRoom(): boolean {
    if (this.pumping) return false;
    if (this.taken === 0) setImmediate(() => (this.taken = 0));
    this.taken += 1;
    return this.taken <= turns.first;
  }

  /** Waits for a later turn. The promise never settles after the signal has aborted. */
  private wait<T>(work: () => T): Promise<T> {
    return new Promise((resolve) => {
      // A promise of its own, so that an error in the work rejects it.
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
        // Lets what follows from it run in this turn.
        await Promise.resolve();
      }
    }
    this.waiting = [];
    this.next = 0;
    this.pumping = false;
  }
}
