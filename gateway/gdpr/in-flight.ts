/** At most one request in flight for each type and subject (R10), and no two that contradict each other. */
import type { EntityManager } from 'typeorm';
import { codedError, currentKeys, termFingerprint, type Term } from '../../subgraphs/kit';
import { GdprRequest } from '../persistence/entities';
import { isFinished, type RequestType } from './lifecycle';

/** Keyed digest of what a request is about: the same for every spelling of a term. */
export const subjectDigest = (term: Term): Buffer => currentKeys().digest(`subject:${termFingerprint(term)}`);

/** Creators of requests for the same subjects wait for each other; in one order, so that none waits in a circle. */
export async function lockSubjects(db: EntityManager, digests: Buffer[]): Promise<void> {
  const keys = digests.map((digest) => digest.readBigInt64BE().toString()).sort();
  for (const key of keys) await db.query('SELECT pg_advisory_xact_lock($1::bigint)', [key]);
}

const inFlightOnly = `status NOT IN ('COMPLETED', 'ERROR', 'CANCELLED')`;

/**
 * The equal request that is in flight, or that was when the caller asked: what was resolved before it ended is a plan on
 * data that are gone by now (R10). One that had ended before is never reused.
 */
export function findInFlight(
  db: EntityManager,
  type: RequestType,
  digest: Buffer,
  asked: Date,
): Promise<GdprRequest | null> {
  return db
    .createQueryBuilder(GdprRequest, 'request')
    .where('request.organizationId = :organizationId AND request.type = :type AND request.subjectDigest = :digest', {
      organizationId: currentKeys().organizationId,
      type,
      digest,
    })
    .andWhere(`(${inFlightOnly} OR request.completedAt >= :asked)`, { asked })
    .orderBy('request.createdAt', 'DESC')
    .getOne();
}

/** An erasure and a copy or correction of the same data cannot run at once: one of them would be wrong. */
export async function refuseConflict(db: EntityManager, type: RequestType, digests: Buffer[]): Promise<void> {
  const against: RequestType[] = type === 'DELETE' ? ['EXPORT', 'UPDATE'] : type === 'GET' ? [] : ['DELETE'];
  if (against.length === 0) return;
  const rows: { id: string; type: RequestType }[] = await db.query(
    `SELECT id, type FROM gdpr_request
     WHERE organization_id = $1 AND subject_digest = ANY($2::bytea[]) AND type = ANY($3::text[]) AND ${inFlightOnly}
     ORDER BY parent_id NULLS FIRST LIMIT 1`,
    [currentKeys().organizationId, digests, against],
  );
  const [conflict] = rows;
  if (conflict) {
    throw codedError(
      'CONFLICTING_REQUEST',
      `A request of type ${conflict.type} for the same subject is in flight. Wait until it has finished.`,
      {
        argument: 'input.type',
        requestId: conflict.id,
      },
    );
  }
}

/** What a caller gets for a request that is in flight: the family's parent, as long as that is in flight too (R8). */
export async function standsFor(db: EntityManager, request: GdprRequest): Promise<GdprRequest> {
  if (!request.parentId) return request;
  const parent = await db.findOneBy(GdprRequest, { organizationId: request.organizationId, id: request.parentId });
  return parent && !isFinished(parent.status) ? parent : request;
}
