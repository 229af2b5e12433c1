/** Ends requests before their services have done their parts, because a person decided so. What is done stays done and is reported. */
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../../../subgraphs/kit';
import type { ExportStore } from '../../../exports/store/export-store';
import { returned } from '../../../persistence/rows';
import type { GdprConfig } from '../../config';
import type { GdprRequest } from '../../entities';
import { isWaiting } from '../../lifecycle';
import { after, before } from '../../lifecycle-sql';
import { rememberErasures } from '../../store/retention/erasure-records';
import { keptAfter } from '../../store/retention/reduction';
import { moveRequests } from '../../store/requests-and-tasks';

/**
 * Stops locked requests: their services' parts that have not ended are cancelled.
 * @param event the event that ends them
 * @param at the database's time
 * @returns the services that had not ended, by request
 * @throws when the event cannot happen in the status of one of them
 */
export async function stopRequests(
  db: EntityManager,
  { config, exports }: { config: Pick<GdprConfig, 'keep'>; exports: ExportStore },
  requests: GdprRequest[],
  event: 'cancel' | 'reject',
  at: Date,
  changes: Partial<GdprRequest> = {},
): Promise<Map<string, string[]>> {
  // A request that has not begun has erased nothing, so there is nothing to replay.
  const erasures = requests.filter(({ type, status }) => type === 'DELETE' && !isWaiting(status));
  await rememberErasures(db, erasures, at);
  await moveRequests(
    db,
    requests.map((request) => ({
      request,
      event,
      changes: { ...changes, completedAt: at, certificate: null, ...keptAfter(config.keep, request.type, event, at) },
    })),
  );
  const rows = await returned<{ request_id: string; service: string }>(
    db.query(
      `UPDATE gdpr_task SET status = ${after('cancel')}, lease_expires_at = NULL, run_at = NULL
       WHERE organization_id = $1 AND request_id = ANY($2::uuid[]) AND status IN ${before('cancel')}
       RETURNING request_id, service`,
      [currentKeys().organizationId, requests.map(({ id }) => id)],
    ),
  );
  const exported = requests.filter(({ type }) => type === 'EXPORT').map(({ id }) => id);
  if (exported.length > 0) await exports.expireParts(db, exported, at);
  const stopped = new Map<string, string[]>(requests.map(({ id }) => [id, []]));
  for (const { request_id: id, service } of rows) stopped.get(id)?.push(service);
  return stopped;
}
