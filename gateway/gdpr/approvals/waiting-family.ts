/** Finds a request that waits for an approval, with its family, for approving or rejecting it (R30). */
import type { EntityManager } from 'typeorm';
import { codedError, currentKeys, isId } from '../../../subgraphs/kit';
import { callerDigest } from '../../../subgraphs/kit/base/security/encrypted-column';
import { GdprRequest } from '../entities';
import { nextStatus } from '../lifecycle';
import { lockFamily } from '../store/requests-and-tasks';

/** The request that waits, and its parent: itself, when it is none of the related ones. */
interface WaitingRequest {
  request: GdprRequest;
  parent: GdprRequest;
}

const notFound = () => codedError('NOT_FOUND', 'There is no such request.', { argument: 'id' });

const isAwaiting = ({ type, status }: GdprRequest): boolean => nextStatus(type, status, 'approve') !== null;

/**
 * Checks that a person may decide about a request: anybody with the scope except the person who made it.
 * @throws OWN_REQUEST, NOT_AWAITING_APPROVAL
 */
function assertDecidable(request: GdprRequest, actor: string): void {
  if (request.createdByDigest?.equals(callerDigest(actor)))
    throw codedError('OWN_REQUEST', 'Somebody else decides about a request than the person who made it.', {
      argument: 'id',
    });
  if (!isAwaiting(request))
    throw codedError('NOT_AWAITING_APPROVAL', 'The request does not wait for an approval.', { argument: 'id' });
}

/** A request that waits, as it is now. @throws NOT_FOUND, OWN_REQUEST, NOT_AWAITING_APPROVAL */
export async function waitingRequest(db: EntityManager, actor: string, id: string): Promise<WaitingRequest> {
  if (!isId(id)) throw notFound();
  const { organizationId } = currentKeys();
  const request = await db.findOneBy(GdprRequest, { organizationId, id: id.toLowerCase() });
  if (!request) throw notFound();
  assertDecidable(request, actor);
  const parent = request.parentId ? await db.findOneBy(GdprRequest, { organizationId, id: request.parentId }) : request;
  return { request, parent: parent ?? request };
}

/** A parent and its related requests, as they are now. */
export const familyOf = (db: EntityManager, parentId: string): Promise<GdprRequest[]> => {
  const { organizationId } = currentKeys();
  return db.findBy(GdprRequest, [
    { organizationId, id: parentId },
    { organizationId, parentId },
  ]);
};

/**
 * Locks the family of a request and checks again, so that simultaneous decisions come one after the other.
 * @returns those that wait, the request that was named first
 * @throws NOT_AWAITING_APPROVAL
 */
export async function lockWaiting(
  db: EntityManager,
  actor: string,
  { id, parentId }: GdprRequest,
): Promise<[GdprRequest, ...GdprRequest[]]> {
  const family = await lockFamily(db, parentId ?? id);
  const request = family.get(id);
  if (!request) throw notFound();
  assertDecidable(request, actor);
  return [request, ...[...family.values()].filter((each) => each !== request && isAwaiting(each))];
}
