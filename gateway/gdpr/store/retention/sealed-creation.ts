/**
 * Who asked for a request, and the caller's case number: stored encrypted, with keyed digests to find requests and compare callers
 * by (R21). Rows of earlier versions hold them in clear until they are sealed here.
 */
import type { DataSource, EntityManager } from 'typeorm';
import { currentKeys } from '../../../../subgraphs/kit';
import type { KeyRing } from '../../../../subgraphs/kit/base/security/key-ring';
import { callerDigest } from '../../../../subgraphs/kit/base/security/encrypted-column';
import { inOrganization } from '../../../../subgraphs/kit/base/security/organization-context';
import { describeError, type Logger } from '../../../../subgraphs/kit/base/logger';
import { rowReader } from '../../../../subgraphs/kit/base/persistence/read-rows';
import { givenRows, takenFrom } from '../../../persistence/rows';
import { GdprRequest } from '../../entities';
import { resealed } from './erasure-records';

/** Keyed digest of a case number. @throws FORBIDDEN when the organisation's keys were destroyed */
export const referenceDigest = (reference: string): Buffer => currentKeys().digest(`reference:${reference}`);

const sealedColumns = ['sealedReference', 'referenceDigest', 'sealedCreatedBy', 'createdByDigest'] as const;

/** The columns of a request that say who asked and why. */
export const sealedCreation = (
  createdBy: string,
  reference: string | null,
): Pick<GdprRequest, (typeof sealedColumns)[number] | 'clearReference' | 'clearCreatedBy'> => ({
  sealedReference: reference,
  referenceDigest: reference === null ? null : referenceDigest(reference),
  clearReference: null,
  sealedCreatedBy: createdBy,
  createdByDigest: callerDigest(createdBy),
  clearCreatedBy: null,
});

/** What sealing works with. */
export interface SealTools {
  dataSource: DataSource;
  keys: KeyRing;
  logger: Logger;
}

/** How many rows of a kind one turn seals, of one organisation. */
const batch = 500;

/** SQL: rows that an earlier version left in clear. It must equal the condition of the indexes word for word. */
const clear = {
  gdpr_request: 'created_by IS NOT NULL OR reference IS NOT NULL',
  gdpr_erasure: 'created_by IS NOT NULL',
};

/**
 * One turn: seals values in clear of some organisations. When the keys of an organisation were destroyed, its values are deleted.
 * Locked rows are left for the next turn, and a fault in one organisation does not affect the others.
 */
export async function sealClear({ dataSource, keys, logger }: SealTools): Promise<void> {
  for (const [table, seal] of [
    ['gdpr_request', sealRequests],
    ['gdpr_erasure', sealErasures],
  ] as const) {
    for (const organizationId of await organizationsWithClear(dataSource, table)) {
      try {
        const own = await keys.evenDestroyed(organizationId);
        const work = own.destroyed ? (db: EntityManager) => forget(db, table) : seal;
        await inOrganization(own, () => dataSource.transaction<unknown>(work));
      } catch (error) {
        logger.error({ organizationId, table, error: describeError(error) }, 'rows could not be sealed');
      }
    }
  }
}

/** SQL: now, while anything is in clear. */
export const sealingDue = `SELECT now() WHERE ${Object.entries(clear)
  .map(([table, condition]) => `EXISTS (SELECT FROM ${table} WHERE ${condition})`)
  .join(' OR ')}`;

/** How many organisations one turn looks after. */
const organizations = 20;

/** Organisations with values in clear. Each is found by one index lookup, however many rows it has. */
async function organizationsWithClear(dataSource: DataSource, table: keyof typeof clear): Promise<string[]> {
  const next = (after: string) =>
    `(SELECT organization_id FROM ${table} WHERE (${clear[table]})${after} ORDER BY organization_id LIMIT 1)`;
  const rows: { organization_id: string }[] = await dataSource.query(
    `WITH RECURSIVE found AS (
       SELECT organization_id FROM ${next('')} AS first
       UNION ALL SELECT following.organization_id FROM found
       CROSS JOIN LATERAL ${next(' AND organization_id > found.organization_id')} AS following)
     SELECT organization_id FROM found ORDER BY random() LIMIT $1`,
    [organizations],
  );
  return rows.map((row) => row.organization_id);
}

const forget = (db: EntityManager, table: keyof typeof clear): Promise<unknown> =>
  db.query(
    `UPDATE ${table} SET ${table === 'gdpr_request' ? 'reference = NULL, ' : ''}created_by = NULL WHERE ctid = ANY(ARRAY(
       SELECT ctid FROM ${table} WHERE organization_id = $1 AND (${clear[table]}) LIMIT $2 FOR UPDATE SKIP LOCKED))`,
    [currentKeys().organizationId, batch],
  );

async function sealRequests(db: EntityManager): Promise<void> {
  const rows: object[] = await db.query(
    `SELECT * FROM gdpr_request WHERE organization_id = $1 AND (${clear.gdpr_request})
     ORDER BY id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED`,
    [currentKeys().organizationId, batch],
  );
  const requests = rows.map((row) => rowReader(db, GdprRequest).entityOf(row));
  for (const request of requests) Object.assign(request, sealedCreation(request.createdBy, request.reference));
  const given = givenRows(db, GdprRequest, requests, ['id', ...sealedColumns], 2);
  await db.query(
    `UPDATE gdpr_request request SET created_by = NULL, reference = NULL, ${takenFrom(given.columns.slice(1))}
     FROM ${given.source} WHERE request.organization_id = $1 AND request.id = ANY($2::uuid[]) AND request.id = given.id`,
    [currentKeys().organizationId, ...given.parameters],
  );
}

async function sealErasures(db: EntityManager): Promise<void> {
  const { organizationId } = currentKeys();
  const rows: { request_id: string; created_by: string; sealed: Buffer }[] = await db.query(
    `SELECT request_id, created_by, sealed FROM gdpr_erasure WHERE organization_id = $1 AND (${clear.gdpr_erasure})
     ORDER BY request_id LIMIT $2 FOR NO KEY UPDATE SKIP LOCKED`,
    [organizationId, batch],
  );
  await db.query(
    `UPDATE gdpr_erasure erasure SET created_by = NULL, sealed = given.sealed
     FROM unnest($2::uuid[], $3::bytea[]) AS given (request_id, sealed)
     WHERE erasure.organization_id = $1 AND erasure.request_id = ANY($2::uuid[]) AND erasure.request_id = given.request_id`,
    [organizationId, rows.map((row) => row.request_id), rows.map((row) => resealed(row.sealed, row.created_by))],
  );
}
