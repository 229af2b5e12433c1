/** At most one request in flight for each type and subject (R10), and no two that contradict each other. */
import type { EntityManager } from 'typeorm';
import { codedError, currentKeys, termFingerprint, type Term } from '../../subgraphs/kit';
import { GdprRequest } from '../persistence/entities';
import { entityOf } from '../persistence/rows';
import { finishedStatuses, isFinished, type RequestType } from './lifecycle';

/** Keyed digest of what a request is about: the same for every spelling of a term. */
export const subjectDigest = (term: Term): Buffer => currentKeys().digest(`subject:${termFingerprint(term)}`);

/** Creators of requests for the same subjects wait for each other; in one order, so that none waits in a circle. */
export async function lockSubjects(db: EntityManager, digests: Buffer[]): Promise<void> {
  const keys = digests.map((digest) => digest.readBigInt64BE().toString()).sort();
  await db.query('SELECT pg_advisory_xact_lock(key) FROM unnest($1::bigint[]) AS key', [keys]);
}

/** An erasure and a copy or correction of the same data cannot run at once: one of them would be wrong. */
const contradicting: Record<RequestType, readonly RequestType[]> = {
  GET: [],
  EXPORT: ['DELETE'],
  UPDATE: ['DELETE'],
  DELETE: ['EXPORT', 'UPDATE'],
};

/**
 * The equal request that is in flight, or that was when the caller asked: what was resolved before it ended is a plan on
 * data that are gone by now (R10). One that had ended before is never reused.
 * @throws CONFLICTING_REQUEST when there is none, but one on any of the subjects that this one would contradict
 */
export async function findInFlight(
  db: EntityManager,
  type: RequestType,
  digests: Buffer[],
  asked: Date,
): Promise<GdprRequest | null> {
  const rows: { id: string; type: RequestType }[] = await db.query(
    `SELECT * FROM gdpr_request
     WHERE organization_id = $1 AND subject_digest = ANY($2::bytea[]) AND (
       (type = $3 AND subject_digest = $4 AND (status <> ALL($5::text[]) OR completed_at >= $6))
       OR (type = ANY($7::text[]) AND status <> ALL($5::text[])))
     ORDER BY type = $3 DESC, CASE WHEN type = $3 THEN created_at END DESC, parent_id NULLS FIRST LIMIT 1`,
    [currentKeys().organizationId, digests, type, digests[0], finishedStatuses, asked, contradicting[type]],
  );
  const [met] = rows;
  if (!met) return null;
  if (met.type === type) return entityOf(db, GdprRequest, met);
  throw codedError(
    'CONFLICTING_REQUEST',
    `A request of type ${met.type} for the same subject is in flight. Wait until it has finished.`,
    { argument: 'input.type', requestId: met.id },
  );
}

/** What a caller gets for a request that is in flight: the family's parent, as long as that is in flight too (R8). */
export async function standsFor(db: EntityManager, request: GdprRequest): Promise<GdprRequest> {
  if (!request.parentId) return request;
  const parent = await db.findOneBy(GdprRequest, { organizationId: request.organizationId, id: request.parentId });
  return parent && !isFinished(parent.status) ? parent : request;
}
