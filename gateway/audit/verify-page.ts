/** Whether the entries of one page of the audit log stand in the chain as they were written (R21). */
import type { EntityManager } from 'typeorm';
import type { AnchoredHead } from './anchors/checkpoint';
import { contradicted } from './anchors/loss';
import { entryHash, genesisHash, type AuditEntry } from './audit-log';
import { checkpointBefore, followChain, knownFault } from './checkpoints';

/**
 * Follows the chain to the page's newest entry, or to the newest one that a checkpoint outside the database states, from the
 * checkpoint before it; looks at each older entry of the page between its neighbours; and asks what following the whole chain has
 * found before. What it costs depends on the page alone.
 * @param anchored where the newest checkpoint outside the database says that the log stood
 */
export async function verifyPage(
  db: EntityManager,
  organizationId: string,
  page: AuditEntry[],
  anchored: AnchoredHead | null = null,
): Promise<boolean> {
  // Also when the page is empty: what is not there any more is on no page.
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

/** Whether entries are what their hashes say, and the entries before and after them agree. */
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
