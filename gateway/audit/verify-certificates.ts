/** Verifies that finished requests have valid certificates, and that the audit log agrees with them (R21). */
import type { JWTVerifyGetKey } from 'jose';
import type { EntityManager } from 'typeorm';
import { z } from 'zod';
import { certificateType } from '../gdpr/closing/certificate';
import { sqlSet } from '../gdpr/lifecycle-sql';
import { verifyStatement } from '../security/signed-statement';
import type { ChainFault } from './verify-audit-log';

/** The number of requests that are read in one statement. */
const batch = 1_000;

const certificateSchema = z.object({
  sub: z.string(),
  organization_id: z.string(),
  audit: z.object({ sequence: z.number(), hash: z.string() }),
});

/** Returns what a certificate states; null when none of the keys signed it. */
async function statementOf(certificate: string, keys: JWTVerifyGetKey) {
  const stated = await verifyStatement(certificate, certificateType, keys).catch(() => null);
  return certificateSchema.safeParse(stated).data ?? null;
}

/**
 * Reads the certificates of an organisation's finished requests, and compares the head that each states with the log.
 * @param keys the gateway's public keys, including those of earlier signing keys
 */
export async function compareCertificates(db: EntityManager, keys: JWTVerifyGetKey, organizationId: string) {
  let compared = 0;
  let uncertified = 0;
  let fault: ChainFault | null = null;
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const rows: { id: string; certificate: string | null }[] = await db.query(
      // A request that ended because the keys were destroyed has no certificate.
      `SELECT id, certificate FROM gdpr_request request WHERE organization_id = $1 AND id > $2
         AND (certificate IS NOT NULL OR (status IN ${sqlSet(['COMPLETED', 'ERROR'])} AND NOT EXISTS (
           SELECT 1 FROM gdpr_task WHERE organization_id = request.organization_id AND request_id = request.id
             AND last_error_code = 'KEYS_DESTROYED')))
       ORDER BY id LIMIT $3`,
      [organizationId, after, batch],
    );
    if (rows.length === 0) return { compared, uncertified, fault };
    const stated: { sequence: number; hash: string }[] = [];
    for (const { id, certificate } of rows) {
      const statement = certificate && (await statementOf(certificate, keys));
      if (statement && statement.sub === id && statement.organization_id === organizationId)
        stated.push(statement.audit);
      else uncertified += 1;
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
