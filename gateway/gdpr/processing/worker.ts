/**
 * The worker: takes jobs, and sweeps for work that is due and has no job. Whatever died, the rows say what is left to do (R11).
 * Any number of workers may run, in the gateway's process or in their own.
 */
import { checkpointsDue, followCheckpoints } from '../../audit/follow-checkpoints';
import type { DataSource } from 'typeorm';
import type { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import type { Logger } from '../../../subgraphs/kit/base/logger';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { writeCasePackages } from '../../exports/case-packages/write-case-packages';
import type { SignDetached } from '../../exports/build-package';
import { expiredDue } from '../../exports/store/expired-files';
import type { ExportStore } from '../../exports/store/export-store';
import type { GdprConfig } from '../config';
import { holdsDue, Resumption } from '../holds/resume';
import type { FinalizeJob } from '../store/jobs';
import { enforceDue, restrictionsDue } from '../restrictions/enforce';
import { reduceDue, reductionDue } from '../store/retention/reduction';
import { pruneKept, pruningDue } from '../store/retention/retention';
import { sealClear, sealingDue } from '../store/retention/sealed-creation';
import { announceDeadlines, deadlinesDue } from '../../webhooks/announce-deadlines';
import { endWork } from './destroyed-organization';
import type { PiiServices } from '../services/pii-services';
import type { Queue } from './queue/queue';
import { Recovery } from './recovery';
import { recoveryDue } from '../store/leases/takeover';
import { Sweeps, type Sweep } from './sweeps';
import { runTask } from './task/run-task';
import { taskClaimsOf } from './task/claims';
import { TaskWrites } from './task/task-writes';

export interface WorkerTools {
  dataSource: DataSource;
  keys: KeyRing;
  services: PiiServices;
  queue: Queue;
  exports: ExportStore;
  config: Pick<GdprConfig, 'attachments' | 'retention' | 'timeLimits' | 'restrictAgainAfter'>;
  signDetached: SignDetached;
  /** Finalises a request, or verifies it once more. */
  finalize: (job: FinalizeJob) => Promise<void>;
  logger: Logger;
}

/** Between two turns of a sweep, in milliseconds: of what people wait for, and of what has time. */
const soon = 1_000;
const later = 10_000;

export class Worker {
  private readonly sweeps: Sweeps;

  constructor(private readonly tools: WorkerTools) {
    this.sweeps = new Sweeps(tools, sweepsOf(tools));
  }

  /** Starts taking jobs. */
  start(): void {
    const { queue, dataSource, services, finalize } = this.tools;
    const writes = new TaskWrites(dataSource, queue, services);
    const tasks = { ...this.tools, claims: taskClaimsOf(dataSource), writes };
    queue.work({
      task: (job) => this.onBehalf(job, () => runTask(tasks, job)),
      finalize: (job) => this.onBehalf(job, () => finalize(job)),
    });
    this.sweeps.start();
  }

  /** Says that something a sweep looks for has become due. */
  sweepsDue(): void {
    this.sweeps.wake();
  }

  /** Does a job in the name of its organisation; when its keys were destroyed there is nothing left to do but to end its work. */
  private async onBehalf({ organizationId }: { organizationId: string }, work: () => Promise<void>): Promise<void> {
    const keys = await this.tools.keys.evenDestroyed(organizationId);
    return inOrganization(keys, keys.destroyed ? () => endWork(this.tools) : work);
  }

  /** Stops sweeping; the queue's own stop waits for the jobs under way. */
  stop(): Promise<void> {
    return this.sweeps.stop();
  }
}

/** What nobody queues a job for. */
function sweepsOf(tools: WorkerTools): Sweep[] {
  const { dataSource, exports, config } = tools;
  const recovery = new Recovery(tools);
  const resumption = new Resumption(tools);
  const always = 'now()';
  return [
    { kind: 'recovery', due: recoveryDue, pause: soon, run: () => recovery.run() },
    { kind: 'holds', due: holdsDue, pause: soon, run: (stopped) => resumption.run(stopped) },
    { kind: 'exports', due: expiredDue, pause: soon, run: () => exports.removeExpired(dataSource) },
    { kind: 'kept terms', due: reductionDue, pause: soon, run: () => reduceDue(dataSource) },
    { kind: 'restrictions', due: restrictionsDue, pause: soon, run: (stopped) => enforceDue(tools, stopped) },
    { kind: 'audit', due: checkpointsDue, pause: later, run: () => followCheckpoints(tools) },
    // Whether a package of a case is whole is told by all the rows that it is made of.
    { kind: 'packages of cases', due: always, pause: later, run: () => writeCasePackages(tools) },
    { kind: 'sealing', due: sealingDue, pause: later, run: () => sealClear(tools) },
    { kind: 'deadlines', due: deadlinesDue, pause: later, run: () => announceDeadlines(dataSource) },
    {
      kind: 'retention',
      due: pruningDue(config.retention),
      pause: later,
      run: () => pruneKept(dataSource, config.retention),
    },
  ];
}
