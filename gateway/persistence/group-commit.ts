/**
 * Writes several items of one organisation in one transaction. Audited writes of an organisation wait for its chain anyway, and a
 * transaction costs nearly the same for one item as for twenty. Items that arrive within a moment, or while a batch is being
 * written, therefore share a transaction.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { carriedTraces, withCarried } from '../../subgraphs/kit/base/telemetry/tracing';
import type { OrganizationKeys } from '../../subgraphs/kit/base/security/key-ring';
import { currentKeys, inOrganization } from '../../subgraphs/kit/base/security/organization-context';

interface Waiting<T, R> {
  item: T;
  done: (result: R) => void;
  failed: (error: unknown) => void;
  /** The traces to which the work that follows from the item belongs. */
  traces: readonly string[];
}

export class GroupCommit<T, R> {
  private readonly waiting = new Map<OrganizationKeys, Waiting<T, R>[]>();

  /**
   * @param write writes all items or none, and returns their results in the same order
   * @param moment milliseconds that an item waits for others
   */
  constructor(
    private readonly write: (items: T[]) => Promise<R[]>,
    private readonly moment: number,
  ) {}

  /**
   * Writes an item, together with others of the current organisation.
   * @returns the result, once the transaction has committed
   * @throws what `write` throws for this item alone
   */
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
      // Items that arrive while this batch is written are in the next one.
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
      // One faulty item must not fail the others, so each is tried by itself.
      if (batch.length > 1) await Promise.all(batch.map((each) => this.writeBatch([each])));
      else for (const { failed } of batch) failed(error);
    }
  }
}
