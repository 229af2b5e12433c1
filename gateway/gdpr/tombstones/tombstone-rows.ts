/** Tombstones as they are stored (R33): left, settled, found and lifted. The pruner removes them when their time is over. */
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../../subgraphs/kit';
import { returned } from '../../persistence/rows';
import type { ErasedValues } from './erased-values';
import type { TombstoneDigests } from './tombstone-digests';

/** SQL: whether a tombstone warns. */
const stands = 'NOT tombstone.undecided AND tombstone.lifted_at IS NULL AND tombstone.expires_at > now()';

/** What a completed erasure leaves. */
export interface LeftValues {
  requestId: string;
  values: Pick<ErasedValues, 'left' | 'undecided'>;
}

interface LeftRow extends TombstoneDigests {
  requestId: string;
  undecided: boolean;
}

/** Every value once, in the order of the digests: transactions that leave the same ones wait for each other, and in no circle. */
function rowsOf(left: LeftValues[]): LeftRow[] {
  const rows = left.flatMap(({ requestId, values }) => [
    ...values.undecided.map((digests) => ({ ...digests, requestId, undecided: true })),
    ...values.left.map((digests) => ({ ...digests, requestId, undecided: false })),
  ]);
  const byDigest = new Map(rows.map((row) => [row.digest.toString('hex'), row]));
  return [...byDigest].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
}

/**
 * Leaves the tombstones of erasures that complete, in the transaction that completes them. A value that was erased before stands
 * with the later erasure; what was lifted stays so, unless it is erased anew.
 * @param keepFor how long they stay, in milliseconds
 */
export async function leaveTombstones(
  db: EntityManager,
  left: LeftValues[],
  erasedAt: Date,
  keepFor: number,
): Promise<void> {
  const rows = rowsOf(left);
  if (rows.length === 0) return;
  await db.query(
    `INSERT INTO gdpr_erasure_tombstone AS tombstone
       (organization_id, digest, any_source_digest, request_id, erased_at, expires_at, undecided)
     SELECT $1, digest, any_source_digest, request_id, $2, $3, undecided
     FROM unnest($4::bytea[], $5::bytea[], $6::uuid[], $7::boolean[]) AS given (digest, any_source_digest, request_id, undecided)
     ON CONFLICT (organization_id, digest) DO UPDATE
       SET request_id = excluded.request_id, erased_at = excluded.erased_at, expires_at = excluded.expires_at,
         undecided = excluded.undecided AND NOT (${stands}),
         lifted_at = CASE WHEN tombstone.request_id = excluded.request_id THEN tombstone.lifted_at END
       WHERE tombstone.erased_at <= excluded.erased_at`,
    [
      currentKeys().organizationId,
      erasedAt,
      new Date(erasedAt.getTime() + keepFor),
      rows.map(({ digest }) => digest),
      rows.map(({ anySource }) => anySource),
      rows.map(({ requestId }) => requestId),
      rows.map(({ undecided }) => undecided),
    ],
  );
}

/** The values of an erasure of which nobody could tell whether somebody holds them, as digests in hexadecimal. */
export async function undecidedOf(db: EntityManager, requestId: string): Promise<ReadonlySet<string>> {
  const rows: { digest: string }[] = await db.query(
    `SELECT encode(digest, 'hex') AS digest FROM gdpr_erasure_tombstone
     WHERE organization_id = $1 AND request_id = $2 AND undecided`,
    [currentKeys().organizationId, requestId],
  );
  return new Set(rows.map(({ digest }) => digest));
}

/** Settles what was undecided: what nobody holds stands, what somebody holds goes. */
export async function settleTombstones(
  db: EntityManager,
  requestId: string,
  { left, living }: Pick<ErasedValues, 'left' | 'living'>,
): Promise<void> {
  const { organizationId } = currentKeys();
  const of = 'WHERE organization_id = $1 AND request_id = $2 AND undecided AND digest = ANY($3::bytea[])';
  const digests = (values: TombstoneDigests[]) => [organizationId, requestId, values.map(({ digest }) => digest)];
  if (left.length > 0) await db.query(`UPDATE gdpr_erasure_tombstone SET undecided = false ${of}`, digests(left));
  if (living.length > 0) await db.query(`DELETE FROM gdpr_erasure_tombstone ${of}`, digests(living));
}

/** Takes back what an erasure left that turns out not to be complete. */
export async function removeTombstones(db: EntityManager, requestId: string): Promise<void> {
  await db.query('DELETE FROM gdpr_erasure_tombstone WHERE organization_id = $1 AND request_id = $2', [
    currentKeys().organizationId,
    requestId,
  ]);
}

/** A tombstone as the API shows it. */
export interface Tombstone {
  requestId: string;
  erasedAt: Date;
  expiresAt: Date;
}

interface Row {
  digest: string;
  request_id: string;
  erased_at: Date;
  expires_at: Date;
}

const shown = ({ request_id: requestId, erased_at: erasedAt, expires_at: expiresAt }: Row): Tombstone => ({
  requestId,
  erasedAt,
  expiresAt,
});

/** SQL: the tombstones of a value: of an external id without its source, whoever gave it. Takes {@link valueParameters}. */
const ofValue = `organization_id = $1 AND (any_source_digest = $2 OR digest = ANY($3::bytea[])) AND ${stands}`;

const valueParameters = ({ digest, anySource }: TombstoneDigests): unknown[] =>
  digest.equals(anySource)
    ? [currentKeys().organizationId, anySource, []]
    : [currentKeys().organizationId, null, [digest, anySource]];

/** The tombstone of a value: the newest. */
export async function findTombstone(db: EntityManager, value: TombstoneDigests): Promise<Tombstone | null> {
  const rows: Row[] = await db.query(
    `SELECT encode(digest, 'hex') AS digest, request_id, erased_at, expires_at FROM gdpr_erasure_tombstone tombstone
     WHERE ${ofValue} ORDER BY erased_at DESC LIMIT 1`,
    valueParameters(value),
  );
  return rows[0] ? shown(rows[0]) : null;
}

/** The tombstones among stored values, in one statement: by digest in hexadecimal. */
export async function standingAmong(db: EntityManager, digests: Buffer[]): Promise<ReadonlyMap<string, Tombstone>> {
  if (digests.length === 0) return new Map();
  const rows: Row[] = await db.query(
    `SELECT encode(digest, 'hex') AS digest, request_id, erased_at, expires_at FROM gdpr_erasure_tombstone tombstone
     WHERE organization_id = $1 AND digest = ANY($2::bytea[]) AND ${stands}`,
    [currentKeys().organizationId, digests],
  );
  return new Map(rows.map((row) => [row.digest, shown(row)]));
}

/** Lifts the tombstones of a value. Answers the erasures that had left them. */
export async function liftTombstones(db: EntityManager, value: TombstoneDigests): Promise<string[]> {
  const rows = await returned<{ request_id: string }>(
    db.query(
      `UPDATE gdpr_erasure_tombstone tombstone SET lifted_at = now() WHERE ${ofValue} RETURNING request_id`,
      valueParameters(value),
    ),
  );
  return [...new Set(rows.map((row) => row.request_id))].sort();
}
