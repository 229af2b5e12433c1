/**
 * Things of one organisation that are written together. Whatever is audited waits for the organisation's chain anyway, and
 * a transaction costs as much for one as for twenty: what comes within a moment, or while others are being written, shares
 * one.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { carriedTraces, withCarried } from '../../subgraphs/kit/base/telemetry/tracing';
import type { OrganizationKeys } from '../../subgraphs/kit/base/security/key-ring';
import { currentKeys, inOrganization } from '../../subgraphs/kit/base/security/organization-context';

interface Waiting<T, R> {
  item: T;
  done: (result: R) => void;
  failed: (error: unknown) => void;
  /** What follows from it belongs to these traces. */
  traces: readonly string[];
}

export class GroupCommit<T, R> {
  private readonly waiting = new Map<OrganizationKeys, Waiting<T, R>[]>();

  /**
   * @param write writes items whole or not at all, and answers each one's result, in their order
   * @param moment how long an item waits for others, in milliseconds
   */
  constructor(
    private readonly write: (items: T[]) => Promise<R[]>,
    private readonly moment: number,
  ) {}

  /** Has an item written with others of the running code's organisation; resolves once that is committed. */
  add(item: T): Promise<R> {
    const keys = currentKeys();
    return new Promise((done, failed) => {
      const added = { item, done, failed, traces: carriedTraces() };
      const waiting = this.waiting.get(keys);
      if (waiting) {
        waiting.push(added);
        return;
      }
      this.waiting.set(keys, [added]);
      void this.writeAll(keys);
    });
  }

  private async writeAll(keys: OrganizationKeys): Promise<void> {
    await pause(this.moment);
    for (let batch = this.waiting.get(keys); batch && batch.length > 0; batch = this.waiting.get(keys)) {
      // What comes while this is written waits for the next turn.
      this.waiting.set(keys, []);
      const together = batch;
      await inOrganization(keys, () => this.writeBatch(together));
    }
    this.waiting.delete(keys);
  }

  private async writeBatch(batch: Waiting<T, R>[]): Promise<void> {
    try {
      const traces = batch.flatMap((each) => each.traces);
      const results = await withCarried(traces, () => this.write(batch.map(({ item }) => item)));
      batch.forEach(({ done }, index) => done(results[index] as R));
    } catch (error) {
      // Whatever one of them did wrong is not for the others to suffer.
      if (batch.length > 1) await Promise.all(batch.map((each) => this.writeBatch([each])));
      else for (const { failed } of batch) failed(error);
    }
  }
}
