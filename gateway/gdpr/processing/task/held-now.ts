/** Legal holds that a service's answer brings to light, checked before the first call that changes anything (R31). */
import type { EntityManager } from 'typeorm';
import type { GdprRequest } from '../../entities';
import { serviceTransitions } from '../../lifecycle';
import type { ServicePage } from '../../services/answers';
import { named } from '../../store/holds/hold-parts';
import { coveredDigests, holdsOnAny, isKept, keeping, linkHolds } from '../../store/holds/holds';
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
  if (holds.length === 0) return null;
  await linkHolds(
    db,
    holds.map(({ id: holdId }) => ({ requestId, holdId })),
  );
  return { status: serviceTransitions.hold.to, detail: named(holds) };
}
