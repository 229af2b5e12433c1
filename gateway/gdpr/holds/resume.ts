/**
 * Lets requests that waited for the end of a legal hold begin (R31): they are checked again, and never widened (R25). A sweep looks for
 * holds that were released or whose time is over. The rows say what is left to do, even when a process has died.
 */
import type { EntityManager } from 'typeorm';
import { currentKeys, inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import type { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { describeError, type Logger } from '../../../subgraphs/kit/base/logger';
import { serviceTransitions } from '../lifecycle';
import { stands } from '../store/holds/holds';
import { recordExpiry } from './record-expiry';
import { resumeFamily, type ResumeTools } from './resume-family';

/** What the sweep works with. */
export interface ResumptionTools extends ResumeTools {
  keys: KeyRing;
  logger: Logger;
}

/** How many ended holds one sweep handles. */
const holdsSeen = 200;

/** How many families of one hold. */
const familiesSeen = 100;

/** SQL: when the next hold ends, or when one ended for which something may still wait. */
export const holdsDue = 'SELECT min(least(released_at, until)) FROM gdpr_legal_hold WHERE resumed_at IS NULL';

/** How long a hold is left alone when something that waited for it could not begin, in milliseconds. */
const leftAlone = 5_000;

/** SQL: how long an ended hold is checked again, because transactions that saw it stand may end after it. */
const settlesAfter = `interval '1 minute'`;

export class Resumption {
  /** Holds for which something could not begin, and until when they are left alone. */
  private readonly later = new Map<string, number>();

  constructor(private readonly tools: ResumptionTools) {}

  /** Lets requests begin that waited for holds that have ended. @throws when the database cannot be asked for these */
  async run(): Promise<void> {
    const { dataSource, keys, logger } = this.tools;
    for (const [id, until] of this.later) if (until <= performance.now()) this.later.delete(id);
    const ended: { organization_id: string; id: string }[] = await dataSource.query(
      `SELECT organization_id, id FROM gdpr_legal_hold
       WHERE resumed_at IS NULL AND least(released_at, until) <= now() AND id <> ALL($1::uuid[])
       ORDER BY least(released_at, until) LIMIT ${holdsSeen}`,
      [[...this.later.keys()]],
    );
    for (const { organization_id: organizationId, id } of ended) {
      try {
        const whole = await inOrganization(await keys.evenDestroyed(organizationId), () => this.resume(id));
        if (!whole) this.later.set(id, performance.now() + leftAlone);
      } catch (error) {
        this.later.set(id, performance.now() + leftAlone);
        logger.error({ organizationId, holdId: id, error: describeError(error) }, 'what a hold kept could not begin');
      }
    }
  }

  /** Whether all that waited for the hold has begun just now. */
  private async resume(holdId: string): Promise<boolean> {
    const { dataSource, queue, logger } = this.tools;
    const { manager } = dataSource;
    const { organizationId, destroyed } = currentKeys();
    await recordExpiry(dataSource, holdId);
    let begun = 0;
    for (const family of destroyed ? [] : await familiesWaitingFor(manager, holdId))
      if ((await resumeFamily(this.tools, family)) === 'BEGUN') begun += 1;
    if (begun > 0) {
      logger.info({ organizationId, holdId, begun }, 'what a hold kept begins');
      queue.wake();
    }
    if (!destroyed && (await familiesWaitingFor(manager, holdId)).length > 0) return false;
    await dataSource.query(
      `UPDATE gdpr_legal_hold SET resumed_at = clock_timestamp()
       WHERE organization_id = $1 AND id = $2 AND least(released_at, until) < clock_timestamp() - ${settlesAfter}`,
      [organizationId, holdId],
    );
    return begun > 0;
  }
}

/** The families with a part that is still ON_HOLD for this hold, and that no other hold keeps: the ids of their parents. */
async function familiesWaitingFor(db: EntityManager, holdId: string): Promise<string[]> {
  const rows: { family: string }[] = await db.query(
    `SELECT DISTINCT coalesce(request.parent_id, request.id) AS family FROM gdpr_request_hold linked
     JOIN gdpr_request request ON request.organization_id = $1 AND request.id = linked.request_id
     JOIN gdpr_task task ON task.organization_id = $1 AND task.request_id = linked.request_id AND task.status = $3
     WHERE linked.organization_id = $1 AND linked.hold_id = $2 AND NOT EXISTS (
       SELECT FROM gdpr_request_hold other
       JOIN gdpr_legal_hold hold ON hold.organization_id = $1 AND hold.id = other.hold_id
       WHERE other.organization_id = $1 AND other.request_id = linked.request_id AND ${stands('hold')}
         AND (hold.services IS NULL OR task.service = ANY(hold.services)))
     ORDER BY family LIMIT ${familiesSeen}`,
    [currentKeys().organizationId, holdId, serviceTransitions.hold.to],
  );
  return rows.map(({ family }) => family);
}
