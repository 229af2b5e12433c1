/** Packages and gathered parts that have expired: when the next one is due, and how their files are removed. */
import type { Disk } from 'flydrive';
import type { DataSource, EntityManager } from 'typeorm';
import { announceOf } from '../../webhooks/outbox';
import { packagesOf, partsOf } from './places';

/** How long after the end of a request a worker may still write for it: longer than it takes to hear of the end. */
const lateWrites = '1 minute';

/** SQL: when the next package or part of one expires, or is to be removed after all. */
export const expiredDue = `SELECT min(at) FROM (${['gdpr_export', 'gdpr_export_part']
  .map((table) => `SELECT min(greatest(expires_at, sweep_at)) AS at FROM ${table} WHERE expires_at IS NOT NULL`)
  .join(' UNION ALL ')}) AS next`;

/** A row that says what has expired, and the condition that it still is due. */
interface ExpiredFiles {
  table: string;
  place: typeof packagesOf;
  due: string;
  organizationId: string;
  requestId: string;
}

/** How many rows of each kind one sweep looks at. */
const sweepBatch = 100;

/**
 * Removes what has expired, of all organisations: first the files, then the row that names them. The row stays a while
 * longer: a worker that has not heard yet of the end may still write, and what it writes is removed too. What has waited
 * longest goes first, so that very many that expire at once keep nothing else waiting; what cannot be removed waits a minute.
 * @throws AggregateError when some could not be removed; the others were
 */
export async function removeExpired(disk: Disk, dataSource: DataSource): Promise<void> {
  const failures: unknown[] = [];
  for (const [table, place] of [
    ['gdpr_export', packagesOf],
    ['gdpr_export_part', partsOf],
  ] as const) {
    const due = `expires_at IS NOT NULL AND greatest(expires_at, sweep_at) <= now()`;
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

/** Removes the files of one row that is due, and then the row or the reason to look at it again. */
async function removeDue(
  disk: Disk,
  db: EntityManager,
  { table, place, due, organizationId, requestId }: ExpiredFiles,
): Promise<void> {
  // The store may take its time, and only this row waits for it.
  await db.query(`SET LOCAL idle_in_transaction_session_timeout = '1min'`);
  // Held while the files go, so that a retry which writes them anew waits.
  const held: { over: boolean }[] = await db.query(
    `SELECT expires_at <= now() - interval '${lateWrites}' AS over FROM ${table}
     WHERE organization_id = $1 AND request_id = $2 AND ${due} FOR UPDATE SKIP LOCKED`,
    [organizationId, requestId],
  );
  if (!held[0]) return;
  // Whatever a crash left of earlier attempts goes with it.
  await disk.deleteAll(`${place(organizationId, requestId)}/`);
  await db.query(
    held[0].over
      ? `DELETE FROM ${table} WHERE organization_id = $1 AND request_id = $2`
      : // The longer nobody wrote late, the less likely it is.
        `UPDATE ${table} SET sweep_at = now() + greatest((now() - expires_at) / 5, interval '1 second')
         WHERE organization_id = $1 AND request_id = $2`,
    [organizationId, requestId],
  );
  // Nothing can bring it back from here on: the event is told of what is gone.
  if (held[0].over && table === 'gdpr_export')
    await announceOf(db, 'GDPR_PACKAGE_REMOVED', [{ organizationId, requestId }]);
}
