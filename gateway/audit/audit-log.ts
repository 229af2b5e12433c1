/**
 * The audit log (R21): who asked what, when, and what each service did. Every organisation's entries form a chain in which
 * each holds the hash of the one before, so an entry that is altered, removed or moved breaks the chain from there on.
 * Entries hold ids, digests and counts, never a personal value: they are kept when the data are gone.
 */
import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../subgraphs/kit';

/** What is recorded. `detail` has one line, in words an auditor reads, with digests and counts only. */
export interface AuditEvent {
  actor: string;
  action: string;
  requestId?: string | null;
  service?: string | null;
  detail: string;
}

/** An entry as it stands in the chain. */
export interface AuditEntry {
  sequence: number;
  at: Date;
  actor: string;
  action: string;
  requestId: string | null;
  service: string | null;
  detail: string;
  hash: string;
  previousHash: string;
}

/** Where an organisation's chain stands. */
export interface AuditHead {
  sequence: number;
  hash: string;
}

/** The hash before an organisation's first entry. */
export const genesisHash = '0'.repeat(64);

/** The hash of an entry: over all that it says and the hash before it. */
export function entryHash(organizationId: string, entry: Omit<AuditEntry, 'hash'>): string {
  const { sequence, at, actor, action, requestId, service, detail, previousHash } = entry;
  const said = JSON.stringify([
    organizationId,
    sequence,
    at.toISOString(),
    actor,
    action,
    requestId,
    service,
    detail,
    previousHash,
  ]);
  return createHash('sha256').update(said).digest('hex');
}

/**
 * Appends entries, in the transaction of what they record: neither is there without the other. Organisations append one
 * transaction at a time, so call it late in the transaction.
 */
export async function appendAudit(db: EntityManager, events: AuditEvent[]): Promise<AuditHead> {
  const { organizationId } = currentKeys();
  let { sequence, hash: previousHash } = (await lockHead(db, organizationId)) ?? (await createHead(db, organizationId));
  if (events.length === 0) return { sequence, hash: previousHash };
  const entries = events.map((event) => {
    sequence += 1;
    const entry = {
      sequence,
      at: new Date(),
      actor: event.actor,
      action: event.action,
      requestId: event.requestId ?? null,
      service: event.service ?? null,
      detail: event.detail,
      previousHash,
    };
    const hash = entryHash(organizationId, entry);
    previousHash = hash;
    return { ...entry, hash };
  });
  await db.query(
    `WITH appended AS (
       INSERT INTO audit_entry (organization_id, sequence, at, actor, action, request_id, service, detail, hash, previous_hash)
       SELECT $1, * FROM unnest($2::bigint[], $3::timestamptz[], $4::text[], $5::text[], $6::uuid[], $7::text[], $8::text[], $9::text[], $10::text[]))
     UPDATE audit_head SET sequence = $11, hash = $12 WHERE organization_id = $1`,
    [
      organizationId,
      entries.map((entry) => entry.sequence),
      entries.map((entry) => entry.at),
      entries.map((entry) => entry.actor),
      entries.map((entry) => entry.action),
      entries.map((entry) => entry.requestId),
      entries.map((entry) => entry.service),
      entries.map((entry) => entry.detail),
      entries.map((entry) => entry.hash),
      entries.map((entry) => entry.previousHash),
      sequence,
      previousHash,
    ],
  );
  return { sequence, hash: previousHash };
}

async function lockHead(db: EntityManager, organizationId: string): Promise<AuditHead | null> {
  const [head]: { sequence: string; hash: string }[] = await db.query(
    'SELECT sequence, hash FROM audit_head WHERE organization_id = $1 FOR UPDATE',
    [organizationId],
  );
  return head ? { sequence: Number(head.sequence), hash: head.hash } : null;
}

/** The organisation's first entry finds no head; of several at once, one makes it and the others wait for it. */
async function createHead(db: EntityManager, organizationId: string): Promise<AuditHead> {
  await db.query(`INSERT INTO audit_head (organization_id, sequence, hash) VALUES ($1, 0, $2) ON CONFLICT DO NOTHING`, [
    organizationId,
    genesisHash,
  ]);
  return (await lockHead(db, organizationId)) ?? { sequence: 0, hash: genesisHash };
}
