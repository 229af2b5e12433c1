/**
 * Keyed digests of the values that requests know of their subjects, beside their terms. By them a request that was made by id is
 * found by the person's e-mail address, even when nothing else is left of it (R21).
 */
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../../../subgraphs/kit';
import type { FoundIdentifier } from '../../stored-values';
import { termOf } from '../../services/found-identifiers';
import { subjectDigest } from './subject-locks';

/** The values of one request. */
export interface KnownValues {
  requestId: string;
  digests: Buffer[];
}

/** The most values of one request that are stored. */
const maximumKnown = 1_000;

/** The digests of identifiers, each once; those that identify nobody have none. */
export function valueDigests(identifiers: FoundIdentifier[]): Buffer[] {
  const digests = new Map<string, Buffer>();
  for (const identifier of identifiers) {
    if (digests.size >= maximumKnown) break;
    const term = termOf(identifier);
    if (!term) continue;
    const digest = subjectDigest(term);
    digests.set(digest.toString('hex'), digest);
  }
  return [...digests.values()];
}

/** Remembers values of requests. */
export async function rememberValues(db: EntityManager, known: KnownValues[]): Promise<void> {
  const rows = known.flatMap(({ requestId, digests }) => digests.map((digest) => ({ requestId, digest })));
  if (rows.length === 0) return;
  await db.query(
    `INSERT INTO gdpr_known_value (organization_id, request_id, digest)
     SELECT $1, given.* FROM unnest($2::uuid[], $3::bytea[]) AS given ON CONFLICT DO NOTHING`,
    [currentKeys().organizationId, rows.map(({ requestId }) => requestId), rows.map(({ digest }) => digest)],
  );
}

/**
 * SQL: the ids of requests that are about what one of these digests names, or know it.
 * @param digests an array, of `subjectDigest` and `formerSubjectDigests`
 */
export const requestsKnowing = (organization: string, digests: string): string =>
  `SELECT id FROM gdpr_request WHERE organization_id = ${organization} AND subject_digest = ANY(${digests})
   UNION SELECT request_id FROM gdpr_matched_subject WHERE organization_id = ${organization} AND subject_digest = ANY(${digests})
   UNION SELECT request_id FROM gdpr_known_value WHERE organization_id = ${organization} AND digest = ANY(${digests})`;
