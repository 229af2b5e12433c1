/** Anchors the audit log: writes a checkpoint of what has been added since the last one. */
import type { DataSource, EntityManager } from 'typeorm';
import { tryLock } from '../../persistence/try-lock';
import type { SignStatement } from '../../security/signed-statement';
import type { AuditAction } from '../actions';
import { signCheckpoint, type AnchoredHead, type Checkpoint } from './checkpoint';
import type { CheckpointStore } from './checkpoint-store';
import { lossOf, statedSince, type Loss } from './loss';

/** Of several gateways one anchors at a time. */
const anchorLock = 7_213_010;
/** So many organisations are in one checkpoint at most; the others are in the next. */
const organizationsAtOnce = 1_000;
/** So many entries of one organisation, and about so many of all: the erasures among them are named. */
const entriesOfOne = 10_000;
const entriesAtOnce = 100_000;

/** What anchoring works with. */
export interface AnchorTools {
  dataSource: DataSource;
  store: CheckpointStore;
  sign: SignStatement;
}

/** The newest checkpoint that the database knows of. */
export async function knownCheckpoint(db: EntityManager): Promise<{ number: number; digest: string | null }> {
  const [row]: { number: string; digest: string }[] = await db.query('SELECT number, digest FROM audit_anchor');
  return { number: Number(row?.number ?? 0), digest: row?.digest ?? null };
}

/** Records in the database that a checkpoint has been stored. */
export async function recordCheckpoint(
  db: EntityManager,
  { number, heads }: Pick<Checkpoint, 'number' | 'heads'>,
  digest: string,
): Promise<void> {
  await db.query(
    `INSERT INTO audit_anchor (number, digest) VALUES ($1, $2)
     ON CONFLICT (singleton) DO UPDATE SET number = excluded.number, digest = excluded.digest`,
    [number, digest],
  );
  await db.query(
    `INSERT INTO audit_anchored (organization_id, number, sequence, hash)
     SELECT organization, $1, size, hash FROM unnest($2::text[], $3::bigint[], $4::text[]) AS head (organization, size, hash)
     ON CONFLICT (organization_id) DO UPDATE
       SET number = excluded.number, sequence = excluded.sequence, hash = excluded.hash`,
    [
      number,
      heads.map(({ organization }) => organization),
      heads.map(({ size }) => size),
      heads.map(({ hash }) => hash),
    ],
  );
}

interface Grown {
  organization: string;
  size: string;
  hash: string;
  since: string;
}

/** What has grown, as far as one checkpoint takes it: what is left is in the next, which follows at once. */
const grownSince = (db: EntityManager): Promise<Grown[]> =>
  db.query(
    `WITH grown AS (
       SELECT head.organization_id AS organization, coalesce(anchored.sequence, 0) AS since,
         least(head.sequence, coalesce(anchored.sequence, 0) + $2) AS size
       FROM audit_head head LEFT JOIN audit_anchored anchored USING (organization_id)
       WHERE head.sequence > coalesce(anchored.sequence, 0) ORDER BY 1 LIMIT $1),
     counted AS (SELECT *, sum(size - since) OVER (ORDER BY organization) - (size - since) AS before FROM grown)
     SELECT organization, since, size, entry.hash FROM counted
     JOIN audit_entry entry ON entry.organization_id = organization AND entry.sequence = size
     WHERE before < $3 ORDER BY 1`,
    [organizationsAtOnce, entriesOfOne, entriesAtOnce],
  );

/** SQL: what an erasure left of values, each as its digest in hexadecimal, with that of any source where it is another. */
const tombstonesOf = (entry: string): string =>
  `(SELECT coalesce(array_agg(CASE WHEN digest = any_source_digest THEN encode(digest, 'hex')
      ELSE encode(digest, 'hex') || '/' || encode(any_source_digest, 'hex') END ORDER BY digest), '{}')
    FROM gdpr_erasure_tombstone tombstone WHERE tombstone.organization_id = ${entry}.organization_id
      AND tombstone.request_id = ${entry}.request_id AND NOT undecided AND lifted_at IS NULL)`;

