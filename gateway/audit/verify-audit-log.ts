/** Verifies the hash chain of an organisation's audit log (R21). */
import type { AuditAction } from './actions';
import type { EntityManager } from 'typeorm';
import { entryHash, genesis, genesisHash, type AuditEntry, type AuditHead } from './audit-log';

/** An entry as the database returns it. */
export interface AuditRow {
  sequence: string;
  at: Date;
  actor: string;
  action: AuditAction;
  request_id: string | null;
  service: string | null;
  detail: string;
  sealed: Buffer | null;
  hash: string;
  previous_hash: string;
}

export const columns = 'sequence, at, actor, action, request_id, service, detail, sealed, hash, previous_hash';

export const entryOf = (row: AuditRow): AuditEntry => ({
  sequence: Number(row.sequence),
  at: row.at,
  actor: row.actor,
  action: row.action,
  requestId: row.request_id,
  service: row.service,
  detail: row.detail,
  sealed: row.sealed,
  hash: row.hash,
  previousHash: row.previous_hash,
});

/**
 * Where a chain breaks, and why: an entry was changed (ALTERED), is missing (MISSING) or is in another place (REORDERED); or the
 * chain is consistent, but differs from what a certificate or a checkpoint states (REWRITTEN).
 */
export interface ChainFault {
  sequence: number;
  fault: 'ALTERED' | 'MISSING' | 'REORDERED' | 'REWRITTEN';
}

/** The entries that are verified in one batch: few enough not to block the event loop for long (R27). */
const batch = 125;

/**
 * Verifies an organisation's chain, in batches. When it reaches the newest entry, it compares that entry with the recorded head too.
 * @param last the last entry to verify. @default the newest one
 * @param from the entry after which to begin. @default genesis: the whole chain is verified
 * @param passed called for every entry that holds
 * @returns the first fault; null when the chain holds
 */
export async function verifyChain(
  db: EntityManager,
  organizationId: string,
  last = Number.MAX_SAFE_INTEGER,
  from: AuditHead = genesis,
  passed: (entry: AuditEntry) => void = () => {},
): Promise<ChainFault | null> {
  const [stated]: { head_sequence: string | null; head_hash: string | null; newest: string | null }[] = await db.query(
    `SELECT (SELECT max(sequence) FROM audit_entry WHERE organization_id = $1) AS newest,
       (SELECT sequence FROM audit_head WHERE organization_id = $1) AS head_sequence,
       (SELECT hash FROM audit_head WHERE organization_id = $1) AS head_hash`,
    [organizationId],
  );
  const head = { sequence: Number(stated?.head_sequence ?? 0), hash: stated?.head_hash ?? genesisHash };
  const whole = Math.max(head.sequence, Number(stated?.newest ?? 0));
  const end = Math.min(last, whole);
  let previousHash = from.hash;
  for (let { sequence } = from; sequence < end;) {
    const rows: AuditRow[] = await db.query(
      `SELECT ${columns} FROM audit_entry WHERE organization_id = $1 AND sequence > $2 AND sequence <= $3 ORDER BY sequence LIMIT $4`,
      [organizationId, sequence, end, batch],
    );
    if (rows.length === 0) return { sequence: sequence + 1, fault: 'MISSING' };
    for (const entry of rows.map(entryOf)) {
      sequence += 1;
      if (entry.sequence !== sequence) return { sequence, fault: 'MISSING' };
      if (entry.previousHash !== previousHash || entryHash(organizationId, entry) !== entry.hash)
        return { sequence, fault: await faultOf(db, organizationId, previousHash, sequence) };
      previousHash = entry.hash;
      passed(entry);
    }
  }
  // The newest entry and the head are always written together, so they must agree.
  const headHolds = head.sequence === whole && head.hash === previousHash;
  return end === whole && !headHolds ? { sequence: Math.max(1, whole), fault: 'ALTERED' } : null;
}

/** Finds out whether the right entry is elsewhere in the chain: an entry with this previous hash was moved. */
async function faultOf(
  db: EntityManager,
  organizationId: string,
  previousHash: string,
  sequence: number,
): Promise<ChainFault['fault']> {
  const elsewhere: unknown[] = await db.query(
    'SELECT 1 FROM audit_entry WHERE organization_id = $1 AND previous_hash = $2 AND sequence <> $3 LIMIT 1',
    [organizationId, previousHash, sequence],
  );
  return elsewhere.length > 0 ? 'REORDERED' : 'ALTERED';
}
