/** Whether the audit log still says what was written (R21). */
import type { AuditAction } from './actions';
import type { EntityManager } from 'typeorm';
import { entryHash, genesis, genesisHash, type AuditEntry, type AuditHead } from './audit-log';

/** An entry as the database answers it. */
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
 * Where a chain stops to hold, and why: an entry was changed; one is not there; one stands in another's place; or the chain is
 * whole and is not the one that a signed certificate saw.
 */
export interface ChainFault {
  sequence: number;
  fault: 'ALTERED' | 'MISSING' | 'REORDERED' | 'REWRITTEN';
}

/** Entries that are looked at in one go: few enough that what else has come is not kept waiting (R27). */
const batch = 250;

/**
 * Follows an organisation's chain to `last`, in batches. Null when it holds.
 * @param from where it was seen to hold: what comes after is followed. The whole from its first entry by default
 * @param passed is told of every entry that holds
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
  // Whoever wrote the newest entry wrote the head with it.
  const headHolds = head.sequence === whole && head.hash === previousHash;
  return end === whole && !headHolds ? { sequence: Math.max(1, whole), fault: 'ALTERED' } : null;
}

/** The entry that belongs at a place may stand elsewhere: it names the hash that came before it. */
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
