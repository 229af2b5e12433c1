/** Reads the audit log, and says whether the chain holds. */
import type { EntityManager } from 'typeorm';
import { currentKeys, inputError, isId } from '../../subgraphs/kit';
import { entryHash, genesisHash, type AuditEntry } from './audit-log';

interface Row {
  sequence: string;
  at: Date;
  actor: string;
  action: string;
  request_id: string | null;
  service: string | null;
  detail: string;
  hash: string;
  previous_hash: string;
}

const columns = 'sequence, at, actor, action, request_id, service, detail, hash, previous_hash';

const entryOf = (row: Row): AuditEntry => ({
  sequence: Number(row.sequence),
  at: row.at,
  actor: row.actor,
  action: row.action,
  requestId: row.request_id,
  service: row.service,
  detail: row.detail,
  hash: row.hash,
  previousHash: row.previous_hash,
});

/** Where a chain stops to hold: the first entry that was altered, is missing, or stands elsewhere. */
export interface ChainFault {
  sequence: number;
  fault: 'ALTERED' | 'MISSING';
}

const verifyBatch = 1_000;

/** Follows the organisation's chain from its first entry to `last`, in batches. Null when it holds. */
export async function verifyChain(db: EntityManager, last = Number.MAX_SAFE_INTEGER): Promise<ChainFault | null> {
  const { organizationId } = currentKeys();
  const heads: { sequence: string; hash: string }[] = await db.query(
    'SELECT sequence, hash FROM audit_head WHERE organization_id = $1',
    [organizationId],
  );
  const end = Math.min(last, Number(heads[0]?.sequence ?? 0));
  let previousHash = genesisHash;
  for (let sequence = 0; sequence < end;) {
    const rows: Row[] = await db.query(
      `SELECT ${columns} FROM audit_entry WHERE organization_id = $1 AND sequence > $2 AND sequence <= $3 ORDER BY sequence LIMIT $4`,
      [organizationId, sequence, end, verifyBatch],
    );
    if (rows.length === 0) return { sequence: sequence + 1, fault: 'MISSING' };
    for (const entry of rows.map(entryOf)) {
      sequence += 1;
      if (entry.sequence !== sequence) return { sequence, fault: 'MISSING' };
      if (entry.previousHash !== previousHash || entryHash(organizationId, entry) !== entry.hash)
        return { sequence, fault: 'ALTERED' };
      previousHash = entry.hash;
    }
  }
  if (end === Number(heads[0]?.sequence ?? 0) && heads[0] && heads[0].hash !== previousHash)
    return { sequence: end, fault: 'ALTERED' };
  return null;
}

const maximumFirst = 200;

/** `auditLog`: oldest first, by sequence. @throws BAD_USER_INPUT */
export async function readAuditLog(
  db: EntityManager,
  { requestId, first = 100, after }: { requestId?: string | null; first?: number | null; after?: string | null },
) {
  const limit = first ?? 100;
  if (limit < 1 || limit > maximumFirst) throw inputError('first', `first takes 1 to ${maximumFirst}.`);
  const start = after == null ? 0 : Number(Buffer.from(after, 'base64url').toString());
  if (!Number.isSafeInteger(start) || start < 0) throw inputError('after', 'after is not a cursor of this list.');
  const none = requestId != null && !isId(requestId);
  const rows: Row[] = none
    ? []
    : await db.query(
        `SELECT ${columns} FROM audit_entry
         WHERE organization_id = $1 AND sequence > $2 AND ($3::uuid IS NULL OR request_id = $3) ORDER BY sequence LIMIT $4`,
        [currentKeys().organizationId, start, requestId ?? null, limit + 1],
      );
  const nodes = rows.slice(0, limit).map(entryOf);
  const last = nodes.at(-1);
  const fault = last ? await verifyChain(db, last.sequence) : null;
  return {
    nodes,
    pageInfo: {
      hasNextPage: rows.length > limit,
      endCursor: last ? Buffer.from(String(last.sequence)).toString('base64url') : null,
    },
    verified: fault === null,
  };
}
