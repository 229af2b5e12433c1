/**
 * What a request keeps of the person once it has ended, and for how long (R21). An erasure drops its term at once; its suggestions
 * stay for a while, so that somebody can act on them. Other requests keep their terms, known fields and suggestions for a
 * configured time. All of this is encrypted. Only keyed digests stay longer.
 */
import type { DataSource, EntityManager } from 'typeorm';
import type { GdprRequest } from '../../entities';
import { doneStatuses, type RequestEvent, type RequestType } from '../../lifecycle';
import { sqlSet } from '../../lifecycle-sql';
import { erasedParameters, requestsAboutErased } from '../subjects/erased-subjects';

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

/**
 * Reduces all other requests that are done and about the subjects of completed erasures, whatever their term. The families of the
 * erasures are excepted. A request in ERROR is not done, because it may be retried.
 */
export async function reduceRequestsAbout(db: EntityManager, erasures: GdprRequest[]): Promise<void> {
  if (erasures.length === 0) return;
  await db.query(
    `WITH ${requestsAboutErased},
     other AS MATERIALIZED (
       SELECT request.id FROM gdpr_request request JOIN named USING (id)
       WHERE request.organization_id = $1 AND request.status IN ${sqlSet(doneStatuses)} AND request.reduce_at IS NOT NULL
         AND coalesce(request.parent_id, request.id) <> ALL($4::uuid[])
       ORDER BY request.id FOR NO KEY UPDATE OF request),
     task AS (
       UPDATE gdpr_task task SET found = NULL FROM other
       WHERE task.organization_id = $1 AND task.request_id = other.id AND task.found IS NOT NULL)
     UPDATE gdpr_request request SET ${reduced} FROM other WHERE request.organization_id = $1 AND request.id = other.id`,
    [...erasedParameters(erasures), erasures.map(({ id, parentId }) => parentId ?? id)],
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
