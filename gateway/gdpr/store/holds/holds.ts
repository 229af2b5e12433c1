/**
 * Which legal holds stand, and whose data they keep (R31). Everything that may change data asks here. The people whom a hold covers are
 * stored as keyed digests of ids: the person on whom it was placed, the other members of the merge set, and the subjects that
 * belong to their ids.
 */
import type { EntityManager } from 'typeorm';
import { currentKeys, type IdTerm, type Term } from '../../../../subgraphs/kit';
import type { ServiceSubject } from '../../../../subgraphs/kit/base/contract/answers';
import { idTermOf } from '../../services/subjects';
import { openStatuses, serviceTransitions, type RequestType } from '../../lifecycle';
import { sqlSet } from '../../lifecycle-sql';
import { subjectDigest } from '../subjects/subject-locks';

/** A hold that stands. */
export interface StandingHold {
  id: string;
  /** The services whose data it keeps; null for all. */
  services: string[] | null;
}

/** SQL: whether a hold stands: it was not released, and its time is not over. */
export const stands = (hold: string): string =>
  `${hold}.released_at IS NULL AND (${hold}.until IS NULL OR ${hold}.until > clock_timestamp())`;

/**
 * SQL: whether legal holds keep all that is left of a request: some part stands ON_HOLD, and no other is to be done. Such a request waits
 * like one that is ON_HOLD itself.
 */
export const waitsForHolds = (request: string): string => {
  const parts = `SELECT FROM gdpr_task part WHERE part.organization_id = ${request}.organization_id AND part.request_id = ${request}.id`;
  return `(EXISTS (${parts} AND part.status = '${serviceTransitions.hold.to}') AND NOT EXISTS (${parts} AND part.status IN ${sqlSet(openStatuses)}))`;
};

/** Whether requests of a type change data, and are kept by holds: GET and EXPORT go on. */
export const isKept = (type: RequestType): boolean => type === 'DELETE' || type === 'UPDATE';

/** Those of these holds that keep a service's data. */
export const keeping = (holds: StandingHold[], service: string): StandingHold[] =>
  holds.filter(({ services }) => services === null || services.includes(service));

/** Whether the holds keep the data of all these services. */
export const keepsAll = (holds: StandingHold[], services: string[]): boolean =>
  holds.length > 0 && services.every((service) => keeping(holds, service).length > 0);

/** The digests of an id in each case in which it may be written. */
export function idDigests(term: IdTerm): Buffer[] {
  const lower = { ...term, id: term.id.toLowerCase() };
  return lower.id === term.id ? [subjectDigest(term)] : [subjectDigest(term), subjectDigest(lower)];
}

/** The digests by which a hold covers a subject: its own, and those of the current members of its merge set. */
export function coveredDigests(subject: Pick<ServiceSubject, 'type' | 'id' | 'contactListId' | 'mergeSet'>): Buffer[] {
  const members = subject.type === 'EXTERNAL_CONTACT' ? subject.mergeSet : [];
  return [
    ...idDigests(idTermOf(subject)),
    ...members.flatMap((id) => idDigests({ kind: 'id', type: 'EXTERNAL_CONTACT_ID', id })),
  ];
}

/** Whether any hold of the organisation stands. */
export async function anyHoldStands(db: EntityManager): Promise<boolean> {
  const rows: unknown[] = await db.query(
    `SELECT 1 FROM gdpr_legal_hold hold WHERE organization_id = $1 AND ${stands('hold')} LIMIT 1`,
    [currentKeys().organizationId],
  );
  return rows.length > 0;
}

interface HoldRow {
  id: string;
  services: string[] | null;
}

/** The holds that stand on subjects, by the digest of each in hexadecimal. */
export async function holdsOn(db: EntityManager, digests: Buffer[]): Promise<ReadonlyMap<string, StandingHold[]>> {
  if (digests.length === 0 || !(await anyHoldStands(db))) return new Map();
  const rows: (HoldRow & { digest: string })[] = await db.query(
    `SELECT encode(held.digest, 'hex') AS digest, hold.id, hold.services FROM gdpr_held_subject held
     JOIN gdpr_legal_hold hold ON hold.organization_id = held.organization_id AND hold.id = held.hold_id
     WHERE held.organization_id = $1 AND held.digest = ANY($2::bytea[]) AND ${stands('hold')}`,
    [currentKeys().organizationId, digests],
  );
  return grouped(rows, ({ digest }) => digest);
}

/** The holds that stand on any of these subjects, each once. */
export async function holdsOnAny(db: EntityManager, digests: Buffer[]): Promise<StandingHold[]> {
  return unique([...(await holdsOn(db, digests)).values()].flat());
}

