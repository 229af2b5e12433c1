/**
 * The worker: takes jobs, and looks every second for work that was left lying. Whatever died, the rows say what is
 * left to do (R11). Any number of workers may run, in the gateway's process or in their own.
 */
import type { DataSource } from 'typeorm';
import type { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { describeError, type Logger } from '../../../subgraphs/kit/base/logger';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import type { AttachmentLimits } from '../../exports/gather-part';
import type { ExportStore } from '../../exports/export-store';
import type { FinalizeJob } from '../store/jobs';
import { endWork } from './destroyed-organization';
import type { PiiServices } from '../services/pii-services';
import type { Queue } from './queue';
import { Recovery } from './recovery';
import { runTask } from './run-task';
import { taskClaimsOf } from './claims';
import { TaskWrites } from './task-writes';

export interface WorkerTools {
  dataSource: DataSource;
  keys: KeyRing;
  services: PiiServices;
  queue: Queue;
  exports: ExportStore;
  attachmentLimits: AttachmentLimits;
  /** Finalises a request, or verifies it once more. */
  finalize: (job: FinalizeJob) => Promise<void>;
  logger: Logger;
}

const sweepEvery = 1_000;

export class Worker {
  private sweeper: NodeJS.Timeout | undefined;
  /** The sweeps under way. */
  private readonly sweeping = new Map<string, Promise<void>>();

  constructor(private readonly tools: WorkerTools) {}

  /** Starts taking jobs. */
  start(): void {
    const { queue, dataSource, exports, finalize } = this.tools;
    const tasks = { ...this.tools, claims: taskClaimsOf(dataSource), writes: new TaskWrites(dataSource, queue) };
    queue.work({
      task: (job) => this.onBehalf(job, () => runTask(tasks, job)),
      finalize: (job) => this.onBehalf(job, () => finalize(job)),
    });
    const recovery = new Recovery(this.tools);
    const sweep = () => {
      this.sweep('recovery', () => recovery.run());
      this.sweep('exports', () => exports.removeExpired(dataSource));
    };
    sweep();
    this.sweeper = setInterval(sweep, sweepEvery);
  }

  /** Does a job in the name of its organisation; when its keys were destroyed there is nothing left to do but to end its work. */
  private async onBehalf({ organizationId }: { organizationId: string }, work: () => Promise<void>): Promise<void> {
    const keys = await this.tools.keys.evenDestroyed(organizationId);
    return inOrganization(keys, keys.destroyed ? () => endWork(this.tools) : work);
  }

  /** Stops sweeping; the queue's own stop waits for the jobs under way. */
  async stop(): Promise<void> {
    clearInterval(this.sweeper);
    await Promise.all(this.sweeping.values());
  }

  /** One sweep at a time of each kind; what fails is made again at the next turn, and hinders no other. */
  private sweep(kind: string, work: () => Promise<void>): void {
    if (this.sweeping.has(kind)) return;
    const sweeping = work()
      .catch((error: unknown) => this.tools.logger.error({ kind, error: describeError(error) }, 'a sweep failed'))
      .finally(() => this.sweeping.delete(kind));
    this.sweeping.set(kind, sweeping);
  }
}
