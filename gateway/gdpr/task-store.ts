/**
 * A service's part of a request as rows: claimed, advanced and settled, each in one transaction with its audit entry.
 * Every write of a worker names the attempt that it works in, so a worker that lost its claim cannot write any more.
 */
import { In, type DataSource, type EntityManager } from 'typeorm';
import { currentKeys } from '../../subgraphs/kit';
import { appendAudit, type AuditEvent } from '../audit/audit-log';
import { GdprRequest, GdprTask } from '../persistence/entities';
import { isFinished, isSettled, nextStatus, settledStatuses, type RequestEvent } from './lifecycle';
import type { Queue } from './queue';
import { publishChange } from './changes';

/** How long a claim holds without being renewed, and how often a worker renews it, in milliseconds. */
export const lease = { holds: 4_000, renewed: 1_000 };

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

/**
 * Claims tasks of one request for this worker, all in one transaction; those that are settled, held by another or not due yet
 * are left out.
 */
export function claimTasks(
  dataSource: DataSource,
  requestId: string,
  services: string[],
): Promise<{ request: GdprRequest; tasks: GdprTask[] } | null> {
  return dataSource.transaction(async (db) => {
    const request = await lockRequest(db, requestId);
    if (!request || isFinished(request.status) || request.status === 'FINALIZING') return null;
    const { organizationId } = request;
    const now = new Date();
    const tasks = (await db.findBy(GdprTask, { organizationId, requestId, service: In(services) })).filter(
      (task) =>
        !isSettled(task.status) &&
        !(task.status === 'RUNNING' && task.wakeAt && task.wakeAt > now) &&
        !(task.nextAttemptAt && task.nextAttemptAt > now),
    );
    if (tasks.length === 0) return null;
    const events: AuditEvent[] = [];
    if (request.status === 'INITIATED') {
      await moveRequest(db, request, 'begin');
      events.push({
        actor: 'habeas',
        action: 'REQUEST_BEGUN',
        requestId,
        detail: `${request.type} is now ${request.status}`,
      });
    } else await publishChange(db, organizationId, request.parentId ?? request.id);
    const changes = { status: 'RUNNING' as const, nextAttemptAt: null, wakeAt: new Date(now.getTime() + lease.holds) };
    const claimed = { organizationId, requestId, service: In(tasks.map(({ service }) => service)) };
    await db.update(GdprTask, claimed, { ...changes, attempts: () => 'attempts + 1' });
    for (const task of tasks) {
      Object.assign(task, changes, { attempts: task.attempts + 1 });
      events.push({
        actor: 'habeas',
        action: 'SERVICE_RUNNING',
        requestId,
        service: task.service,
        detail: `attempt ${task.attempts}`,
      });
    }
    await appendAudit(db, events);
    return { request, tasks };
  });
}

/** Writes a running task's progress and renews the claim. @throws ClaimLostError */
export async function saveProgress(db: EntityManager, task: GdprTask, changes: Partial<GdprTask> = {}): Promise<void> {
  Object.assign(task, changes);
  const renewed = { ...changes, wakeAt: new Date(Date.now() + lease.holds) };
  if (!(await writeWhileHeld(db, task, renewed))) throw new ClaimLostError();
}

/** Writes changes of a running task in the name of its attempt; false when the claim is gone, and nothing was written. */
export async function writeWhileHeld(db: EntityManager, task: GdprTask, changes: Partial<GdprTask>): Promise<boolean> {
  const { organizationId, requestId, service, attempts } = task;
  const held = { organizationId, requestId, service, attempts, status: 'RUNNING' as const };
  return (await db.update(GdprTask, held, changes)).affected === 1;
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
