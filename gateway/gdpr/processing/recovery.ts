/**
 * Recovery: queues again the work of processes that died and of jobs that were lost. It goes organisation by organisation, so
 * that a fault or a held lock in one of them does not delay the others (R27).
 */
import type { DataSource, EntityManager } from 'typeorm';
import type { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { describeError, type Logger } from '../../../subgraphs/kit/base/logger';
import { currentKeys, inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { appendAudit, type AuditEvent } from '../../audit/audit-log';
import type { ExportStore } from '../../exports/store/export-store';
import { leasedRequests, leasedTasks } from '../store/leases/leased-rows';
import { organizationsToTakeOver, takeOver, type TakenOver } from '../store/leases/takeover';
import type { GdprTask } from '../entities';
import { endWork } from './destroyed-organization';
import type { Queue } from './queue/queue';

export interface RecoveryTools {
  dataSource: DataSource;
  keys: KeyRing;
  queue: Queue;
  exports: ExportStore;
  logger: Logger;
}

/** How many rows of each kind a sweep queues for one organisation, and how many it reads to find organisations. */
const rowsOfOne = 200;
const rowsSeen = 20_000;

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
        queue.wake();
      } catch (error) {
        this.failed.set(organizationId, performance.now() + leftAlone);
        logger.error(
          { organizationId, error: describeError(error) },
          "an organisation's work could not be queued again",
        );
      }
    }
  }

  /** The organisations that have work that is due, the one that has waited longest first. */
  private organizations(): Promise<string[]> {
    for (const [organizationId, until] of this.failed)
      if (until <= performance.now()) this.failed.delete(organizationId);
    const { manager } = this.tools.dataSource;
    const entities = [leasedTasks.entity, leasedRequests.entity];
    return organizationsToTakeOver(manager, entities, [...this.failed.keys()], rowsSeen);
  }

  /** Queues the due work of the current organisation, or ends it when its keys were destroyed. Returns how much that was. */
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
    const tasks = await takeOver(db, leasedTasks, rowsOfOne);
    const requests = await takeOver(db, leasedRequests, rowsOfOne);
    await queue.sendTasks(
      db,
      tasks.map(({ requestId, service }) => ({ organizationId, requestId, service })),
    );
    await queue.sendFinalize(
      db,
      requests.map(({ id: requestId, type }) => ({ organizationId, requestId, type })),
    );
    const brokenOff = tasks.filter(({ expired }) => expired);
    if (brokenOff.length > 0) await appendAudit(db, brokenOff.map(brokenOffEvent));
    return tasks.length + requests.length;
  }
}

const brokenOffEvent = ({
  requestId,
  service,
  attempts,
}: TakenOver<GdprTask, 'requestId' | 'service'>): AuditEvent => ({
  actor: 'habeas',
  action: 'SERVICE_RETRYING',
  requestId,
  service,
  detail: `attempt ${attempts} broke off: its worker no longer answers for it`,
});
