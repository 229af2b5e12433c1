/** What a checkpoint states besides the heads: what a database that lost the entries must know of what they record (R26). */
import type { EntityManager } from 'typeorm';
import type { AuditAction } from '../actions';
import type { Checkpoint } from './checkpoint';

/** The entries of an organisation that a checkpoint covers: those after `since`, up to `size`. */
export interface Part {
  organization: string;
  since: string;
  size: string;
}

/** Reads what the covered entries of some actions are about. @param select SQL that joins and selects from `entry` */
const within = <T>(db: EntityManager, parts: Part[], actions: AuditAction[], select: (from: string) => string) =>
  db.query<T[]>(
    select(`unnest($1::text[], $2::bigint[], $3::bigint[]) AS part (organization, since, size)
     JOIN audit_entry entry ON entry.organization_id = part.organization
       AND entry.sequence > part.since AND entry.sequence <= part.size AND entry.action = ANY($4::text[])`),
    [
      parts.map(({ organization }) => organization),
      parts.map(({ since }) => since),
      parts.map(({ size }) => size),
      actions,
    ],
  );

/** SQL: a time in the ISO 8601 form that checkpoints use. */
const isoTime = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** SQL: the id that follows a word at the beginning of an entry's detail. */
const namedBy = (word: string): string => `substring(entry.detail FROM '^${word} ([0-9a-f-]{36})')::uuid`;

/** SQL: the digests of an erasure's tombstones in hexadecimal, each with the digest for any source if that differs. */
const tombstones = `(SELECT coalesce(array_agg(CASE WHEN digest = any_source_digest THEN encode(digest, 'hex')
      ELSE encode(digest, 'hex') || '/' || encode(any_source_digest, 'hex') END ORDER BY digest), '{}')
    FROM gdpr_erasure_tombstone tombstone WHERE tombstone.organization_id = entry.organization_id
      AND tombstone.request_id = entry.request_id AND NOT undecided AND lifted_at IS NULL)`;

const erasuresWithin = (db: EntityManager, parts: Part[]) =>
  within<Checkpoint['erasures'][number]>(
    db,
    parts,
    ['REQUEST_COMPLETED'],
    (entries) => `
     SELECT DISTINCT entry.organization_id AS organization, entry.request_id AS request, ${tombstones} AS tombstones FROM ${entries}
     JOIN gdpr_erasure erasure ON erasure.organization_id = entry.organization_id AND erasure.request_id = entry.request_id
     ORDER BY 1, 2`,
  );

const restrictionsWithin = (db: EntityManager, parts: Part[]) =>
  within<Checkpoint['restrictions'][number]>(
    db,
    parts,
    ['PROCESSING_RESTRICTED', 'RESTRICTION_LIFTED'],
    (entries) => `
     SELECT DISTINCT restriction.organization_id AS organization, restriction.id AS restriction, restriction.ground,
       encode(restriction.subject_digest, 'hex') AS digest, encode(restriction.term, 'hex') AS term,
       ${isoTime('restriction.created_at')} AS "placedAt", ${isoTime('restriction.lifted_at')} AS "liftedAt",
       ${isoTime('restriction.informed_at')} AS "informedAt"
     FROM ${entries}
     JOIN gdpr_restriction restriction ON restriction.organization_id = entry.organization_id
       AND restriction.id = ${namedBy('restriction')}
     WHERE restriction.term IS NOT NULL ORDER BY 1, 2`,
  );

const holdsWithin = (db: EntityManager, parts: Part[]) =>
  within<Checkpoint['holds'][number]>(
    db,
    parts,
    ['LEGAL_HOLD_PLACED', 'LEGAL_HOLD_RELEASED'],
    (entries) => `
     SELECT DISTINCT hold.organization_id AS organization, hold.id AS hold, hold.ground, hold.services,
       ARRAY(SELECT encode(held.digest, 'hex') FROM gdpr_held_subject held
         WHERE held.organization_id = hold.organization_id AND held.hold_id = hold.id ORDER BY held.digest) AS digests,
       encode(hold.subject_term, 'hex') AS term, encode(hold.reference, 'hex') AS reference,
       ${isoTime('hold.placed_at')} AS "placedAt", ${isoTime('hold.until')} AS until, ${isoTime('hold.released_at')} AS "releasedAt"
     FROM ${entries}
     JOIN gdpr_legal_hold hold ON hold.organization_id = entry.organization_id AND hold.id = ${namedBy('hold')} ORDER BY 1, 2`,
  );

const endsWithin = (db: EntityManager, parts: Part[]) =>
  within<Checkpoint['ends'][number]>(
    db,
    parts,
    ['REQUEST_CANCELLED', 'REQUEST_REJECTED'],
    (entries) => `
     SELECT DISTINCT entry.organization_id AS organization, entry.request_id AS request, request.status AS "end",
       ${isoTime('request.completed_at')} AS at, request.rejection_reason AS reason
     FROM ${entries}
     JOIN gdpr_request request ON request.organization_id = entry.organization_id AND request.id = entry.request_id ORDER BY 1, 2`,
  );

/** Returns what the covered entries of organisations record. What they are about is stated as it is now. */
export async function contentsOf(
  db: EntityManager,
  parts: Part[],
): Promise<Pick<Checkpoint, 'erasures' | 'restrictions' | 'holds' | 'ends'>> {
  return {
    erasures: await erasuresWithin(db, parts),
    restrictions: await restrictionsWithin(db, parts),
    holds: await holdsWithin(db, parts),
    ends: await endsWithin(db, parts),
  };
}
