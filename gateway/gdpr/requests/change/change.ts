/** Changes of an existing request: retrying what failed, and stopping what has not begun (R9). */
import { codedError, currentKeys, isId } from '../../../../subgraphs/kit';
import { assertKeys } from '../../../../subgraphs/kit/base/security/key-ring';
import { In, type EntityManager } from 'typeorm';
import { appendAudit, type AuditEvent } from '../../../audit/audit-log';
import { GdprRequest, GdprTask } from '../../entities';
import { transact } from '../../../persistence/transact';
import type { GdprConfig } from '../../config';
import type { ExportStore } from '../../../exports/store/export-store';
import { shareOpenCase } from '../../cases/case-rows';
import { followDone } from '../../store/done/follow-done';
import { checkRetry } from './check-retry';
import type { CreationTools } from '../create/create';
import { assertNoConflict, lockSubjectsOf } from '../create/duplicates';
import { restrictionErrorOf } from '../../restrictions/restriction-error';
import { databaseTime } from '../../store/database-time';
import { reduceErased } from '../../store/retention/reduction';
import { expectedBy, isFinished, isWaiting, nextStatus, serviceTransitions } from '../../lifecycle';
import { stopRequests } from './stop';
import type { PiiServices } from '../../services/pii-services';
import { holdParts } from '../../store/holds/hold-parts';
import {
  continueParents,
  finalizeWhenSettled,
  lockFamily,
  lockRequest,
  lockRequests,
  moveRequests,
  waitingParent,
} from '../../store/requests-and-tasks';

/** What changing a request works with. */
export type ChangeTools = CreationTools & { exports: ExportStore; config: Pick<GdprConfig, 'keep'> };

const notCancellable = () =>
  codedError('NOT_CANCELLABLE', 'The request has finished, is being closed, or was decided about at this moment.', {
    argument: 'id',
  });

const notFound = () => codedError('NOT_FOUND', 'There is no such request.', { argument: 'id' });

async function lockOwn(db: EntityManager, id: string): Promise<GdprRequest> {
  const request = isId(id) ? await lockRequest(db, id.toLowerCase()) : null;
  if (!request) throw notFound();
  return request;
}

async function findOwn(db: EntityManager, id: string): Promise<GdprRequest> {
  if (!isId(id)) throw notFound();
  const { organizationId } = currentKeys();
  const seen = await db.findOneBy(GdprRequest, { organizationId, id: id.toLowerCase() });
  if (!seen) throw notFound();
  return seen;
}

/** The parent and its related requests. */
function findFamily(db: EntityManager, request: GdprRequest): Promise<GdprRequest[]> {
  const parent = request.parentId ?? request.id;
  const { organizationId } = request;
  return db.find(GdprRequest, {
    where: [
      { organizationId, id: parent },
      { organizationId, parentId: parent },
    ],
    order: { id: 'ASC' },
  });
}

/**
 * Runs only the failed parts of a request again. Parts that a legal hold keeps run when it ends (R31).
 * @throws FORBIDDEN when the organisation's keys were destroyed; RELATED_REQUESTS_IN_FLIGHT while any of the family has not
 * finished; NOT_RETRYABLE when nothing failed; CASE_CLOSED; RESTRICTED; what {@link checkRetry} throws. Then nothing is changed.
 */
export async function retryRequest(
  { config, dataSource, queue, exports, services }: ChangeTools,
  actor: string,
  id: string,
): Promise<GdprRequest> {
  await checkFailedParts(dataSource.manager, services, actor, id);
  const retried = await transact(dataSource, async (db) => {
    await lockSubjectsOf(db, [await findOwn(db, id)]);
    const request = await lockOwn(db, id);
    await assertKeys(db, request.organizationId);
    if (request.caseId) await shareOpenCase(db, request.caseId, 'id');
    await assertRetryable(db, request);
    const restricted = await restrictionErrorOf(db, request);
    if (restricted) throw restricted;
    const now = await databaseTime(db);
    const attemptsUntil = expectedBy(config.timeLimits, request.type, now);
    const changes = {
      completedAt: null,
      attemptsUntil,
      reduceAt: null,
      leaseExpiresAt: null,
      runAt: null,
    };
    await moveRequests(db, [{ request, event: 'retry', changes }]);
    // What the other services gathered for an export may be gone by now; then all of them gather again.
    const gone = request.type === 'EXPORT' && !(await exports.keepParts(db, request.id));
    const { from, to } = serviceTransitions[gone ? 'gatherAgain' : 'retry'];
    const failed = { organizationId: request.organizationId, requestId: request.id, status: In(from) };
    const tasks = await db.findBy(GdprTask, failed);
    await db.update(GdprTask, failed, {
      status: to,
      verification: null,
      searched: false,
      cursor: null,
      recordsFound: null,
      bytesFound: null,
      recordCounts: {},
      categoryCounts: {},
      runAt: () => 'clock_timestamp()',
    });
    const held = await holdParts(db, [request]);
    await queue.sendTasks(
      db,
      tasks.map(({ organizationId, requestId, service }) => ({ organizationId, requestId, service })),
    );
    const settled = await finalizeWhenSettled(db, queue, [request]);
    await appendAudit(db, [
      {
        actor,
        action: 'REQUEST_RETRIED',
        requestId: request.id,
        detail: tasks.map(({ service }) => service).join(', ') || 'no failed service',
      },
      ...held,
      ...settled,
    ]);
    return request;
  });
  queue.wake();
  return retried;
}

