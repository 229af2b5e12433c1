/** Ends the work of an organisation whose keys were destroyed: it can no longer be read what the requests are about. */
import type { DataSource } from 'typeorm';
import { currentKeys } from '../../../subgraphs/kit';
import type { ErrorCode } from '../../../subgraphs/kit/base/errors';
import { rowReader } from '../../../subgraphs/kit/base/persistence/read-rows';
import { keysDestroyed } from '../../../subgraphs/kit/base/security/key-ring';
import { appendAudit, type AuditEvent } from '../../audit/audit-log';
import type { ExportStore } from '../../exports/store/export-store';
import { GdprRequest } from '../entities';
import { returned } from '../../persistence/rows';
import { databaseTime } from '../store/database-time';
import { finishedStatuses, isFinished } from '../lifecycle';
import { after, before, sqlSet } from '../lifecycle-sql';
import { moveRequests, writeRequests } from '../store/requests-and-tasks';

/** The error of a part of a request that was not done when the keys were destroyed. */
export const keysDestroyedCode = 'KEYS_DESTROYED' satisfies ErrorCode;

/** How many requests one transaction ends. */
const batch = 200;

/**
 * Ends all requests in flight of the current organisation in ERROR. Parts that are not done become FAILED with KEYS_DESTROYED;
 * what is done stays reported. Erasures that wait to be verified once more are no longer verified.
 */
export async function endWork({
  dataSource,
  exports,
}: {
  dataSource: DataSource;
  exports: ExportStore;
}): Promise<void> {
  while ((await endSome(dataSource, exports)) === batch);
}

function endSome(dataSource: DataSource, exports: ExportStore): Promise<number> {
  const { organizationId } = currentKeys();
  return dataSource.transaction(async (db) => {
    const rows: object[] = await db.query(
      `SELECT * FROM gdpr_request WHERE organization_id = $1
         AND (status NOT IN ${sqlSet(finishedStatuses)} OR lease_expires_at IS NOT NULL OR run_at IS NOT NULL)
       ORDER BY id LIMIT $2 FOR NO KEY UPDATE`,
      [organizationId, batch],
    );
    if (rows.length === 0) return 0;
    const requests = rows.map((row) => rowReader(db, GdprRequest).entityOf(row));
    const inFlight = requests.filter(({ status }) => !isFinished(status));
    const waiting = requests.filter(({ status }) => isFinished(status));
    const completedAt = await databaseTime(db);
    const still = { leaseExpiresAt: null, runAt: null, verifyAgainAt: null };
    const failed = await returned<{ request_id: string; service: string }>(
      db.query(
        `UPDATE gdpr_task SET status = ${after('lose')}, lease_expires_at = NULL, run_at = NULL,
           last_error_code = $3, last_error_message = $4
         WHERE organization_id = $1 AND request_id = ANY($2::uuid[]) AND status IN ${before('lose')}
         RETURNING request_id, service`,
        [organizationId, inFlight.map(({ id }) => id), keysDestroyedCode, keysDestroyed().message],
      ),
    );
    const changes = { ...still, completedAt, certificate: null, term: null, subject: null, replacements: null };
    if (inFlight.length > 0)
      await moveRequests(
        db,
        inFlight.map((request) => ({ request, event: 'lose', changes })),
      );
    if (waiting.length > 0)
      await writeRequests(
        db,
        waiting.map((request) => Object.assign(request, still)),
        ['leaseExpiresAt', 'runAt', 'verifyAgainAt'],
      );
    const exported = inFlight.filter(({ type }) => type === 'EXPORT').map(({ id }) => id);
    if (exported.length > 0) await exports.expireParts(db, exported, completedAt);
    await appendAudit(db, [
      ...inFlight.map(({ id }) =>
        lostEvent(
          id,
          failed.filter((task) => task.request_id === id),
        ),
      ),
      ...waiting.map(({ id }) => unverifiedEvent(id)),
    ]);
    return rows.length;
  });
}

const lostEvent = (requestId: string, failed: { service: string }[]): AuditEvent => ({
  actor: 'habeas',
  action: 'REQUEST_ERROR',
  requestId,
  detail: `the organisation's keys were destroyed; not done by: ${
    failed
      .map(({ service }) => service)
      .sort()
      .join(', ') || 'none'
  }`,
});

const unverifiedEvent = (requestId: string): AuditEvent => ({
  actor: 'habeas',
  action: 'VERIFICATION_DROPPED',
  requestId,
  detail: "not verified once more: the organisation's keys were destroyed",
});
