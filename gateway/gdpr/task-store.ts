/**
 * A service's part of a request as rows: claimed, advanced and settled, each in one transaction with its audit entry.
 * Every write of a worker names the attempt that it works in, so a worker that lost its claim cannot write any more.
 */
import type { DataSource, EntityManager } from 'typeorm';
import { currentKeys } from '../../subgraphs/kit';
import { appendAudit, type AuditEvent } from '../audit/audit-log';
import { GdprRequest, GdprTask } from '../persistence/entities';
import {
  isFinished,
  isSettled,
  mayFollow,
  nextStatus,
  settledStatuses,
  type RequestEvent,
  type ServiceStatus,
} from './lifecycle';
import type { Queue, TaskJob } from './queue';
import { publishChange } from './changes';

/** How long a claim holds without being renewed, and how often a worker renews it, in milliseconds. */
export const lease = { holds: 4_000, renewed: 1_000 };

/** A claimed task with its request. */
export interface ClaimedTask {
  task: GdprTask;
  request: GdprRequest;
}

/** The claim is gone: another worker has the task, or it was cancelled. */
export class ClaimLostError extends Error {}

/** Locks a request's row: everything that changes its state does this first. */
export function lockRequest(db: EntityManager, requestId: string): Promise<GdprRequest | null> {
  const where = { organizationId: currentKeys().organizationId, id: requestId };
  return db.findOne(GdprRequest, { where, lock: { mode: 'for_no_key_update' } });
}

/** Moves a request by an event of the life cycle. @throws when the event cannot happen in its status. */
export async function moveRequest(
  db: EntityManager,
  request: GdprRequest,
  event: RequestEvent,
  changes: Partial<GdprRequest> = {},
): Promise<void> {
  const status = nextStatus(request.type, request.status, event);
  if (!status) throw new Error(`A request that is ${request.status} cannot ${event}.`);
  Object.assign(request, changes, { status });
  await db.update(GdprRequest, { organizationId: request.organizationId, id: request.id }, { ...changes, status });
  await publishChange(db, request.organizationId, request.parentId ?? request.id);
}

/** Claims a task for this worker; null when there is nothing to do: settled, held by another, or not due yet. */
export function claimTask(
  dataSource: DataSource,
  { organizationId, requestId, service }: TaskJob,
): Promise<ClaimedTask | null> {
  return dataSource.transaction(async (db) => {
    const request = await lockRequest(db, requestId);
    if (!request || isFinished(request.status) || request.status === 'FINALIZING') return null;
    const task = await db.findOneBy(GdprTask, { organizationId, requestId, service });
    if (!task || isSettled(task.status)) return null;
    const now = new Date();
    if (task.status === 'RUNNING' && task.wakeAt && task.wakeAt > now) return null;
    if (task.nextAttemptAt && task.nextAttemptAt > now) return null;
    const events: AuditEvent[] = [];
    if (request.status === 'INITIATED') {
      await moveRequest(db, request, 'begin');
      events.push({
        actor: 'habeas',
        action: 'REQUEST_BEGUN',
        requestId,
        detail: `${request.type} is now ${request.status}`,
      });
    }
    const changes = {
      status: 'RUNNING' as const,
      attempts: task.attempts + 1,
      nextAttemptAt: null,
      wakeAt: new Date(now.getTime() + lease.holds),
    };
    await db.update(GdprTask, { organizationId, requestId, service }, changes);
    await publishChange(db, organizationId, request.parentId ?? request.id);
    events.push({
      actor: 'habeas',
      action: 'SERVICE_RUNNING',
      requestId,
      service,
      detail: `attempt ${changes.attempts}`,
    });
    await appendAudit(db, events);
    return { task: Object.assign(task, changes), request };
  });
}

/** Writes a running task's progress and renews the claim. @throws ClaimLostError */
export async function saveProgress(db: EntityManager, task: GdprTask, changes: Partial<GdprTask> = {}): Promise<void> {
  Object.assign(task, changes);
  const { organizationId, requestId, service, attempts } = task;
  const { affected } = await db.update(
    GdprTask,
    { organizationId, requestId, service, attempts, status: 'RUNNING' },
    { ...changes, wakeAt: new Date(Date.now() + lease.holds) },
  );
  if (affected !== 1) throw new ClaimLostError();
}

/** Ends an attempt: with an outcome, or until the next one. */
export interface AttemptEnd {
  status: Exclude<ServiceStatus, 'PENDING' | 'RUNNING'>;
  changes?: Partial<GdprTask>;
  /** What the audit log says of it: counts and codes only. */
  detail: string;
  /** RETRYING only. */
  nextAttemptAt?: Date;
}

/**
 * Ends an attempt. With the last of the request's tasks settled, the request goes on to FINALIZING and its job is queued.
 * @throws ClaimLostError
 */
export async function endAttempt(dataSource: DataSource, queue: Queue, task: GdprTask, end: AttemptEnd): Promise<void> {
  const { organizationId, requestId, service, attempts } = task;
  await dataSource.transaction(async (db) => {
    const request = await lockRequest(db, requestId);
    if (!request || !mayFollow('RUNNING', end.status)) throw new ClaimLostError();
    const next = end.nextAttemptAt ?? null;
    const { affected } = await db.update(
      GdprTask,
      { organizationId, requestId, service, attempts, status: 'RUNNING' },
      {
        ...end.changes,
        status: end.status,
        nextAttemptAt: next,
        wakeAt: next && new Date(next.getTime() + lease.holds),
      },
    );
    if (affected !== 1) throw new ClaimLostError();
    const events: AuditEvent[] = [
      { actor: 'habeas', action: `SERVICE_${end.status}`, requestId, service, detail: end.detail },
    ];
    if (next) await queue.sendTasks(db, [{ organizationId, requestId, service }], next);
    else events.push(...(await finalizeWhenSettled(db, queue, request)));
    await publishChange(db, organizationId, request.parentId ?? request.id);
    await appendAudit(db, events);
  });
  queue.wake();
}

/**
 * Sends a request whose tasks have all ended to be finalised, and answers what the audit log says of it. The caller holds
 * the request's lock.
 */
export async function finalizeWhenSettled(
  db: EntityManager,
  queue: Queue,
  request: GdprRequest,
): Promise<AuditEvent[]> {
  const open = await db
    .createQueryBuilder(GdprTask, 'task')
    .where({ organizationId: request.organizationId, requestId: request.id })
    .andWhere('task.status NOT IN (:...settled)', { settled: [...settledStatuses] })
    .getExists();
  if (open || !nextStatus(request.type, request.status, 'settle')) return [];
  await moveRequest(db, request, 'settle', { wakeAt: new Date(Date.now() + lease.holds) });
  await queue.sendFinalize(db, { organizationId: request.organizationId, requestId: request.id });
  return [
    {
      actor: 'habeas',
      action: 'REQUEST_FINALIZING',
      requestId: request.id,
      detail: 'every service has ended its part',
    },
  ];
}
