/** At most one request in flight for each type and subject (R10), and no two that contradict each other. */
import type { EntityManager } from 'typeorm';
import { codedError, currentKeys, type Term } from '../../../subgraphs/kit';
import { rowReader } from '../../../subgraphs/kit/base/persistence/read-rows';
import { GdprRequest } from '../entities';
import { finishedStatuses, isFinished, type RequestType } from '../lifecycle';
import { sqlSet } from '../lifecycle-sql';
import { subjectDigest } from '../store/subject-locks';
import { assertAcknowledgement, type ValidatedRequest } from './input';

/** An erasure and a copy or correction of the same data cannot run at once: one of them would be wrong. */
const contradicting: Record<RequestType, readonly RequestType[]> = {
  GET: [],
  EXPORT: ['DELETE'],
  UPDATE: ['DELETE'],
  DELETE: ['EXPORT', 'UPDATE'],
};

/** An order on these subjects, the one that the caller named first. */
export interface Ordered {
  order: ValidatedRequest;
  terms: Term[];
  /** When the caller asked, by the database's clock. */
  calledAt: Date;
}

/**
 * The equal request of each order that is in flight, or that was when the caller asked: what was resolved before it ended
 * is a plan on data that are gone by now (R10). One that had ended before is never reused.
 * @throws CONFLICTING_REQUEST when there is none, but one on any of the subjects that the order would contradict;
 * ACTIVE_EMPLOYEE, which a duplicate must state as the first request did
 */
export async function findActiveDuplicates(
  db: EntityManager,
  orders: Ordered[],
): Promise<({ request: GdprRequest; created: false } | null)[]> {
  if (orders.length === 0) return [];
  const rows: object[] = await db.query(
    `SELECT * FROM gdpr_request WHERE organization_id = $1 AND subject_digest = ANY($2::bytea[])
       AND (status NOT IN ${sqlSet(finishedStatuses)} OR completed_at >= $3)
     ORDER BY created_at DESC, parent_id NULLS FIRST`,
    [
      currentKeys().organizationId,
      orders.flatMap(({ terms }) => terms.map(subjectDigest)),
      new Date(Math.min(...orders.map(({ calledAt }) => calledAt.getTime()))),
    ],
  );
  const requests = rows.map((row) => rowReader(db, GdprRequest).entityOf(row));
  const active: ({ request: GdprRequest; created: false } | null)[] = [];
  for (const { order, terms, calledAt } of orders) {
    const digests = terms.map(subjectDigest);
    const equal = requests.find(
      ({ type, subjectDigest: digest, status, completedAt }) =>
        type === order.type &&
        digests[0]?.equals(digest) &&
        (!isFinished(status) || (completedAt !== null && completedAt >= calledAt)),
    );
    if (!equal) refuseContradiction(order.type, digests, requests);
    else assertAcknowledgement(order, equal.subject?.activeEmployee === true);
    active.push(equal ? { request: await standsFor(db, equal), created: false } : null);
  }
  return active;
}

function refuseContradiction(type: RequestType, digests: Buffer[], requests: GdprRequest[]): void {
  const conflict = requests.find(
    (other) =>
      contradicting[type].includes(other.type) &&
      !isFinished(other.status) &&
      digests.some((digest) => digest.equals(other.subjectDigest)),
  );
  if (!conflict) return;
  throw codedError(
    'CONFLICTING_REQUEST',
    `A request of type ${conflict.type} for the same subject is in flight. Wait until it has finished.`,
    { argument: 'input.type', requestId: conflict.id },
  );
}

/** What a caller gets for a request that is in flight: the family's parent, as long as that is in flight too (R8). */
async function standsFor(db: EntityManager, request: GdprRequest): Promise<GdprRequest> {
  if (!request.parentId) return request;
  const parent = await db.findOneBy(GdprRequest, { organizationId: request.organizationId, id: request.parentId });
  return parent && !isFinished(parent.status) ? parent : request;
}
