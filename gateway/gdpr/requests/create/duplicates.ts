/** At most one request in flight for each type and subject (R10), and no two that contradict each other. */
import type { EntityManager } from 'typeorm';
import { codedError, currentKeys, renewTerm, termFingerprint, type Term } from '../../../../subgraphs/kit';
import { rowReader } from '../../../../subgraphs/kit/base/persistence/read-rows';
import { GdprRequest } from '../../entities';
import { finishedStatuses, isFinished, isWaiting, type RequestType } from '../../lifecycle';
import { sqlSet } from '../../lifecycle-sql';
import { waitsForHolds } from '../../store/holds/holds';
import { recallSubjects } from '../../store/subjects/matched-subjects';
import { formerSubjectDigests, lockSubjects, subjectDigest } from '../../store/subjects/subject-locks';
import { assertAcknowledgement, type ValidatedRequest } from '../input';
import { assertCovered, assertSameReplacements } from './reuse';

/** An erasure and a copy or correction of the same data cannot run at once: one of them would be wrong. */
const contradicting: Record<RequestType, readonly RequestType[]> = {
  GET: [],
  EXPORT: ['DELETE'],
  UPDATE: ['DELETE'],
  DELETE: ['EXPORT', 'UPDATE'],
};

/** An order, and whom it is about by keyed digest. */
export interface Ordered {
  order: ValidatedRequest;
  /** What its requests are about: the term, or the members of the merge set, beginning with the canonical contact. */
  digests: Buffer[];
  /** The one of these that the caller named. */
  named: Buffer;
  /** For a value: the subjects that it matches, as far as they are known. */
  matched: Buffer[];
  /** When the caller asked, by the database's clock. */
  calledAt: Date;
  /** Whether its request waits, or may wait, before it begins: it conflicts with nothing until then (R30, R31). */
  waits: boolean;
}

/** A request in flight, with those of the given subjects that it is about, by whatever term it was made. */
interface ActiveRequest {
  request: GdprRequest;
  about: Buffer[];
  /** Whether no service is to change anything of it now: it waits, or legal holds keep all that is left of it (R30, R31). */
  waits: boolean;
}

/**
 * For each order the equal request that is in flight, or was when the caller asked: what was resolved before it ended is a plan
 * on data that no longer exist (R10). A request that had ended before is never reused.
 * @throws CONFLICTING_REQUEST when there is no equal request, but one that the order contradicts: on any of its subjects, named by an id
 * or by a value, and not waiting itself; or a rectification that replaces something else; or the family of an equal one leaves out whom
 * the caller named; ACTIVE_EMPLOYEE when a duplicate does not acknowledge it as the first request did
 */
export async function findActiveDuplicates(
  db: EntityManager,
  orders: Ordered[],
): Promise<({ request: GdprRequest; created: false } | null)[]> {
  if (orders.length === 0) return [];
  const since = new Date(Math.min(...orders.map(({ calledAt }) => calledAt.getTime())));
  const requests = await activeSince(
    db,
    orders.flatMap(({ order, digests, matched }) => [...digests, ...formerSubjectDigests(order.term), ...matched]),
    since,
  );
  const active: ({ request: GdprRequest; created: false } | null)[] = [];
  for (const { order, digests, named, matched, calledAt, waits } of orders) {
    const met = concerning(requests, [...digests, ...matched], order.term);
    const alike = met.map(({ request }) => request).filter(({ type }) => type === order.type);
    const equal = alike.find(
      (request) =>
        (digests[0]?.equals(request.subjectDigest) || isOn(request, order.term)) &&
        (!isFinished(request.status) || (request.completedAt !== null && request.completedAt >= calledAt)),
    );
    if (!equal && !waits) refuseContradiction(order.type, met, 'input.type');
    if (order.replacements) {
      // A member's own request takes the place of the related one, unless it replaces something else.
      const ofMembers = alike.filter(
        (request) => !isFinished(request.status) && digests.some((digest) => digest.equals(request.subjectDigest)),
      );
      assertSameReplacements(order.replacements, equal ? [equal, ...ofMembers] : ofMembers);
    }
    if (equal) {
      await assertCovered(db, order, equal, named);
      assertAcknowledgement(order, equal.subject?.activeEmployee === true);
    }
    active.push(equal ? { request: await standsFor(db, equal), created: false } : null);
  }
  return active;
}

/** Requests about any of these subjects that had not ended at `since`, the newest first and parents before their related ones. */
async function activeSince(db: EntityManager, digests: Buffer[], since: Date): Promise<ActiveRequest[]> {
  const live = `(request.status NOT IN ${sqlSet(finishedStatuses)} OR request.completed_at >= $3)`;
  const rows: { about: Buffer[]; kept: boolean }[] = await db.query(
    `SELECT request.*, named.about, ${waitsForHolds('request')} AS kept FROM (
       SELECT id, array_agg(digest) AS about FROM (
         SELECT id, subject_digest AS digest FROM gdpr_request request
         WHERE organization_id = $1 AND subject_digest = ANY($2::bytea[]) AND ${live}
         UNION ALL
         SELECT request.id, matched.subject_digest FROM gdpr_matched_subject matched
         JOIN gdpr_request request ON request.organization_id = $1 AND request.id = matched.request_id
         WHERE matched.organization_id = $1 AND matched.subject_digest = ANY($2::bytea[]) AND ${live}) AS subject
       GROUP BY id) AS named
     JOIN gdpr_request request ON request.organization_id = $1 AND request.id = named.id
     ORDER BY request.created_at DESC, request.parent_id NULLS FIRST`,
    [currentKeys().organizationId, digests, since],
  );
  return rows.map((row) => {
    const request = rowReader(db, GdprRequest).entityOf(row);
    return { request, about: row.about, waits: row.kept || isWaiting(request.status) };
  });
}

