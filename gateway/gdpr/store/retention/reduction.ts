/**
 * What a request keeps of the person once it has ended, and for how long (R21). An erasure drops its term at once; its suggestions
 * stay for a while, so that somebody can act on them. Other requests keep their terms, known fields and suggestions for a
 * configured time. All of this is encrypted. Only keyed digests stay longer.
 */
import type { DataSource, EntityManager } from 'typeorm';
import { currentKeys } from '../../../../subgraphs/kit';
import { returned } from '../../../persistence/rows';
import type { GdprRequest } from '../../entities';
import { doneStatuses, finishedStatuses, isDone, type RequestEvent, type RequestType } from '../../lifecycle';
import { sqlSet } from '../../lifecycle-sql';
import { erasedParameters, reachedByErasures, requestsAboutErased } from '../subjects/erased-subjects';

/** How long what is kept of a person stays after the end of the request, in milliseconds. */
export interface KeepTimes {
  /** Terms, known fields and suggestions of requests that erased nothing. */
  terms: number;
  /** Suggestions of erasures. */
  suggestions: number;
  /** Tombstones of erasures, which are keyed digests only (R33). */
  tombstones: number;
}

/** When a request that ends by an event is reduced, and to what. A request that may be retried must keep whom it is about. */
export function keptAfter(
  keep: KeepTimes,
  type: RequestType,
  event: Extract<RequestEvent, 'complete' | 'fail' | 'cancel' | 'reject' | 'residual'>,
  at: Date,
): Partial<GdprRequest> {
  const ended = event === 'complete' || event === 'cancel' || event === 'reject';
  const kept = ended && type === 'DELETE' ? keep.suggestions : keep.terms;
  const reduceAt = new Date(at.getTime() + kept);
  if (!ended) return { reduceAt };
  return { reduceAt, replacements: null, ...(type === 'DELETE' ? { term: null, subject: null } : {}) };
}

/** SQL: the columns of a request that is reduced. */
const reduced = 'term = NULL, subject = NULL, replacements = NULL, reduce_at = NULL';

/** SQL: requests that are reduced when their subjects are erased. An erasure in ERROR is searched again by all that it knows. */
const reducible = (request: string): string =>
  `${request}.reduce_at IS NOT NULL AND (${request}.status IN ${sqlSet(doneStatuses)}
     OR ${request}.status IN ${sqlSet(finishedStatuses)} AND ${request}.type <> 'DELETE')`;

/** SQL: nothing is left to do about a request. */
const isDoneIn = `request.status IN ${sqlSet(doneStatuses)}`;

/**
 * SQL: reduces the requests of a set, whose subjects were erased, and returns their ids. What has failed may be retried, which takes its
 * term and its replacements (R9): it keeps them until it has done its part, or for their time.
 * @param which a set of ids, from the WITH clause before
 */
const reduceAll = (which: string): string => `task AS (
    UPDATE gdpr_task task SET found = NULL FROM ${which} ended
    WHERE task.organization_id = $1 AND task.request_id = ended.id AND task.found IS NOT NULL)
  UPDATE gdpr_request request SET subject = NULL,
    term = CASE WHEN ${isDoneIn} THEN NULL ELSE request.term END,
    replacements = CASE WHEN ${isDoneIn} THEN NULL ELSE request.replacements END,
    reduce_at = CASE WHEN ${isDoneIn} THEN NULL ELSE request.reduce_at END
  FROM ${which} ended WHERE request.organization_id = $1 AND request.id = ended.id RETURNING request.id`;

/**
 * Reduces all other requests that have ended and are about the subjects of completed erasures, whatever their term. The families of the
 * erasures are excepted.
 * @param locked what becomes of requests that are locked: while the lock of the audit log is held they are left out, because who changes
 * them may wait for it
 */
export async function reduceRequestsAbout(
  db: EntityManager,
  erasures: GdprRequest[],
  locked: 'AWAITED' | 'SKIPPED',
): Promise<void> {
  if (erasures.length === 0) return;
  await db.query(
    `WITH ${requestsAboutErased},
     other AS MATERIALIZED (
       SELECT request.id FROM gdpr_request request JOIN named USING (id)
       WHERE request.organization_id = $1 AND ${reducible('request')}
         AND coalesce(request.parent_id, request.id) <> ALL($4::uuid[])
       ORDER BY request.id FOR NO KEY UPDATE OF request ${locked === 'SKIPPED' ? 'SKIP LOCKED' : ''}),
     ${reduceAll('other')}`,
    [...erasedParameters(erasures), erasures.map(({ id, parentId }) => parentId ?? id)],
  );
}

/**
 * Reduces those of these requests of which a subject was erased since they were made: the erasure could not, while they were in flight.
 * A completed erasure keeps its own suggestions for their time.
 *
 * Runs in the transaction that ends the requests, while it holds the lock of the organisation's audit log: either it sees the erasure, or
 * the erasure sees their ends.
 */
export async function reduceErased(db: EntityManager, ended: GdprRequest[]): Promise<void> {
  const asked = ended.filter(({ type, status }) => type !== 'DELETE' || status !== 'COMPLETED').map(({ id }) => id);
  if (asked.length === 0) return;
  const rows = await returned<{ id: string }>(
    db.query(
      `WITH ${reachedByErasures(`erasure.status IN ${sqlSet(['COMPLETED'])} AND coalesce(erasure.parent_id, erasure.id) <> naming.family`)},
       own AS MATERIALIZED (
         SELECT DISTINCT request.id FROM gdpr_request request JOIN reached USING (id)
         WHERE request.organization_id = $1 AND ${reducible('request')}),
       ${reduceAll('own')}`,
      [currentKeys().organizationId, asked],
    ),
  );
  const gone = new Set(rows.map(({ id }) => id));
  // What is answered of them is what is kept.
  for (const request of ended.filter(({ id }) => gone.has(id)))
    Object.assign(
      request,
      { subject: null },
      isDone(request.status) ? { term: null, replacements: null, reduceAt: null } : {},
    );
}

/** How many requests one sweep reduces. */
const sweepBatch = 500;

/** SQL: when the next request is to be reduced. */
export const reductionDue = 'SELECT min(reduce_at) FROM gdpr_request';

/** Reduces requests of all organisations whose time is over, those that have waited longest first. This needs no keys. */
export async function reduceDue(dataSource: DataSource): Promise<void> {
  await dataSource.query(
    `WITH due AS MATERIALIZED (
       SELECT organization_id, id FROM gdpr_request WHERE reduce_at <= now()
       ORDER BY reduce_at LIMIT ${sweepBatch} FOR NO KEY UPDATE SKIP LOCKED),
     task AS (
       UPDATE gdpr_task task SET found = NULL FROM due
       WHERE task.organization_id = due.organization_id AND task.request_id = due.id AND task.found IS NOT NULL)
     UPDATE gdpr_request request SET ${reduced} FROM due
     WHERE request.organization_id = due.organization_id AND request.id = due.id`,
  );
}
