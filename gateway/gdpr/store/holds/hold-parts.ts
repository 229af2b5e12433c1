/** Keeps back the parts of requests that legal holds cover, in the transaction that would begin them (R31). */
import type { EntityManager } from 'typeorm';
import { currentKeys } from '../../../../subgraphs/kit';
import type { AuditEvent } from '../../../audit/audit-log';
import { returned } from '../../../persistence/rows';
import type { GdprRequest } from '../../entities';
import { initialStatus, isWorkable, serviceTransitions } from '../../lifecycle';
import { after, before } from '../../lifecycle-sql';
import { holdsOver, isKept, keeping, linkHolds, type StandingHold } from './holds';
import { moveRequests } from '../requests-and-tasks';

/** How an entry of the audit log names a hold. */
export const holdText = (id: string): string => `hold ${id}`;

interface Part {
  request_id: string;
  service: string;
}

/**
 * Applies the standing holds to locked requests that change data. Their parts that are covered and have not ended become ON_HOLD, and a
 * worker that runs one loses its lease before the next call. A request becomes ON_HOLD itself when no part has begun and none is
 * left to begin. A request that waits for an approval is checked when it begins.
 * @returns the entries of the audit log
 */
export async function holdParts(db: EntityManager, locked: GdprRequest[]): Promise<AuditEvent[]> {
  const changing = locked.filter(({ type, status }) => isKept(type) && status !== 'AWAITING_APPROVAL');
  const holds = await holdsOver(
    db,
    changing.map(({ id }) => id),
  );
  if (holds.size === 0) return [];
  const kept = changing.filter(({ id }) => holds.has(id));
  const stopped = await stop(
    db,
    kept.filter(({ status }) => isWorkable(status)),
    holds,
  );
  await link(db, kept, holds);
  const whole = await wholeAmong(
    db,
    kept.filter(({ status }) => status === initialStatus),
  );
  const changed = kept.filter(({ id }) => stopped.some((part) => part.request_id === id));
  await moveRequests(
    db,
    whole.map((request) => ({ request, event: 'hold' })),
    changed,
  );
  return [
    ...whole.map(({ id }): AuditEvent => ({
      actor: 'habeas',
      action: 'REQUEST_ON_HOLD',
      requestId: id,
      detail: named(holds.get(id) ?? []),
    })),
    ...stopped
      .filter((part) => !whole.some(({ id }) => id === part.request_id))
      .map(({ request_id: requestId, service }): AuditEvent => ({
        actor: 'habeas',
        action: 'SERVICE_ON_HOLD',
        requestId,
        service,
        detail: named(keeping(holds.get(requestId) ?? [], service)),
      })),
  ];
}

/** The audit entry of a part that turned out to be kept when its worker checked. */
export const named = (holds: StandingHold[]): string =>
  [...new Set(holds.map(({ id }) => holdText(id)))].sort().join(', ');

/** Sets parts that have not ended, and that a hold keeps, to ON_HOLD. */
async function stop(
  db: EntityManager,
  requests: GdprRequest[],
  holds: ReadonlyMap<string, StandingHold[]>,
): Promise<Part[]> {
  const keeps = requests.flatMap(({ id }) =>
    (holds.get(id) ?? []).flatMap(({ services }) => (services ?? [null]).map((service) => ({ id, service }))),
  );
  const parts = await returned<Part>(
    db.query(
      `UPDATE gdpr_task task SET status = ${after('hold')}, lease_expires_at = NULL, run_at = NULL
       FROM unnest($2::uuid[], $3::text[]) AS kept (request_id, service)
       WHERE task.organization_id = $1 AND task.request_id = ANY($2::uuid[]) AND task.request_id = kept.request_id
         AND (kept.service IS NULL OR kept.service = task.service) AND task.status IN ${before('hold')}
       RETURNING task.request_id, task.service`,
      [currentKeys().organizationId, keeps.map(({ id }) => id), keeps.map(({ service }) => service)],
    ),
  );
  return parts.sort((a, b) => (a.service < b.service ? -1 : 1));
}

/** Records which holds keep parts that are ON_HOLD, including holds that were placed later. */
async function link(
  db: EntityManager,
  requests: GdprRequest[],
  holds: ReadonlyMap<string, StandingHold[]>,
): Promise<void> {
  const parts: Part[] = await db.query(
    `SELECT request_id, service FROM gdpr_task
     WHERE organization_id = $1 AND request_id = ANY($2::uuid[]) AND status = $3`,
    [currentKeys().organizationId, requests.map(({ id }) => id), serviceTransitions.hold.to],
  );
  await linkHolds(
    db,
    parts.flatMap(({ request_id: requestId, service }) =>
      keeping(holds.get(requestId) ?? [], service).map(({ id: holdId, services }) => ({ requestId, holdId, services })),
    ),
  );
}

/** Those requests of which every part is kept. */
async function wholeAmong(db: EntityManager, requests: GdprRequest[]): Promise<GdprRequest[]> {
  const rows: { request_id: string }[] = await db.query(
    `SELECT request_id FROM gdpr_task WHERE organization_id = $1 AND request_id = ANY($2::uuid[])
     GROUP BY request_id HAVING bool_and(status = $3)`,
    [currentKeys().organizationId, requests.map(({ id }) => id), serviceTransitions.hold.to],
  );
  const whole = new Set(rows.map(({ request_id: id }) => id));
  return requests.filter(({ id }) => whole.has(id));
}
