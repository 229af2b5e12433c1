/** `closeGdprCase`: a person closes a case with an outcome, but not while one of its requests is in flight (R28). */
import type { EntityManager } from 'typeorm';
import { codedError, currentKeys } from '../../../subgraphs/kit';
import { assertKeys } from '../../../subgraphs/kit/base/security/key-ring';
import { appendAudit, caseText } from '../../audit/audit-log';
import { transact } from '../../persistence/transact';
import { closableStatuses, unfulfilledStatuses } from '../lifecycle';
import { sqlSet } from '../lifecycle-sql';
import { checkedText } from '../checked-text';
import { databaseTime } from '../store/database-time';
import { waitsForHolds } from '../store/holds/holds';
import { caseClosed, lockCase, type CaseTools } from './case-rows';
import { GdprCase, type CaseOutcome } from './gdpr-case';

/** The most ids that a refusal names. */
const mostNamed = 100;

const maximumNote = 2_000;

/** Requests of a case, related ones too, that a condition holds for. */
async function requestsWhere(db: EntityManager, caseId: string, condition: string): Promise<string[]> {
  const rows: { id: string }[] = await db.query(
    `SELECT id FROM gdpr_request WHERE organization_id = $1 AND case_id = $2 AND ${condition} ORDER BY id LIMIT $3`,
    [currentKeys().organizationId, caseId, mostNamed],
  );
  return rows.map(({ id }) => id);
}

const kept = waitsForHolds('gdpr_request');

/** @throws CASE_IN_FLIGHT, CASE_UNFINISHED */
async function assertClosable(db: EntityManager, caseId: string, outcome: CaseOutcome): Promise<void> {
  const inFlight = await requestsWhere(db, caseId, `status NOT IN ${sqlSet(closableStatuses)} AND NOT ${kept}`);
  if (inFlight.length > 0)
    throw codedError('CASE_IN_FLIGHT', 'Requests of the case are in flight.', { argument: 'id', inFlight });
  if (outcome !== 'FULFILLED') return;
  const unfinished = await requestsWhere(db, caseId, `(status IN ${sqlSet(unfulfilledStatuses)} OR ${kept})`);
  if (unfinished.length > 0)
    throw codedError('CASE_UNFINISHED', 'Requests of the case have failed, were rejected, or are on hold.', {
      argument: 'outcome',
      unfinished,
    });
}

/**
 * Closes a case. The same call again answers the closed case.
 * @throws BAD_USER_INPUT, NOT_FOUND, CASE_CLOSED, CASE_IN_FLIGHT, CASE_UNFINISHED
 */
export function closeCase(
  { dataSource }: CaseTools,
  actor: string,
  { id, outcome, note: given }: { id: string; outcome: CaseOutcome; note?: string | null },
): Promise<GdprCase> {
  const note = checkedText(given, 'note', maximumNote);
  const keys = currentKeys();
  // A case whose organisation has no keys any more can be closed, though nobody can store words: else it is overdue for ever.
  const locksKeys = note !== null || !keys.destroyed;
  if (locksKeys) keys.assertUsable();
  return transact(dataSource, async (db) => {
    if (locksKeys) await assertKeys(db, keys.organizationId);
    const found = await lockCase(db, id);
    if (found.closedAt) {
      if (found.outcome === outcome && found.note === note) return found;
      throw caseClosed('id');
    }
    await assertClosable(db, found.id, outcome);
    const changes = { closedAt: await databaseTime(db), outcome, note };
    await db.update(GdprCase, { organizationId: found.organizationId, id: found.id }, changes);
    await appendAudit(db, [{ actor, action: 'CASE_CLOSED', detail: `${caseText(found.id)}, ${outcome}` }]);
    return Object.assign(found, changes);
  });
}
