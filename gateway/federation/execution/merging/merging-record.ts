/** What is known about merging an operation: how long a response usually takes, and for which callers it is not merged. */
import { LRUCache } from 'lru-cache';

/** Milliseconds for which calls are not merged after merging went wrong. */
export const apart = 30_000;
/** The most callers that are remembered for having had a slow call. */
const remembered = 1_000;
/** The least patience with a merged response, in milliseconds. */
const leastPatience = 100;

export class MergingRecord {
  /** Callers whose calls are not merged for a while. */
  readonly apart = new LRUCache<string, true>({ max: remembered, ttl: apart });
  private mean = 0;
  private deviation = 0;

  /**
   * Milliseconds to wait for a merged response before its calls are also sent by themselves: mean plus four deviations, like TCP's
   * retransmission timeout.
   */
  get patience(): number {
    return Math.max(leastPatience, this.mean + 4 * this.deviation);
  }

  /** Records how long a merged response took. */
  note(milliseconds: number): void {
    const off = milliseconds - this.mean;
    this.mean += off / 8;
    this.deviation += (Math.abs(off) - this.deviation) / 4;
  }
}