/** The requests in flight of a type that stand in the place of these, which were not inserted. */
export async function findOwnRequests(
  db: EntityManager,
  type: RequestType,
  left: Pick<GdprRequest, 'subjectDigest'>[],
): Promise<GdprRequest[]> {
  if (left.length === 0) return [];
  const rows: object[] = await db.query(
    `SELECT * FROM gdpr_request WHERE organization_id = $1 AND type = $2 AND subject_digest = ANY($3::bytea[])
       AND status NOT IN ${sqlSet(finishedStatuses)} ORDER BY id`,
    [currentKeys().organizationId, type, left.map(({ subjectDigest: digest }) => digest)],
  );
  return rows.map((row) => rowReader(db, GdprRequest).entityOf(row));
}

/** Whether a request is on the same value, whichever version recorded it. Requests in flight still hold their term. */
function isOn({ term: recorded }: GdprRequest, term: Term): boolean {
  const renewed = recorded && term.kind === 'value' ? renewTerm(recorded) : null;
  return renewed !== null && termFingerprint(renewed) === termFingerprint(term);
}

/** Those on one of these subjects, or on the same value. Values that an earlier version took for equal need not be equal (R3). */
function concerning(requests: ActiveRequest[], subjects: Buffer[], term: Term | null): ActiveRequest[] {
  const wanted = new Set(subjects.map((digest) => digest.toString('hex')));
  return requests.filter(
    ({ request, about }) =>
      about.some((digest) => wanted.has(digest.toString('hex'))) || (term !== null && isOn(request, term)),
  );
}

function refuseContradiction(type: RequestType, met: ActiveRequest[], argument: 'id' | 'input.type'): void {
  const conflict = met.find(
    ({ request, waits }) => contradicting[type].includes(request.type) && !isFinished(request.status) && !waits,
  )?.request;
  if (!conflict) return;
  throw codedError(
    'CONFLICTING_REQUEST',
    `A request of type ${conflict.type} for the same subject is in flight. Wait until it has finished.`,
    { argument, requestId: conflict.id },
  );
}

/** The digests of whom a request is about, by which requests on the same subjects are found. */
async function subjectsOf(db: EntityManager, request: GdprRequest) {
  const matched = [...((await recallSubjects(db, request)) ?? [])].map((digest) => Buffer.from(digest, 'hex'));
  // An equal request may have been recorded by another version, under another digest.
  const term = request.term && renewTerm(request.term);
  const subjects = [request.subjectDigest, ...(term ? [subjectDigest(term)] : []), ...matched];
  return { request, term, subjects, candidates: [...subjects, ...(term ? formerSubjectDigests(term) : [])] };
}

/**
 * Locks the subjects of requests, as read before. Whoever changes requests and then calls {@link assertNoConflict} calls this before it locks
 * their rows: creating a request and placing a hold lock subjects first too, and would wait for each other in a circle otherwise.
 */
export async function lockSubjectsOf(db: EntityManager, requests: GdprRequest[]): Promise<void> {
  const candidates: Buffer[] = [];
  for (const request of requests) candidates.push(...(await subjectsOf(db, request)).candidates);
  if (candidates.length > 0) await lockSubjects(db, candidates);
}

/**
 * Checks requests that run again, or that have waited and begin, as new ones are checked: no equal request and none that they
 * contradict is in flight (R10).
 * @throws CONFLICTING_REQUEST
 */
export async function assertNoConflict(db: EntityManager, requests: GdprRequest[]): Promise<void> {
  const abouts: Awaited<ReturnType<typeof subjectsOf>>[] = [];
  for (const request of requests) abouts.push(await subjectsOf(db, request));
  const candidates = abouts.flatMap((about) => about.candidates);
  const own = new Set(requests.map(({ id }) => id));
  const now = await lockSubjects(db, candidates);
  const active = (await activeSince(db, candidates, now)).filter((other) => !own.has(other.request.id));
  for (const about of abouts) refuseConflict(about, active);
}

function refuseConflict(
  { request, term, subjects }: Awaited<ReturnType<typeof subjectsOf>>,
  active: ActiveRequest[],
): void {
  const met = concerning(active, subjects, term);
  const equal = met.find(
    ({ request: other }) =>
      other.type === request.type &&
      !isFinished(other.status) &&
      (other.subjectDigest.equals(request.subjectDigest) || (term !== null && isOn(other, term))),
  )?.request;
  if (equal)
    throw codedError('CONFLICTING_REQUEST', 'An equal request is in flight already.', {
      argument: 'id',
      requestId: equal.id,
    });
  refuseContradiction(request.type, met, 'id');
}

/** What a caller gets for a request that is in flight: the family's parent, as long as that is in flight too (R8). */
async function standsFor(db: EntityManager, request: GdprRequest): Promise<GdprRequest> {
  if (!request.parentId) return request;
  const parent = await db.findOneBy(GdprRequest, { organizationId: request.organizationId, id: request.parentId });
  return parent && !isFinished(parent.status) ? parent : request;
}