const erasuresWithin = (db: EntityManager, grown: Grown[]): Promise<Checkpoint['erasures']> =>
  db.query(
    `SELECT DISTINCT entry.organization_id AS organization, entry.request_id AS request, ${tombstonesOf('entry')} AS tombstones
     FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS part (organization, since, size)
     JOIN audit_entry entry ON entry.organization_id = part.organization
       AND entry.sequence > part.since AND entry.sequence <= part.size AND entry.action = 'REQUEST_COMPLETED'
     JOIN gdpr_erasure erasure ON erasure.organization_id = entry.organization_id AND erasure.request_id = entry.request_id
     ORDER BY 1, 2`,
    [grown.map(({ organization }) => organization), grown.map(({ since }) => since), grown.map(({ size }) => size)],
  );

const restrictionsWithin = (db: EntityManager, grown: Grown[]): Promise<Checkpoint['restrictions']> =>
  db.query(
    `SELECT DISTINCT restriction.organization_id AS organization, restriction.id AS restriction, restriction.ground,
       encode(restriction.subject_digest, 'hex') AS digest, encode(restriction.term, 'hex') AS term,
       ${isoTime('created_at')} AS "placedAt", ${isoTime('lifted_at')} AS "liftedAt", ${isoTime('informed_at')} AS "informedAt"
     FROM unnest($1::text[], $2::bigint[], $3::bigint[]) AS part (organization, since, size)
     JOIN audit_entry entry ON entry.organization_id = part.organization
       AND entry.sequence > part.since AND entry.sequence <= part.size AND entry.action = ANY($4::text[])
     JOIN gdpr_restriction restriction ON restriction.organization_id = entry.organization_id
       AND restriction.id = substring(entry.detail FROM '^restriction ([0-9a-f-]{36})')::uuid
     WHERE restriction.term IS NOT NULL ORDER BY 1, 2`,
    [
      grown.map(({ organization }) => organization),
      grown.map(({ since }) => since),
      grown.map(({ size }) => size),
      ['PROCESSING_RESTRICTED', 'RESTRICTION_LIFTED'] satisfies AuditAction[],
    ],
  );

/** SQL: a time of a restriction, as checkpoints state times. */
const isoTime = (column: string): string =>
  `to_char(restriction.${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/**
 * Writes one checkpoint, if anything has been added and no other process is at it. The file is there before the database
 * knows of it: what dies in between has left a checkpoint of what the database holds, which is taken over here.
 * @returns whether there was one to write; or what the database has lost, when a checkpoint states more than it holds
 */
export function anchor({ dataSource, store, sign }: AnchorTools): Promise<boolean | Loss> {
  return dataSource.transaction(async (db) => {
    if (!(await tryLock(db, anchorLock))) return false;
    const known = await knownCheckpoint(db);
    const number = known.number + 1;
    if ((await store.read(number)) !== 'MISSING') return takeOver(db, store, known);
    const grown = await grownSince(db);
    if (grown.length === 0) return false;
    const heads = grown.map(({ organization, size, hash }): AnchoredHead => ({
      organization,
      size: Number(size),
      hash,
    }));
    const checkpoint: Checkpoint = {
      iat: Math.floor(Date.now() / 1_000),
      number,
      previous: known.digest || null,
      heads,
      erasures: await erasuresWithin(db, grown),
      restrictions: await restrictionsWithin(db, grown),
      restored: [],
    };
    const { jws, digest } = await signCheckpoint(sign, checkpoint);
    // A gateway that has lost the lock with its connection, and does not know yet, may have been quicker.
    if (!(await store.write(number, jws))) return takeOver(db, store, known);
    await recordCheckpoint(db, checkpoint, digest);
    return true;
  });
}

/** Records the checkpoints that are there and that the database does not know. */
async function takeOver(
  db: EntityManager,
  store: CheckpointStore,
  known: { number: number; digest: string | null },
): Promise<true | Loss> {
  const stated = await statedSince(store, known.number + 1);
  if (stated.newest <= known.number) throw new Error(`The checkpoint ${known.number + 1} is there, and is not found.`);
  const lost = await lossOf(db, stated, known);
  if (lost) return lost;
  // What is not one of ours stays where it is, for habeas verify-audit to find.
  await recordCheckpoint(db, { number: stated.newest, heads: stated.heads }, stated.digest ?? known.digest ?? '');
  return true;
}
