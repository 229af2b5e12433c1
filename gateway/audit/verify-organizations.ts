/** Verifies the audit log of one organisation or of all: its chain, the certificates of its requests, and its checkpoints (R21). */
import type { JWTVerifyGetKey } from 'jose';
import type { EntityManager } from 'typeorm';
import type { AnchorVerdict } from './anchors/verify-anchors';
import { verifyChain, type ChainFault } from './verify-audit-log';
import { compareCertificates } from './verify-certificates';

/** The result for one organisation's log. */
export interface AuditVerdict {
  organizationId: string;
  entries: number;
  /** The number of certificates that were compared with the chain. */
  certificates: number;
  /** The number of finished requests without a valid certificate of their own. */
  uncertified: number;
  /** The number of entries that a checkpoint outside the database covers. */
  anchored: number;
  /** The time of the oldest entry that no checkpoint covers; null when it is recent enough to be anchored by a running gateway. */
  unanchoredSince: Date | null;
  fault: ChainFault | null;
}

/**
 * Verifies the chains of one organisation or of all, and compares them with the certificates of their requests.
 * @param keys the gateway's public keys, including those of earlier signing keys; a certificate that none of them signed is invalid
 * @param anchors the result of comparing the logs with the checkpoints
 * @param onProgress called for every entry that holds, with its organisation, its number, and the number of entries in the head
 */
export async function verifyOrganizations(
  db: EntityManager,
  keys: JWTVerifyGetKey,
  anchors: AnchorVerdict['organizations'],
  organization?: string,
  onProgress: (organizationId: string, entry: number, entries: number) => void = () => {},
): Promise<AuditVerdict[]> {
  const heads: { organization_id: string; sequence: string }[] = await db.query(
    // An organisation whose head was removed is still found by its entries, requests and checkpoints.
    `SELECT organization_id, coalesce(sequence, 0) AS sequence FROM (
       SELECT organization_id FROM audit_head UNION SELECT organization_id FROM audit_entry
       UNION SELECT organization_id FROM gdpr_request UNION SELECT unnest($2::text[])) AS known
     LEFT JOIN audit_head USING (organization_id)
     WHERE $1::text IS NULL OR organization_id = $1 ORDER BY 1`,
    [organization ?? null, [...anchors.keys()]],
  );
  const verdicts: AuditVerdict[] = [];
  for (const { organization_id: organizationId, sequence } of heads) {
    const fault = await verifyChain(db, organizationId, undefined, undefined, (entry) =>
      onProgress(organizationId, entry.sequence, Number(sequence)),
    );
    const stated = await compareCertificates(db, keys, organizationId);
    const { compared: certificates, uncertified } = stated;
    const { anchored = 0, contradicted = null } = anchors.get(organizationId) ?? {};
    const anchorFault: ChainFault | null = contradicted && {
      sequence: contradicted.sequence,
      fault: contradicted.there ? 'REWRITTEN' : 'MISSING',
    };
    verdicts.push({
      organizationId,
      entries: Number(sequence),
      certificates,
      uncertified,
      anchored,
      unanchoredSince: await unanchoredSince(db, organizationId, anchored),
      fault: fault ?? stated.fault ?? anchorFault,
    });
  }
  return verdicts;
}

/** A running gateway anchors every minute, or at least once an hour (`AUDIT_ANCHOR_SECONDS`). A PostgreSQL interval. */
const longestUnanchored = '2 hours';

async function unanchoredSince(db: EntityManager, organizationId: string, anchored: number): Promise<Date | null> {
  const [row]: { at: Date }[] = await db.query(
    `SELECT at FROM audit_entry WHERE organization_id = $1 AND sequence > $2 AND at < now() - $3::interval
     ORDER BY sequence LIMIT 1`,
    [organizationId, anchored, longestUnanchored],
  );
  return row?.at ?? null;
}