/** Selects the holds on some subjects from an answer of {@link holdsOn}. */
export const amongHolds = (holds: ReadonlyMap<string, StandingHold[]>, digests: Buffer[]): StandingHold[] =>
  unique(digests.flatMap((digest) => holds.get(digest.toString('hex')) ?? []));

const unique = (holds: StandingHold[]): StandingHold[] => [...new Map(holds.map((hold) => [hold.id, hold])).values()];

function grouped<R extends HoldRow>(rows: R[], key: (row: R) => string): Map<string, StandingHold[]> {
  const groups = new Map<string, StandingHold[]>();
  for (const row of rows)
    groups.set(key(row), [...(groups.get(key(row)) ?? []), { id: row.id, services: row.services }]);
  return groups;
}

/**
 * SQL for a WITH clause: `about (wanted, digest)`, the subjects of all requests in the families of the wanted requests. A hold on one
 * member keeps the whole family. Its parameters are the organisation and the ids of the wanted requests.
 */
const familyDigests = `wanted AS MATERIALIZED (
  SELECT id, coalesce(parent_id, id) AS family FROM gdpr_request WHERE organization_id = $1 AND id = ANY($2::uuid[])),
member AS MATERIALIZED (
  SELECT wanted.id AS wanted, request.id, request.subject_digest FROM wanted
  JOIN gdpr_request request ON request.organization_id = $1 AND request.id = wanted.family
  UNION ALL
  SELECT wanted.id, request.id, request.subject_digest FROM wanted
  JOIN gdpr_request request ON request.organization_id = $1 AND request.parent_id = wanted.family),
about AS MATERIALIZED (
  SELECT wanted, subject_digest AS digest FROM member
  UNION SELECT member.wanted, matched.subject_digest FROM member
  JOIN gdpr_matched_subject matched ON matched.organization_id = $1 AND matched.request_id = member.id)`;

/** The holds that keep requests: those on the subjects of their families, and those that a service's answer brought to light (`linkHolds`). */
export async function holdsOver(db: EntityManager, requestIds: string[]): Promise<ReadonlyMap<string, StandingHold[]>> {
  if (requestIds.length === 0 || !(await anyHoldStands(db))) return new Map();
  const rows: (HoldRow & { wanted: string })[] = await db.query(
    `WITH ${familyDigests}
     SELECT about.wanted, hold.id, hold.services FROM about
     JOIN gdpr_held_subject held ON held.organization_id = $1 AND held.digest = about.digest
     JOIN gdpr_legal_hold hold ON hold.organization_id = $1 AND hold.id = held.hold_id WHERE ${stands('hold')}
     UNION SELECT linked.request_id, hold.id, coalesce(linked.services, hold.services) FROM gdpr_request_hold linked
     JOIN gdpr_legal_hold hold ON hold.organization_id = $1 AND hold.id = linked.hold_id
     WHERE linked.organization_id = $1 AND linked.request_id = ANY($2::uuid[]) AND ${stands('hold')}`,
    [currentKeys().organizationId, requestIds],
  );
  return grouped(rows, ({ wanted }) => wanted);
}

/** A hold that kept a request, or parts of it. */
interface HoldLink {
  requestId: string;
  holdId: string;
  /** The services whose parts it keeps; null for all that the hold is for. */
  services: string[] | null;
}

/** Records which holds kept requests, or parts of them. What is recorded of a hold and a request already is added to. */
export async function linkHolds(db: EntityManager, links: HoldLink[]): Promise<void> {
  const rows = links.flatMap(({ services, ...link }) => (services ?? [null]).map((service) => ({ ...link, service })));
  if (rows.length === 0) return;
  await db.query(
    `INSERT INTO gdpr_request_hold AS known (organization_id, request_id, hold_id, services)
     SELECT $1, request_id, hold_id, CASE WHEN bool_and(service IS NOT NULL) THEN array_agg(DISTINCT service) END
     FROM unnest($2::uuid[], $3::uuid[], $4::text[]) AS given (request_id, hold_id, service)
     GROUP BY request_id, hold_id ORDER BY request_id, hold_id
     ON CONFLICT (organization_id, request_id, hold_id) DO UPDATE SET services = CASE WHEN excluded.services IS NOT NULL
       THEN ARRAY(SELECT unnest(known.services) UNION SELECT unnest(excluded.services)) END
     WHERE known.services IS NOT NULL AND (excluded.services IS NULL OR NOT known.services @> excluded.services)`,
    [
      currentKeys().organizationId,
      rows.map(({ requestId }) => requestId),
      rows.map(({ holdId }) => holdId),
      rows.map(({ service }) => service),
    ],
  );
}

/** Further digests of an id that no service resolves: in the case in which holds store it (see {@link idDigests}). */
export const otherSpelling = (term: Term): Buffer[] => (term.kind === 'id' ? idDigests(term).slice(1) : []);
