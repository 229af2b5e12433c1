/** Anchors the audit log: writes a checkpoint with the heads that have grown since the last one. */
import type { DataSource, EntityManager } from 'typeorm';
import { tryLock } from '../../persistence/try-lock';
import type { SignStatement } from '../../security/signed-statement';
import { signCheckpoint, type AnchoredHead, type Checkpoint } from './checkpoint';
import type { CheckpointStore } from './checkpoint-store';
import { contentsOf, type Part } from './contents';
import { lossOf, statedSince, type Loss } from './loss';

/** The key of the advisory lock that makes one gateway anchor at a time. */
const anchorLock = 7_213_010;
/** What one checkpoint covers at most. The next one covers the rest. */
export interface AnchorBounds {
  organizations: number;
  /** New entries of one organisation, and roughly of all of them: the checkpoint must list what they record. */
  entriesOfOne: number;
  entries: number;
}

export const anchorBounds: AnchorBounds = { organizations: 1_000, entriesOfOne: 10_000, entries: 100_000 };

/**
 * What a call of {@link anchor} did: nothing to anchor, all of it, or only a part. What came while it worked does not make it a part: it
 * waits for the next turn, or a turn would never end while entries come.
 */
export type Anchored = 'NOTHING' | 'ALL' | 'PART';

/** What anchoring needs. */
export interface AnchorTools {
  dataSource: DataSource;
  store: CheckpointStore;
  sign: SignStatement;
}

/** Returns the newest checkpoint that the database knows; number 0 when it knows none. */
export async function knownCheckpoint(db: EntityManager): Promise<{ number: number; digest: string | null }> {
  const [row]: { number: string; digest: string }[] = await db.query('SELECT number, digest FROM audit_anchor');
  return { number: Number(row?.number ?? 0), digest: row?.digest ?? null };
}

/** Records in the database that a checkpoint was stored. */
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

interface Grown extends Part {
  hash: string;
  /** Whether it has a place in this checkpoint, and whether that covers all its entries. */
  taken: boolean;
  whole: boolean;
}

/**
 * Returns the logs that have grown, as far as one checkpoint covers them, and the first one that has no place in it. Whose oldest entry
 * has waited longest comes first, so that busy organisations take the place of nobody (R27). Its time is looked up by the primary key.
 */
const grownSince = (db: EntityManager, bounds: AnchorBounds): Promise<Grown[]> =>
  db.query(
    `WITH grown AS (
       SELECT head.organization_id AS organization, anchored.since, head.sequence AS head, least(head.sequence, anchored.since + $2) AS size,
         (SELECT at FROM audit_entry oldest WHERE oldest.organization_id = head.organization_id AND oldest.sequence = anchored.since + 1)
           AS waiting
       FROM audit_head head LEFT JOIN audit_anchored known USING (organization_id)
       CROSS JOIN LATERAL (SELECT coalesce(known.sequence, 0) AS since) AS anchored
       WHERE head.sequence > anchored.since ORDER BY waiting NULLS LAST, 1 LIMIT $1 + 1),
     counted AS (
       SELECT *, row_number() OVER of_all AS place, sum(size - since) OVER of_all - (size - since) AS before
       FROM grown WINDOW of_all AS (ORDER BY waiting NULLS LAST, organization))
     SELECT organization, since, size, entry.hash, place <= $1 AND before < $3 AS taken, size = head AS whole FROM counted
     JOIN audit_entry entry ON entry.organization_id = organization AND entry.sequence = size ORDER BY 1`,
    [bounds.organizations, bounds.entriesOfOne, bounds.entries],
  );

/**
 * Writes one checkpoint, if entries were added and no other process is anchoring. The file is written before the database records
 * it. After a crash in between, the next call finds the file and records it.
 * @returns how much was anchored; or the loss, when a checkpoint states more than the database holds
 */
export function anchor(
  { dataSource, store, sign }: AnchorTools,
  bounds: AnchorBounds = anchorBounds,
): Promise<Anchored | Loss> {
  return dataSource.transaction(async (db) => {
    if (!(await tryLock(db, anchorLock))) return 'NOTHING';
    const known = await knownCheckpoint(db);
    const number = known.number + 1;
    if ((await store.read(number)) !== 'MISSING') return takeOver(db, store, known);
    const found = await grownSince(db, bounds);
    const grown = found.filter(({ taken }) => taken);
    if (grown.length === 0) return 'NOTHING';
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
      ...(await contentsOf(db, grown)),
      restored: [],
    };
    const { jws, digest } = await signCheckpoint(sign, checkpoint);
    // A gateway that lost its connection, and with it the lock, may not know yet, and may have written this number first.
    if (!(await store.write(number, jws))) return takeOver(db, store, known);
    await recordCheckpoint(db, checkpoint, digest);
    return found.every(({ taken, whole }) => taken && whole) ? 'ALL' : 'PART';
  });
}

/**
 * Records stored checkpoints that the database does not know. What was added since they were written is not looked at.
 * @returns the loss, when they state more than the database holds
 */
async function takeOver(
  db: EntityManager,
  store: CheckpointStore,
  known: { number: number; digest: string | null },
): Promise<'PART' | Loss> {
  const stated = await statedSince(store, known.number + 1);
  if (stated.newest <= known.number)
    throw new Error(`Checkpoint ${known.number + 1} can be read, but is not among the store's files.`);
  const lost = await lossOf(db, stated, known);
  if (lost) return lost;
  // A forged file among them is left in place, for `habeas verify-audit` to find.
  await recordCheckpoint(db, { number: stated.newest, heads: stated.heads }, stated.digest ?? known.digest ?? '');
  return 'PART';
}
