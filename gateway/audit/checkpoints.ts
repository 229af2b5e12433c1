/**
 * Checkpoints inside the database (R21, R27): entries up to which an organisation's chain was verified. A reader verifies from the
 * nearest checkpoint and not from the first entry, so that a page of a long log costs no more than one of a short log. The
 * stretches before the checkpoints are verified again at intervals (`followCheckpoints`). A fault found there is stored with its
 * checkpoint, and every page at or after the fault reports it.
 *
 * They are not the signed checkpoints outside the database, see `anchors/checkpoint.ts`.
 */
import { timingSafeEqual } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../subgraphs/kit';
import { genesis, type AuditEntry, type AuditHead } from './audit-log';
import { verifyChain, type ChainFault } from './verify-audit-log';

/** The number of entries between two checkpoints. */
export const stretch = 250;

interface CheckpointRow {
  sequence: string;
  hash: string;
  mac: Buffer;
}

/**
 * A MAC by the organisation's key: somebody with access to the database alone cannot make a checkpoint. Empty once the keys were
 * destroyed; where they are there, an empty one is wrong.
 */
const macOf = ({ sequence, hash }: AuditHead) =>
  currentKeys().destroyed ? Buffer.alloc(0) : currentKeys().digest(`audit checkpoint\n${sequence}\n${hash}`);

/**
 * Returns the newest checkpoint before an entry: genesis when there is none, null when its MAC is wrong.
 *
 * Once the organisation's keys were destroyed nobody can tell whether a MAC is right, and the checkpoint counts without it. The chain
 * is still verified as a whole, stretch after stretch. What is lost is proof against somebody who rewrites the chain and its checkpoints
 * alike: that only the signed checkpoints outside the database show.
 */
export async function checkpointBefore(
  db: EntityManager,
  organizationId: string,
  sequence: number,
): Promise<AuditHead | null> {
  const [row]: CheckpointRow[] = await db.query(
    `SELECT sequence, hash, mac FROM audit_checkpoint WHERE organization_id = $1 AND sequence < $2
     ORDER BY sequence DESC LIMIT 1`,
    [organizationId, sequence],
  );
  if (!row) return genesis;
  const checkpoint = { sequence: Number(row.sequence), hash: row.hash };
  if (currentKeys().destroyed) return checkpoint;
  const mac = macOf(checkpoint);
  return row.mac.length === mac.length && timingSafeEqual(row.mac, mac) ? checkpoint : null;
}

/** Verifies the chain from a checkpoint to an entry, and sets checkpoints on the way. @returns null when the chain holds */
export async function followChain(
  db: EntityManager,
  organizationId: string,
  from: AuditHead,
  last: number,
): Promise<ChainFault | null> {
  const passed: AuditHead[] = [];
  const fault = await verifyChain(db, organizationId, last, from, (entry: AuditEntry) => {
    if (entry.sequence % stretch === 0) passed.push({ sequence: entry.sequence, hash: entry.hash });
  });
  if (passed.length > 0)
    await db.query(
      `INSERT INTO audit_checkpoint (organization_id, sequence, hash, mac, verified_at)
       SELECT $1, sequence, hash, mac, now() FROM unnest($2::bigint[], $3::text[], $4::bytea[]) AS passed (sequence, hash, mac)
       ON CONFLICT (organization_id, sequence) DO NOTHING`,
      [organizationId, passed.map(({ sequence }) => sequence), passed.map(({ hash }) => hash), passed.map(macOf)],
    );
  return fault;
}

/** Returns the first known fault up to an entry, as {@link verifyStretch} recorded it; null when there is none. */
export async function knownFault(db: EntityManager, organizationId: string, last: number): Promise<ChainFault | null> {
  const [row]: { sequence: string; fault: ChainFault['fault'] }[] = await db.query(
    `SELECT fault_sequence AS sequence, fault FROM audit_checkpoint
     WHERE organization_id = $1 AND fault IS NOT NULL AND fault_sequence <= $2 ORDER BY fault_sequence LIMIT 1`,
    [organizationId, last],
  );
  return row ? { sequence: Number(row.sequence), fault: row.fault } : null;
}

/** Verifies the stretch that ends at a checkpoint again, and records the result. @returns null when the stretch holds */
export async function verifyStretch(
  db: EntityManager,
  organizationId: string,
  sequence: number,
): Promise<ChainFault | null> {
  const from = await checkpointBefore(db, organizationId, sequence);
  const end = await checkpointBefore(db, organizationId, sequence + 1);
  let hash = from?.hash;
  const followed =
    from && end
      ? await verifyChain(db, organizationId, sequence, from, (entry) => (hash = entry.hash))
      : ({ sequence, fault: 'REWRITTEN' } satisfies ChainFault);
  // A rewritten stretch may be consistent in itself, but it ends with another hash than the checkpoint's.
  const fault = followed ?? (hash === end?.hash ? null : ({ sequence, fault: 'REWRITTEN' } satisfies ChainFault));
  await db.query(
    `UPDATE audit_checkpoint SET verified_at = now(), fault = $3, fault_sequence = $4
     WHERE organization_id = $1 AND sequence = $2`,
    [organizationId, sequence, fault?.fault ?? null, fault?.sequence ?? null],
  );
  return fault;
}
