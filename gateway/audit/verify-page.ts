/** Verifies the entries of one page of the audit log (R21). */
import type { EntityManager } from 'typeorm';
import type { AnchoredHead } from './anchors/checkpoint';
import { contradicted } from './anchors/loss';
import { entryHash, genesisHash, type AuditEntry } from './audit-log';
import { checkpointBefore, followChain, knownFault } from './checkpoints';

/**
 * Verifies the chain up to the page's newest entry, or up to the newest anchored entry if that is later, from the nearest checkpoint
 * inside the database. Older entries of the page are compared with their neighbours. A fault that the continuous verification has
 * found up to there counts too. The cost depends on the page, and not on the length of the log.
 * @param anchored the head of the log in the newest checkpoint outside the database
 * @returns whether the entries hold
 */
export async function verifyPage(
  db: EntityManager,
  organizationId: string,
  page: AuditEntry[],
  anchored: AnchoredHead | null = null,
): Promise<boolean> {
  // Verified for an empty page too: removed entries are on no page.
  const newest = Math.max(anchored?.size ?? 0, ...page.map(({ sequence }) => sequence));
  if (newest === 0) return true;
  if (anchored && (await contradicted(db, [anchored])).length > 0) return false;
  const from = await checkpointBefore(db, organizationId, newest);
  if (!from || (await knownFault(db, organizationId, newest))) return false;
  const older = page.filter(({ sequence }) => sequence <= from.sequence);
  return (
    (await followChain(db, organizationId, from, newest)) === null && (await standInPlace(db, organizationId, older))
  );
}

/** Whether the entries match their hashes, and the neighbouring entries agree with them. */
async function standInPlace(db: EntityManager, organizationId: string, entries: AuditEntry[]): Promise<boolean> {
  if (entries.length === 0) return true;
  const rows: { sequence: string; before: string | null; after: string | null }[] = await db.query(
    `SELECT place.sequence, previous.hash AS before, next.previous_hash AS after FROM unnest($2::bigint[]) AS place (sequence)
     LEFT JOIN audit_entry previous ON previous.organization_id = $1 AND previous.sequence = place.sequence - 1
     LEFT JOIN audit_entry next ON next.organization_id = $1 AND next.sequence = place.sequence + 1`,
    [organizationId, entries.map(({ sequence }) => sequence)],
  );
  const neighbours = new Map(rows.map(({ sequence, before, after }) => [Number(sequence), { before, after }]));
  return entries.every((entry) => {
    const { before, after } = neighbours.get(entry.sequence) ?? {};
    return (
      entryHash(organizationId, entry) === entry.hash &&
      entry.previousHash === (entry.sequence === 1 ? genesisHash : before) &&
      after === entry.hash
    );
  });
}
