/**
 * The audit log (R21): who asked what, when, and what each service did. The entries of an organisation form a hash chain: each entry
 * contains the hash of the previous one, so altering, removing or moving an entry breaks the chain from there on. Entries contain
 * ids, digests and counts, but no personal value in clear, because they outlive the data. Who acted, and what a caller said, are
 * encrypted with the organisation's key ({@link sealWords}).
 */
import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../subgraphs/kit';
import type { AuditAction } from './actions';
import { sealWords } from './sealed-words';

/** An event to record. `detail` is one line for an auditor, with ids, digests and counts only. */
export interface AuditEvent {
  actor: string;
  action: AuditAction;
  requestId?: string | null;
  service?: string | null;
  detail: string;
  /** Text that a caller gave, such as a purpose. It is stored encrypted, and shown after the detail. */
  said?: string | null;
}

/** An entry of the chain as it is stored; `openWords` makes it readable. */
export interface AuditEntry {
  sequence: number;
  at: Date;
  actor: string;
  action: AuditAction;
  requestId: string | null;
  service: string | null;
  detail: string;
  /** Who acted and what a caller said, encrypted; null when there is nothing to encrypt, and in entries of earlier versions. */
  sealed: Buffer | null;
  hash: string;
  previousHash: string;
}

/** The head of an organisation's chain: its newest entry. */
export interface AuditHead {
  sequence: number;
  hash: string;
}

/** The text by which a detail names a person. `auditLog` finds entries by it (see {@link termDigestIn}). */
export const termDigestText = (digest: Buffer): string => `term digest ${digest.toString('hex')}`;

/** SQL: the term digest in a detail. An index uses exactly this expression, so both must change together. */
export const termDigestIn = "substring(detail FROM 'term digest ([0-9a-f]+)')";

/** The text by which a detail names a case. `auditLog` finds entries by it (see {@link isOfCase}). */
export const caseText = (id: string): string => `case ${id}`;

/** SQL: whether a detail names the case in a parameter. An index uses exactly this expression, so both must change together. */
export const isOfCase = (parameter: string): string =>
  `detail LIKE 'case %' AND substring(detail FROM 'case ([0-9a-f-]{36})') = ${parameter}`;

/** The previous hash of an organisation's first entry. */
export const genesisHash = '0'.repeat(64);

/** The head of an empty chain. */
export const genesis: AuditHead = { sequence: 0, hash: genesisHash };

/** Computes the hash of an entry, over all its stored parts and the previous hash. */
export function entryHash(organizationId: string, entry: Omit<AuditEntry, 'hash'>): string {
  const { sequence, at, actor, action, requestId, service, detail, sealed, previousHash } = entry;
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
    ...(sealed === null ? [] : [sealed.toString('hex')]),
  ]);
  return createHash('sha256').update(said).digest('hex');
}

/** The most characters of each part of an entry. A detail may list the members of a merge set. */
const longest = { actor: 256, action: 64, service: 256, detail: 32_768 };

/**
 * Makes any text storable. The event has already happened, so its entry must not fail because of its text. Characters that
 * PostgreSQL cannot store become U+FFFD; a text that is too long is cut and ends with an ellipsis.
 */
function storable(text: string, maximum: number): string {
  // A cut inside a surrogate pair would leave its first half, which is removed too.
  const kept = text.length > maximum ? `${text.slice(0, maximum - 1).replace(/[\ud800-\udbff]$/, '')}…` : text;
  return kept.toWellFormed().replaceAll('\u0000', '\ufffd');
}

/**
 * Appends entries to the chain of the current organisation, in the transaction of what they record. Only one transaction of an
 * organisation can append at a time, so call this last in the transaction. The database computes the hashes of what it has stored,
 * by the same rule as {@link entryHash}.
 * @returns the new head of the chain
 */
export async function appendAudit(db: EntityManager, events: AuditEvent[]): Promise<AuditHead> {
  const { organizationId } = currentKeys();
  const all = events.map(({ actor, action, requestId = null, service = null, detail, said = null }) => ({
    action: storable(action, longest.action),
    requestId,
    service: service === null ? null : storable(service, longest.service),
    ...sealWords({
      actor: storable(actor, longest.actor),
      detail: storable(detail, longest.detail),
      said: said === null ? null : storable(said, longest.detail),
    }),
  }));
  const [head]: { last_sequence: string; last_hash: string }[] = await db.query(
    'SELECT * FROM append_audit($1, $2, $3::text[], $4::text[], $5::uuid[], $6::text[], $7::text[], $8::bytea[])',
    [
      organizationId,
      genesisHash,
      all.map(({ actor }) => actor),
      all.map(({ action }) => action),
      all.map(({ requestId }) => requestId),
      all.map(({ service }) => service),
      all.map(({ detail }) => detail),
      all.map(({ sealed }) => sealed),
    ],
  );
  if (!head) throw new Error('append_audit returned no head.');
  return { sequence: Number(head.last_sequence), hash: head.last_hash };
}
