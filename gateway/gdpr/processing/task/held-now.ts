/** Legal holds that a service's answer brings to light, checked before the first call that changes anything (R31). */
import type { EntityManager } from 'typeorm';
import type { GdprRequest, GdprTask } from '../../entities';
import { serviceTransitions } from '../../lifecycle';
import type { ServicePage } from '../../../../subgraphs/kit/base/contract/answers';
import { named } from '../../store/holds/hold-parts';
import { coveredDigests, holdsOnAny, isKept, keeping, linkHolds, type StandingHold } from '../../store/holds/holds';
import type { LinkedSubjects } from '../../reach/linked-subjects';
import { refused } from './task-results';
import type { AttemptEnd } from './task-writes';

/**
 * Checks holds on subjects that the request did not know of when it was made: those that belong to its own, and those that were merged
 * since without the gateway's knowledge. Null when no hold keeps the service's data.
 */
export async function heldNow(
  db: EntityManager,
  { id: requestId, type }: GdprRequest,
  service: string,
  { subjects }: ServicePage,
): Promise<AttemptEnd | null> {
  if (!isKept(type)) return null;
  const holds = keeping(await holdsOnAny(db, subjects.flatMap(coveredDigests)), service);
  return kept(db, requestId, holds);
}

/**
 * Checks holds and restrictions on other persons whom the records are about. Such a hold keeps this service's part alone. Null when
 * nothing keeps it.
 * @param seen what the attempt has found so far
 * @throws ServiceCallError
 */
export async function keptForOthers(
  db: EntityManager,
  { requestId, service }: Pick<GdprTask, 'requestId' | 'service'>,
  linked: LinkedSubjects,
  seen: Partial<GdprTask>,
): Promise<AttemptEnd | null> {
  const { holds, restricted } = await linked.keptBy();
  if (restricted) return refused(restricted, seen);
  return kept(
    db,
    requestId,
    holds.map((hold) => ({ ...hold, services: [service] })),
  );
}

async function kept(db: EntityManager, requestId: string, holds: StandingHold[]): Promise<AttemptEnd | null> {
  if (holds.length === 0) return null;
  await linkHolds(
    db,
    holds.map(({ id: holdId, services }) => ({ requestId, holdId, services })),
  );
  return { status: serviceTransitions.hold.to, detail: named(holds) };
}
