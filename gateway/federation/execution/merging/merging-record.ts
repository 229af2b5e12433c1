/** What is known of merging an operation: how long it usually takes, and for whom it is better left. */
import { LRUCache } from 'lru-cache';

/** For how long calls are made by themselves after merging them went wrong, in milliseconds. */
export const apart = 30_000;
/** How many callers with a slow one among their calls are remembered. */
const remembered = 1_000;
/** How long a merged answer is waited for at least before its calls are made by themselves too, in milliseconds. */
const leastPatience = 100;

/** How merging an operation went. */
export class MergingRecord {
  /** Callers whose calls are made by themselves for a while. */
  readonly apart = new LRUCache<string, true>({ max: remembered, ttl: apart });
  private mean = 0;
  private deviation = 0;

  /** For how long a merged answer is waited for, in milliseconds: as TCP waits for an acknowledgement. */
  get patience(): number {
    return Math.max(leastPatience, this.mean + 4 * this.deviation);
  }

  /** Notes how long an answer took that came in time. */
  note(milliseconds: number): void {
    const off = milliseconds - this.mean;
    this.mean += off / 8;
    this.deviation += (Math.abs(off) - this.deviation) / 4;
  }
}