/** Whether a retry may begin: nothing of the family is in flight (R9), the request failed, and nothing is in flight that it would contradict (R10). */
async function assertRetryable(db: EntityManager, request: GdprRequest): Promise<void> {
  const inFlight = (await findFamily(db, request))
    .filter(({ status }) => !isFinished(status))
    .map((member) => member.id);
  if (inFlight.length > 0) {
    throw codedError('RELATED_REQUESTS_IN_FLIGHT', 'A retry waits until every request of the family has finished.', {
      argument: 'id',
      inFlight,
    });
  }
  if (!nextStatus(request.type, request.status, 'retry'))
    throw codedError('NOT_RETRYABLE', 'Only a request in ERROR can be retried.', { argument: 'id' });
  if (!request.term) {
    const message = 'What the request knew was kept for its time, and is reduced. Make a new request.';
    throw codedError('NOT_RETRYABLE', message, { argument: 'id' });
  }
  await assertNoConflict(db, [request]);
}

/** Services are asked before the request's row is locked, so that nothing waits for their answers. */
async function checkFailedParts(db: EntityManager, services: PiiServices, actor: string, id: string): Promise<void> {
  if (!isId(id)) return;
  const { organizationId } = currentKeys();
  const request = await db.findOneBy(GdprRequest, { organizationId, id: id.toLowerCase() });
  if (request?.status !== 'ERROR') return;
  const failed = await db.findBy(GdprTask, {
    organizationId,
    requestId: request.id,
    status: In(serviceTransitions.retry.from),
  });
  await checkRetry(db, services, actor, request, failed);
}

/** A request that is to be stopped, those that stop with it, and the parent that waits for its end. */
async function lockToCancel(db: EntityManager, id: string) {
  const seen = await findOwn(db, id);
  // A family that waits for an approval is stopped as a whole: a related request alone could not be approved.
  const locked = isWaiting(seen.status)
    ? await lockFamily(db, seen.parentId ?? seen.id)
    : await lockRequests(db, [seen.id, ...waitingParent(seen)]);
  const request = locked.get(seen.id);
  if (!request) throw notFound();
  // When several callers decide at once, one wins: a caller who meant to stop a waiting request does not stop one that has begun meanwhile.
  if (isWaiting(seen.status) && !isWaiting(request.status)) throw notCancellable();
  const together =
    request.status === 'AWAITING_APPROVAL'
      ? [...locked.values()].filter(({ status }) => status === request.status)
      : [request];
  return {
    request,
    stopping: [request, ...together.filter((each) => each !== request)],
    parents: waitingParent(request)
      .flatMap((parent) => locked.get(parent) ?? [])
      .filter((parent) => !together.includes(parent)),
  };
}

/** Those of the stopped exports whose related requests may have ended before them: nobody else writes the package of these (R13). */
async function parentsWithPackage(db: EntityManager, stopped: GdprRequest[]): Promise<GdprRequest[]> {
  const exported = stopped.filter(({ type, parentId }) => type === 'EXPORT' && parentId === null);
  if (exported.length === 0) return [];
  const { organizationId } = currentKeys();
  const done = await db.findBy(GdprRequest, {
    organizationId,
    parentId: In(exported.map(({ id }) => id)),
    status: 'COMPLETED',
  });
  return exported.filter(({ id }) => done.some(({ parentId }) => parentId === id));
}

/**
 * Stops a request: its services' parts that have not ended are cancelled. What is done stays done and is reported, also by a service
 * that is answering at the moment. One that waits for an approval is stopped with its family.
 * @throws NOT_CANCELLABLE when the request has finished or is being closed, and when it waited and has begun at this moment.
 */
export async function cancelRequest(tools: ChangeTools, actor: string, id: string): Promise<GdprRequest> {
  const { dataSource, queue } = tools;
  const cancelled = await transact(dataSource, async (db) => {
    const { request, stopping, parents } = await lockToCancel(db, id);
    if (!nextStatus(request.type, request.status, 'cancel')) {
      throw notCancellable();
    }
    const stopped = await stopRequests(db, tools, stopping, 'cancel', await databaseTime(db));
    const continued = await continueParents(db, queue, [...parents, ...(await parentsWithPackage(db, stopping))]);
    await appendAudit(db, [
      ...[...stopped].map(([requestId, services]): AuditEvent => ({
        actor,
        action: 'REQUEST_CANCELLED',
        requestId,
        detail: `cancelled by the caller; not done by: ${services.sort().join(', ') || 'none'}`,
      })),
      ...continued,
    ]);
    await reduceErased(db, stopping);
    await followDone(db, tools.services, stopping);
    return request;
  });
  queue.wake();
  return cancelled;
}
