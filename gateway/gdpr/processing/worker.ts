/**
 * The worker: takes jobs, and looks every second for work that was left lying. Whatever died, the rows say what is
 * left to do (R11). Any number of workers may run, in the gateway's process or in their own.
 */
import type { DataSource, EntityManager } from 'typeorm';
import type { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { describeError, type Logger } from '../../../subgraphs/kit/base/logger';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { appendAudit } from '../../audit/audit-log';
import type { AttachmentLimits } from '../../exports/gather-part';
import type { ExportStore } from '../../exports/export-store';
import { returned } from '../../persistence/rows';
import type { FinalizeJob } from '../store/jobs';
import type { PiiServices } from '../services/pii-services';
import type { Queue } from './queue';
import { runTask } from './run-task';
import { TaskClaims } from './claims';
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
const sweepBatch = 200;

/** How long work that a sweep queued again may wait before the next one does. */
const sweepGrace = '10 seconds';

export class Worker {
  private sweeper: NodeJS.Timeout | undefined;
  private sweeping: Promise<void> = Promise.resolve();

  constructor(private readonly tools: WorkerTools) {}

  /** Starts taking jobs. */
  start(): void {
    const { keys, queue, dataSource, finalize } = this.tools;
    const tasks = { ...this.tools, claims: new TaskClaims(dataSource), writes: new TaskWrites(dataSource, queue) };
    queue.work({
      task: async (job) => inOrganization(await keys.of(job.organizationId), () => runTask(tasks, job)),
      finalize: async (job) => inOrganization(await keys.of(job.organizationId), () => finalize(job)),
    });
    this.sweep();
    this.sweeper = setInterval(() => this.sweep(), sweepEvery);
  }

  /** Stops sweeping; the queue's own stop waits for the jobs under way. */
  async stop(): Promise<void> {
    clearInterval(this.sweeper);
    await this.sweeping;
  }

  private sweep(): void {
    const { dataSource, exports, logger } = this.tools;
    this.sweeping = Promise.all([this.queueLeftBehind(), exports.removeExpired(dataSource)]).then(
      () => {},
      (error: unknown) => logger.error({ error: describeError(error) }, 'the sweep failed'),
    );
  }

  /** Queues again what no worker has looked after in time: the jobs of a process that died, or that were lost. */
  private async queueLeftBehind(): Promise<void> {
    const { dataSource, queue, logger } = this.tools;
    const found = await dataSource.transaction(async (db) => {
      const tasks = await returned<LeftTask>(
        db.query(
          // A claim that was not renewed is taken away, so that the next worker may claim the task.
          `WITH due AS MATERIALIZED (
             SELECT ctid, status FROM gdpr_task WHERE wake_at < now() ORDER BY wake_at LIMIT $1 FOR UPDATE SKIP LOCKED)
           UPDATE gdpr_task SET wake_at = now() + $2::interval,
             status = CASE gdpr_task.status WHEN 'RUNNING' THEN 'RETRYING' ELSE gdpr_task.status END
           FROM due WHERE gdpr_task.ctid = due.ctid
           RETURNING organization_id, request_id, service, attempts, due.status = 'RUNNING' AS lapsed`,
          [sweepBatch, sweepGrace],
        ),
      );
      const requests = await returned<{ organization_id: string; id: string }>(
        db.query(
          `UPDATE gdpr_request SET wake_at = now() + $2::interval WHERE ctid = ANY(ARRAY(
             SELECT ctid FROM gdpr_request WHERE wake_at < now() ORDER BY wake_at LIMIT $1 FOR UPDATE SKIP LOCKED))
           RETURNING organization_id, id`,
          [sweepBatch, sweepGrace],
        ),
      );
      await queue.sendTasks(
        db,
        tasks.map((task) => ({
          organizationId: task.organization_id,
          requestId: task.request_id,
          service: task.service,
        })),
      );
      await queue.sendFinalize(
        db,
        requests.map((request) => ({ organizationId: request.organization_id, requestId: request.id })),
      );
      await this.recordLapses(
        db,
        tasks.filter(({ lapsed }) => lapsed),
      );
      return tasks.length + requests.length;
    });
    if (found > 0) {
      logger.info({ found }, 'work that is due is queued');
      queue.wake('task');
      queue.wake('finalize');
    }
  }

  /** The audit entries of claims that were taken away, organisation by organisation in one order, so that sweeps never wait for each other. */
  private async recordLapses(db: EntityManager, lapsed: LeftTask[]): Promise<void> {
    const organizations = [...new Set(lapsed.map((task) => task.organization_id))].sort();
    for (const organization of organizations) {
      const events = lapsed
        .filter((task) => task.organization_id === organization)
        .map(({ request_id: requestId, service, attempts }) => ({
          actor: 'habeas',
          action: 'SERVICE_RETRYING',
          requestId,
          service,
          detail: `attempt ${attempts} broke off: its worker no longer answers for it`,
        }));
      await inOrganization(await this.tools.keys.of(organization), () => appendAudit(db, events));
    }
  }
}

/** A task that no worker looked after in time; `lapsed`: a worker had claimed it. */
interface LeftTask {
  organization_id: string;
  request_id: string;
  service: string;
  attempts: number;
  lapsed: boolean;
}
