/** Whether the audit log still says what was written (R21). */
import type { AuditAction } from './actions';
import { compactVerify, type JWTVerifyGetKey } from 'jose';
import type { EntityManager } from 'typeorm';
import { entryHash, genesisHash, type AuditEntry } from './audit-log';

/** An entry as the database answers it. */
export interface AuditRow {
  sequence: string;
  at: Date;
  actor: string;
  action: AuditAction;
  request_id: string | null;
  service: string | null;
  detail: string;
  hash: string;
  previous_hash: string;
}

export const columns = 'sequence, at, actor, action, request_id, service, detail, hash, previous_hash';

export const entryOf = (row: AuditRow): AuditEntry => ({
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

/**
 * Where a chain stops to hold, and why: an entry was changed; one is not there; one stands in another's place; or the chain is
 * whole and is not the one that a signed certificate saw.
 */
export interface ChainFault {
  sequence: number;
  fault: 'ALTERED' | 'MISSING' | 'REORDERED' | 'REWRITTEN';
}

const batch = 1_000;

/** Follows an organisation's chain from its first entry to `last`, in batches. Null when it holds. */
export async function verifyChain(
  db: EntityManager,
  organizationId: string,
  last = Number.MAX_SAFE_INTEGER,
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
  let previousHash = genesisHash;
  for (let sequence = 0; sequence < end;) {
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

/** What was found in one organisation's log. */
export interface AuditVerdict {
  organizationId: string;
  entries: number;
  /** Certificates whose statement was compared with the chain. */
  certificates: number;
  fault: ChainFault | null;
}

/**
 * Verifies the chains of one organisation or of all, and compares them with the certificates of their requests.
 * @param keys the gateway's public keys; a certificate that none of them signed is not believed
 */
export async function verifyOrganizations(
  db: EntityManager,
  keys: JWTVerifyGetKey,
  organization?: string,
): Promise<AuditVerdict[]> {
  const heads: { organization_id: string; sequence: string }[] = await db.query(
    // An organisation whose head was removed is known by its entries and its requests.
    `SELECT organization_id, coalesce(sequence, 0) AS sequence FROM (
       SELECT organization_id FROM audit_head UNION SELECT organization_id FROM audit_entry
       UNION SELECT organization_id FROM gdpr_request) AS known
     LEFT JOIN audit_head USING (organization_id)
     WHERE $1::text IS NULL OR organization_id = $1 ORDER BY 1`,
    [organization ?? null],
  );
  const verdicts: AuditVerdict[] = [];
  for (const { organization_id: organizationId, sequence } of heads) {
    const fault = await verifyChain(db, organizationId);
    const stated = await compareCertificates(db, keys, organizationId);
    const entries = Number(sequence);
    verdicts.push({ organizationId, entries, certificates: stated.compared, fault: fault ?? stated.fault });
  }
  return verdicts;
}

async function compareCertificates(db: EntityManager, keys: JWTVerifyGetKey, organizationId: string) {
  let compared = 0;
  let fault: ChainFault | null = null;
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const rows: { id: string; certificate: string }[] = await db.query(
      `SELECT id, certificate FROM gdpr_request WHERE organization_id = $1 AND id > $2 AND certificate IS NOT NULL ORDER BY id LIMIT $3`,
      [organizationId, after, batch],
    );
    if (rows.length === 0) return { compared, fault };
    const stated: { sequence: number; hash: string }[] = [];
    for (const { certificate } of rows) {
      const verified = await compactVerify(certificate, keys as never, { algorithms: ['EdDSA'] }).catch(() => null);
      if (!verified) continue;
      const { audit } = JSON.parse(Buffer.from(verified.payload).toString()) as {
        audit: { sequence: number; hash: string };
      };
      stated.push(audit);
    }
    compared += stated.length;
    const found: { sequence: string; hash: string }[] = await db.query(
      'SELECT sequence, hash FROM audit_entry WHERE organization_id = $1 AND sequence = ANY($2::bigint[])',
      [organizationId, stated.map(({ sequence }) => sequence)],
    );
    const hashes = new Map(found.map(({ sequence, hash }) => [Number(sequence), hash]));
    for (const { sequence, hash } of stated)
      if (hashes.get(sequence) !== hash && (fault === null || sequence < fault.sequence))
        fault = { sequence, fault: 'REWRITTEN' };
    after = rows.at(-1)?.id ?? after;
  }
}
