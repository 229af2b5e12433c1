/**
 * Recovery: queues again what no worker has looked after in time, the jobs of a process that died or that were lost. Every
 * organisation by itself: what is wrong with one of them, or holds its locks, is nobody else's (R27).
 */
import type { DataSource, EntityManager } from 'typeorm';
import type { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { describeError, type Logger } from '../../../subgraphs/kit/base/logger';
import { currentKeys, inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { appendAudit, type AuditEvent } from '../../audit/audit-log';
import type { ExportStore } from '../../exports/export-store';
import { returned } from '../../persistence/rows';
import { after, before } from '../lifecycle-sql';
import { endWork } from './destroyed-organization';
import type { Queue } from './queue';

export interface RecoveryTools {
  dataSource: DataSource;
  keys: KeyRing;
  queue: Queue;
  exports: ExportStore;
  logger: Logger;
}

/** How many rows of each kind a sweep queues for one organisation, and among how many it looks for organisations. */
const rowsOfOne = 200;
const rowsSeen = 20_000;

/** How long work that a sweep queued again may wait before the next one does. */
const grace = '10 seconds';

/** How long a sweep waits for a lock of one organisation. */
const patience = '1s';

/** How long an organisation whose recovery failed is left alone, in milliseconds. */
const leftAlone = 5_000;

export class Recovery {
  /** Organisations whose recovery failed, and until when they are left alone. */
  private readonly failed = new Map<string, number>();

  constructor(private readonly tools: RecoveryTools) {}

  /** Queues what is due, organisation by organisation. @throws when the database cannot be asked whose work is due */
  async run(): Promise<void> {
    const { keys, queue, logger } = this.tools;
    for (const organizationId of await this.organizations()) {
      try {
        const found = await inOrganization(await keys.evenDestroyed(organizationId), () => this.recover());
        if (found === 0) continue;
        logger.info({ organizationId, found }, 'work that is due is queued');
        queue.wake('task');
        queue.wake('finalize');
      } catch (error) {
        this.failed.set(organizationId, performance.now() + leftAlone);
        logger.error(
          { organizationId, error: describeError(error) },
          "an organisation's work could not be queued again",
        );
      }
    }
  }

  /** Who has work that is due; whoever has waited longest comes first. */
  private async organizations(): Promise<string[]> {
    for (const [organizationId, until] of this.failed)
      if (until <= performance.now()) this.failed.delete(organizationId);
    const due = (table: string) =>
      `(SELECT organization_id, wake_at FROM ${table} WHERE wake_at < now() AND organization_id <> ALL($1::text[])
        ORDER BY wake_at LIMIT ${rowsSeen})`;
    const rows: { organization_id: string }[] = await this.tools.dataSource.query(
      `SELECT organization_id FROM (${due('gdpr_task')} UNION ALL ${due('gdpr_request')}) AS due
       GROUP BY organization_id ORDER BY min(wake_at)`,
      [[...this.failed.keys()]],
    );
    return rows.map((row) => row.organization_id);
  }

  /** Queues what the running code's organisation has due, or ends it, and answers how much that was. */
  private async recover(): Promise<number> {
    const { dataSource, exports } = this.tools;
    if (!currentKeys().destroyed) return dataSource.transaction((db) => this.queueDue(db));
    await endWork({ dataSource, exports });
    return 0;
  }

  private async queueDue(db: EntityManager): Promise<number> {
    const { queue } = this.tools;
    const { organizationId } = currentKeys();
    await db.query(`SELECT set_config('lock_timeout', $1, true)`, [patience]);
    const tasks = await returned<LeftTask>(
      db.query(
        // A claim that was not renewed is taken away, so that the next worker may claim the task.
        `WITH due AS MATERIALIZED (
           SELECT ctid, status FROM gdpr_task WHERE organization_id = $1 AND wake_at < now()
           ORDER BY wake_at LIMIT $2 FOR UPDATE SKIP LOCKED)
         UPDATE gdpr_task SET wake_at = now() + $3::interval,
           status = CASE WHEN gdpr_task.status IN ${before('lapse')} THEN ${after('lapse')} ELSE gdpr_task.status END
         FROM due WHERE gdpr_task.ctid = due.ctid
         RETURNING request_id, service, attempts, due.status IN ${before('lapse')} AS lapsed`,
        [organizationId, rowsOfOne, grace],
      ),
    );
    const requests = await returned<{ id: string }>(
      db.query(
        `UPDATE gdpr_request SET wake_at = now() + $3::interval WHERE ctid = ANY(ARRAY(
           SELECT ctid FROM gdpr_request WHERE organization_id = $1 AND wake_at < now()
           ORDER BY wake_at LIMIT $2 FOR UPDATE SKIP LOCKED))
         RETURNING id`,
        [organizationId, rowsOfOne, grace],
      ),
    );
    await queue.sendTasks(
      db,
      tasks.map(({ request_id: requestId, service }) => ({ organizationId, requestId, service })),
    );
    await queue.sendFinalize(
      db,
      requests.map(({ id: requestId }) => ({ organizationId, requestId })),
    );
    const lapsed = tasks.filter((task) => task.lapsed);
    if (lapsed.length > 0) await appendAudit(db, lapsed.map(lapseEvent));
    return tasks.length + requests.length;
  }
}

/** A task that no worker looked after in time; `lapsed`: a worker had claimed it. */
interface LeftTask {
  request_id: string;
  service: string;
  attempts: number;
  lapsed: boolean;
}

const lapseEvent = ({ request_id: requestId, service, attempts }: LeftTask): AuditEvent => ({
  actor: 'habeas',
  action: 'SERVICE_RETRYING',
  requestId,
  service,
  detail: `attempt ${attempts} broke off: its worker no longer answers for it`,
});
