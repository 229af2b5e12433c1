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
import { HoldTurns, type EndedHold, type Visited } from './hold-turns';
import { recordExpiry } from './record-expiry';
import { resumeFamily, type ResumeTools } from './resume-family';

/** What the sweep works with. */
export interface ResumptionTools extends ResumeTools {
  keys: KeyRing;
  logger: Logger;
}

/** How many families of one hold are looked at in a row. */
const familiesSeen = 100;

/**
 * How long one sweep begins something new, and how long it does so for one hold, in milliseconds. Each family is checked with the
 * services, which may be slow; the next sweep goes on with those who have waited longest.
 */
const sweepsFor = 10_000;
const visitsFor = 3_000;

/** SQL: when the next hold ends, or when one ended for which something may still wait. */
export const holdsDue = 'SELECT min(least(released_at, until)) FROM gdpr_legal_hold WHERE resumed_at IS NULL';

/** SQL: how long an ended hold is checked again, because transactions that saw it stand may end after it. */
const settlesAfter = `interval '1 minute'`;

export class Resumption {
  private readonly turns = new HoldTurns();

  constructor(private readonly tools: ResumptionTools) {}

  /**
   * Lets requests begin that waited for holds that have ended.
   * @param stopped ends the sweep between two families
   * @throws when the database cannot be asked for the holds
   */
  async run(stopped: AbortSignal): Promise<void> {
    const { dataSource, keys, logger } = this.tools;
    const end = performance.now() + sweepsFor;
    for (const hold of await this.turns.due(dataSource)) {
      if (stopped.aborted || performance.now() > end) return;
      const { organizationId, id: holdId } = hold;
      try {
        await inOrganization(await keys.evenDestroyed(organizationId), () => this.visit(hold, stopped));
      } catch (error) {
        this.turns.visited(hold, 'WAITS', null);
        logger.error({ organizationId, holdId, error: describeError(error) }, 'what a hold kept could not begin');
      }
    }
  }

  private async visit(hold: EndedHold, stopped: AbortSignal): Promise<void> {
    const { dataSource, queue, logger } = this.tools;
    const { manager } = dataSource;
    const { organizationId, id: holdId } = hold;
    const end = performance.now() + visitsFor;
    await recordExpiry(dataSource, holdId);
    const { destroyed } = currentKeys();
    const families = destroyed ? [] : await familiesWaitingFor(manager, holdId, this.turns.after(hold));
    let begun = 0;
    let seen = 0;
    for (const family of families) {
      if (stopped.aborted || performance.now() > end) break;
      if ((await resumeFamily(this.tools, family)) === 'BEGUN') begun += 1;
      seen += 1;
    }
    if (begun > 0) {
      logger.info({ organizationId, holdId, begun }, 'what a hold kept begins');
      queue.wake();
    }
    const all = seen === families.length && families.length < familiesSeen;
    const waits = !destroyed && (await familiesWaitingFor(manager, holdId, null)).length > 0;
    const what: Visited = begun > 0 ? 'BEGUN' : waits ? 'WAITS' : 'SETTLES';
    this.turns.visited(hold, what, all ? null : (families[seen - 1] ?? null));
    if (waits) return;
    await dataSource.query(
      `UPDATE gdpr_legal_hold SET resumed_at = clock_timestamp()
       WHERE organization_id = $1 AND id = $2 AND least(released_at, until) < clock_timestamp() - ${settlesAfter}`,
      [organizationId, holdId],
    );
  }
}

/**
 * The families with a part that is still ON_HOLD for this hold, and that no other hold keeps: the ids of their parents.
 * @param after lists those that follow this one; null: from the first one
 */
async function familiesWaitingFor(db: EntityManager, holdId: string, after: string | null): Promise<string[]> {
  const rows: { family: string }[] = await db.query(
    `SELECT DISTINCT coalesce(request.parent_id, request.id) AS family FROM gdpr_request_hold linked
     JOIN gdpr_request request ON request.organization_id = $1 AND request.id = linked.request_id
     JOIN gdpr_task task ON task.organization_id = $1 AND task.request_id = linked.request_id AND task.status = $3
     WHERE linked.organization_id = $1 AND linked.hold_id = $2
       AND ($4::uuid IS NULL OR coalesce(request.parent_id, request.id) > $4) AND NOT EXISTS (
       SELECT FROM gdpr_request_hold other
       JOIN gdpr_legal_hold hold ON hold.organization_id = $1 AND hold.id = other.hold_id
       WHERE other.organization_id = $1 AND other.request_id = linked.request_id AND ${stands('hold')}
         AND (coalesce(other.services, hold.services) IS NULL OR task.service = ANY(coalesce(other.services, hold.services))))
     ORDER BY family LIMIT ${familiesSeen}`,
    [currentKeys().organizationId, holdId, serviceTransitions.hold.to, after],
  );
  return rows.map(({ family }) => family);
}
