/** What a caller may do to a request that is there: retry what failed, or stop what has not begun (R9). */
import { codedError, currentKeys, isId } from '../../../subgraphs/kit';
import { assertKeys } from '../../../subgraphs/kit/base/security/key-ring';
import { In, type EntityManager } from 'typeorm';
import { appendAudit } from '../../audit/audit-log';
import { GdprRequest, GdprTask } from '../entities';
import { transact } from '../../persistence/transact';
import type { ExportStore } from '../../exports/export-store';
import { checkRetry } from './check-retry';
import type { CreationTools } from './create';
import { databaseTime } from '../store/database-time';
import { finishedStatuses, isFinished, nextStatus, serviceTransitions } from '../lifecycle';
import { before, sqlSet } from '../lifecycle-sql';
import type { PiiServices } from '../services/pii-services';
import { finalizeWhenSettled, lockRequest, moveRequests } from '../store/requests-and-tasks';

/** What changing a request works with. */
export type ChangeTools = CreationTools & { exports: ExportStore };

const notFound = () => codedError('NOT_FOUND', 'There is no such request.', { argument: 'id' });

async function lockOwn(db: EntityManager, id: string): Promise<GdprRequest> {
  const request = isId(id) ? await lockRequest(db, id.toLowerCase()) : null;
  if (!request) throw notFound();
  return request;
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
 * Runs the failed parts of a request again, and only them.
 * @throws FORBIDDEN when the organisation's keys were destroyed; RELATED_REQUESTS_IN_FLIGHT while any of the family has not
 * finished; NOT_RETRYABLE when nothing failed; what {@link checkRetry} throws. Then nothing is changed.
 */
export async function retryRequest(
  { dataSource, queue, timeLimits, exports, services }: ChangeTools,
  actor: string,
  id: string,
): Promise<GdprRequest> {
  await checkFailedParts(dataSource.manager, services, actor, id);
  const retried = await transact(dataSource, async (db) => {
    const request = await lockOwn(db, id);
    await assertKeys(db, request.organizationId);
    await assertRetryable(db, request);
    const now = await databaseTime(db);
    const dueAt = new Date(
      Math.max(request.dueAt.getTime(), now.getTime() + timeLimits[request.type] * 24 * 60 * 60 * 1000),
    );
    await moveRequests(db, [{ request, event: 'retry', changes: { completedAt: null, certificate: null, dueAt } }]);
    // What the other services gathered for an export may be gone by now; then all of them gather again.
    const gone = request.type === 'EXPORT' && !(await exports.hasParts(db, request.id));
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
      ...settled,
    ]);
    return request;
  });
  queue.wake('task');
  queue.wake('finalize');
  return retried;
}

/** Whether a retry may begin: nothing of the family is in flight (R9), the request failed, and no equal one is in flight (R10). */
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
  await assertNoActiveDuplicate(db, request);
}

/** Services are asked before the request's row is locked: nothing waits for them. */
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
  await checkRetry(
    services,
    actor,
    request,
    failed.map(({ service }) => service),
  );
}

/** One request in flight for each type and subject holds for a retry too (R10). */
async function assertNoActiveDuplicate(db: EntityManager, request: GdprRequest): Promise<void> {
  await db.query('SELECT pg_advisory_xact_lock($1::bigint)', [request.subjectDigest.readBigInt64BE().toString()]);
  const rows: { id: string }[] = await db.query(
    `SELECT id FROM gdpr_request WHERE organization_id = $1 AND type = $2 AND subject_digest = $3
     AND status NOT IN ${sqlSet(finishedStatuses)} LIMIT 1`,
    [currentKeys().organizationId, request.type, request.subjectDigest],
  );
  if (rows[0])
    throw codedError('CONFLICTING_REQUEST', 'An equal request is in flight already.', {
      argument: 'id',
      requestId: rows[0].id,
    });
}

/**
 * Stops a request: parts that have not begun, or that wait for another attempt, are cancelled; a part that runs ends its
 * attempt and is cancelled then. What is done stays done and is reported.
 * @throws NOT_CANCELLABLE when the request has finished or is being closed.
 */
export async function cancelRequest(
  { dataSource, exports }: ChangeTools,
  actor: string,
  id: string,
): Promise<GdprRequest> {
  return transact(dataSource, async (db) => {
    const request = await lockOwn(db, id);
    if (!nextStatus(request.type, request.status, 'cancel')) {
      throw codedError('NOT_CANCELLABLE', 'The request has finished, or is being closed.', { argument: 'id' });
    }
    const reduced = { term: null, subject: null, replacements: null };
    const completedAt = await databaseTime(db);
    const changes = { completedAt, ...reduced };
    await moveRequests(db, [{ request, event: 'cancel', changes }]);
    const stopped = await db
      .createQueryBuilder()
      .update(GdprTask)
      .set({ status: serviceTransitions.cancel.to, leaseExpiresAt: null, runAt: null })
      .where({ organizationId: request.organizationId, requestId: request.id })
      .andWhere(`status IN ${before('cancel')}`)
      .returning('service')
      .execute();
    if (request.type === 'EXPORT') await exports.expireParts(db, request.id, completedAt);
    const services = (stopped.raw as { service: string }[]).map(({ service }) => service).sort();
    await appendAudit(db, [
      {
        actor,
        action: 'REQUEST_CANCELLED',
        requestId: request.id,
        detail: `cancelled by the caller; not done by: ${services.join(', ') || 'none'}`,
      },
    ]);
    return request;
  });
}
