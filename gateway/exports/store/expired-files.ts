/** Removes the files of expired packages and gathered parts, and tells when the next ones are due. */
import type { Disk } from 'flydrive';
import type { DataSource, EntityManager } from 'typeorm';
import { announceOf } from '../../webhooks/outbox';
import { packagesOf, partsOf } from './places';

/** How long after expiry a worker may still write files: longer than it takes the worker to learn of the request's end. */
const lateWrites = '1 minute';

/** SQL: when the next package or gathered part is due to be swept. */
export const expiredDue = `SELECT min(at) FROM (${['gdpr_export', 'gdpr_export_part']
  .map((table) => `SELECT min(greatest(expires_at, sweep_at)) AS at FROM ${table} WHERE expires_at IS NOT NULL`)
  .join(' UNION ALL ')}) AS next`;

/** A row whose files have expired, and the SQL condition that it is still due. */
interface ExpiredFiles {
  table: string;
  place: typeof packagesOf;
  due: string;
  organizationId: string;
  requestId: string;
}

/** SQL: a package that is being written anew. Its folder holds the new file, which is not recorded yet. */
const beingWritten = `SELECT FROM gdpr_request request WHERE request.organization_id = gdpr_export.organization_id
  AND request.id = gdpr_export.request_id AND request.lease_expires_at > now()`;

/** The most rows of each table that one sweep handles. */
const sweepBatch = 100;

/**
 * Removes the expired files of all organisations, and later their rows. A row outlives its files by {@link lateWrites}: a worker
 * that has not yet learned of the request's end may still write, and a later sweep removes those files too. The rows that have been
 * due longest are handled first. A row whose files cannot be removed is tried again after a minute.
 * @throws AggregateError when some files could not be removed; all others were
 */
export async function removeExpired(disk: Disk, dataSource: DataSource): Promise<void> {
  const failures: unknown[] = [];
  const expired = 'expires_at IS NOT NULL AND greatest(expires_at, sweep_at) <= now()';
  for (const [table, place, due] of [
    ['gdpr_export', packagesOf, `${expired} AND NOT EXISTS (${beingWritten})`],
    ['gdpr_export_part', partsOf, expired],
  ] as const) {
    const rows: { organization_id: string; request_id: string }[] = await dataSource.query(
      `SELECT organization_id, request_id FROM ${table} WHERE ${due}
       ORDER BY greatest(expires_at, sweep_at) LIMIT ${sweepBatch}`,
    );
    for (const { organization_id: organizationId, request_id: requestId } of rows) {
      try {
        await dataSource.transaction((db) => removeDue(disk, db, { table, place, due, organizationId, requestId }));
      } catch (error) {
        failures.push(error);
        await dataSource.query(
          `UPDATE ${table} SET sweep_at = now() + interval '1 minute'
           WHERE organization_id = $1 AND request_id = $2 AND ${due}`,
          [organizationId, requestId],
        );
      }
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'Some files could not be removed.');
}

/** Removes the files of one row that is due, and then deletes the row or schedules the next sweep of it. */
async function removeDue(
  disk: Disk,
  db: EntityManager,
  { table, place, due, organizationId, requestId }: ExpiredFiles,
): Promise<void> {
  // The store may be slow; only this row is locked meanwhile.
  await db.query(`SET LOCAL idle_in_transaction_session_timeout = '1min'`);
  // Locked while the files are removed, so that a retry that writes them anew waits.
  const held: { over: boolean }[] = await db.query(
    `SELECT expires_at <= now() - interval '${lateWrites}' AS over FROM ${table}
     WHERE organization_id = $1 AND request_id = $2 AND ${due} FOR UPDATE SKIP LOCKED`,
    [organizationId, requestId],
  );
  if (!held[0]) return;
  // The folder also holds what a crash left of earlier attempts.
  await disk.deleteAll(`${place(organizationId, requestId)}/`);
  await db.query(
    held[0].over
      ? `DELETE FROM ${table} WHERE organization_id = $1 AND request_id = $2`
      : // Late writes become less likely with time, so the intervals grow.
        `UPDATE ${table} SET sweep_at = now() + greatest((now() - expires_at) / 5, interval '1 second')
         WHERE organization_id = $1 AND request_id = $2`,
    [organizationId, requestId],
  );
  // Announced only now: once the row is deleted, no late write can bring the package back.
  if (held[0].over && table === 'gdpr_export')
    await announceOf(db, 'GDPR_PACKAGE_REMOVED', [{ organizationId, requestId }]);
}
