/**
 * The audit log (R21): who asked what, when, and what each service did. Every organisation's entries form a chain in which
 * each holds the hash of the one before, so an entry that is altered, removed or moved breaks the chain from there on.
 * Entries hold ids, digests and counts, never a personal value: they are kept when the data are gone. Who acted, and what a caller
 * said, are sealed with the organisation's key ({@link sealWords}).
 */
import { createHash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../subgraphs/kit';
import type { AuditAction } from './actions';
import { sealWords } from './sealed-words';

/** What is recorded. `detail` has one line, in words an auditor reads, with digests and counts only. Text of a caller is `said`. */
export interface AuditEvent {
  actor: string;
  action: AuditAction;
  requestId?: string | null;
  service?: string | null;
  detail: string;
  /** What the caller said, which follows the detail. */
  said?: string | null;
}

/** An entry as it stands in the chain: `openWords` makes it readable. */
export interface AuditEntry {
  sequence: number;
  at: Date;
  actor: string;
  action: AuditAction;
  requestId: string | null;
  service: string | null;
  detail: string;
  /** Who acted and what was said, encrypted; null when there is no such thing, and in entries of earlier versions. */
  sealed: Buffer | null;
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

/** How an entry's detail names a case: `auditLog` finds the entry by this (see {@link isOfCase}). */
export const caseText = (id: string): string => `case ${id}`;

/** SQL: whether an entry's detail names the case that a parameter says. Word for word what an index is made of. */
export const isOfCase = (parameter: string): string =>
  `detail LIKE 'case %' AND substring(detail FROM 'case ([0-9a-f-]{36})') = ${parameter}`;

/** The hash before an organisation's first entry. */
export const genesisHash = '0'.repeat(64);

/** The head of a chain without entries: where every chain begins. */
export const genesis: AuditHead = { sequence: 0, hash: genesisHash };

/** The hash of an entry: over all that it says, as it is stored, and the hash before it. */
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

/** The most characters of an entry's parts. A detail may list the members of a merge set. */
const longest = { actor: 256, action: 64, service: 256, detail: 32_768 };

/**
 * Text as it can be stored, whatever it is: what an entry records has happened, and is not refused for its words. Characters
 * that no database holds become U+FFFD; what is too long is cut, and ends with an ellipsis.
 */
function storable(text: string, maximum: number): string {
  // A cut may go through a pair: its first half goes too.
  const kept = text.length > maximum ? `${text.slice(0, maximum - 1).replace(/[\ud800-\udbff]$/, '')}…` : text;
  return kept.toWellFormed().replaceAll('\u0000', '\ufffd');
}

/**
 * Appends entries, in the transaction of what they record: neither is there without the other. Organisations append one
 * transaction at a time, so call it last in the transaction. The database hashes what it has stored, as {@link entryHash} does.
 * Answers where the chain stands then.
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
  if (!head) throw new Error('The audit log answered nothing.');
  return { sequence: Number(head.last_sequence), hash: head.last_hash };
}
