/**
 * The audit log (R21): who asked what, when, and what each service did. Every organisation's entries form a chain in which
 * each holds the hash of the one before, so an entry that is altered, removed or moved breaks the chain from there on.
 * Entries hold ids, digests and counts, never a personal value: they are kept when the data are gone.
 */
import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../subgraphs/kit';
import type { AuditAction } from '../gdpr/schema.generated';

/** What is recorded. `detail` has one line, in words an auditor reads, with digests and counts only. */
export interface AuditEvent {
  actor: string;
  action: AuditAction;
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

/** How an entry's detail names a person: `auditLog` finds the entry by this (see {@link termDigestIn}). */
export const termDigestText = (digest: Buffer): string => `term digest ${digest.toString('hex')}`;

/** SQL: the digest that an entry's detail names, which the hash covers. Word for word the expression of an index. */
export const termDigestIn = "substring(detail FROM 'term digest ([0-9a-f]+)')";

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
 * transaction at a time, so call it last in the transaction. Answers where the chain stands then.
 */
export async function appendAudit(db: EntityManager, events: AuditEvent[]): Promise<AuditHead> {
  const { organizationId } = currentKeys();
  const all = events.map((event) => ({ requestId: null, service: null, ...event }));
  // The database hashes what {@link entryHash} does; it is told the parts that need the form of JSON.
  const said = all.map(({ actor, action, requestId, service, detail }) =>
    JSON.stringify([actor, action, requestId, service, detail]).slice(1, -1),
  );
  const [head]: { last_sequence: string; last_hash: string }[] = await db.query(
    'SELECT * FROM append_audit($1, $2, $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8, $9::text[])',
    [
      organizationId,
      genesisHash,
      all.map(({ actor }) => actor),
      all.map(({ action }) => action),
      all.map(({ requestId }) => requestId),
      all.map(({ service }) => service),
      all.map(({ detail }) => detail),
      JSON.stringify(organizationId),
      said,
    ],
  );
  if (!head) throw new Error('The audit log answered nothing.');
  return { sequence: Number(head.last_sequence), hash: head.last_hash };
}
