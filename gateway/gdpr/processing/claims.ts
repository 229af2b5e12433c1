/** Claims of tasks: who works on which service's part of a request, for as long as the claim is renewed. */
import type { DataSource, EntityManager } from 'typeorm';
import { currentKeys } from '../../../subgraphs/kit';
import { rowReader } from '../../../subgraphs/kit/base/persistence/read-rows';
import { appendAudit, type AuditEvent } from '../../audit/audit-log';
import { GdprTask, type GdprRequest } from '../entities';
import { returned } from '../../persistence/rows';
import { GroupCommit } from '../../persistence/group-commit';
import { leaseEnd } from '../store/lease';
import { heldStatuses, initialStatus, isFinished } from '../lifecycle';
import { after, before, sqlSet } from '../lifecycle-sql';
import { lockRequests, moveRequests } from '../store/requests-and-tasks';

/** Which task is wanted. */
export interface WantedTask {
  requestId: string;
  service: string;
}

/** A task that this worker has, and its request. */
export interface ClaimedTask {
  request: GdprRequest;
  task: GdprTask;
}

/** Claims of one process: tasks of an organisation whose jobs come together are claimed together. */
export class TaskClaims {
  private readonly claims: GroupCommit<WantedTask, ClaimedTask | null>;
  private readonly renewals: GroupCommit<GdprTask, boolean>;

  constructor(dataSource: DataSource) {
    // Jobs that were fetched together are claimed together; a renewal has time.
    this.claims = new GroupCommit((wanted) => dataSource.transaction((db) => claimTasks(db, wanted)), 1);
    this.renewals = new GroupCommit((tasks) => renewClaims(dataSource.manager, tasks), 100);
  }

  /** Claims a task; null when it is settled, held by another worker or not due yet. */
  claim(wanted: WantedTask): Promise<ClaimedTask | null> {
    return this.claims.add(wanted);
  }

  /** Renews the claim on a task; false when it is gone. */
  renew(task: GdprTask): Promise<boolean> {
    return this.renewals.add(task);
  }
}

async function claimTasks(db: EntityManager, wanted: WantedTask[]): Promise<(ClaimedTask | null)[]> {
  const ids = [...new Set(wanted.map(({ requestId }) => requestId))];
  const requests = new Map(
    [...(await lockRequests(db, ids))].filter(([, { status }]) => !isFinished(status) && status !== 'FINALIZING'),
  );
  const tasks = await claimDue(
    db,
    wanted.filter(({ requestId }) => requests.has(requestId)),
  );
  if (tasks.length === 0) return wanted.map(() => null);
  const claimed = new Set(tasks.map(({ requestId }) => requestId));
  const changed = [...requests.values()].filter(({ id }) => claimed.has(id));
  const begun = changed.filter(({ status }) => status === initialStatus);
  await moveRequests(
    db,
    begun.map((request) => ({ request, event: 'begin' })),
    changed,
  );
  await appendAudit(db, [...begun.map(begunEvent), ...tasks.map(runningEvent)]);
  // A job that came twice is claimed for the first of the two.
  const free = new Map(tasks.map((task) => [nameOf(task), task]));
  return wanted.map((each) => {
    const request = requests.get(each.requestId);
    const task = free.get(nameOf(each));
    free.delete(nameOf(each));
    return request && task ? { request, task } : null;
  });
}

const nameOf = ({ requestId, service }: WantedTask) => `${requestId}/${service}`;

/** The tasks that are due and that nobody runs, by request and service; they are this worker's now. */
async function claimDue(db: EntityManager, wanted: WantedTask[]): Promise<GdprTask[]> {
  if (wanted.length === 0) return [];
  const rows = await returned<object>(
    db.query(
      `UPDATE gdpr_task task
       SET status = ${after('claim')}, attempts = task.attempts + 1, next_attempt_at = NULL, wake_at = ${leaseEnd}
       FROM (SELECT DISTINCT * FROM unnest($2::uuid[], $3::text[])) AS wanted (request_id, service)
       WHERE task.organization_id = $1 AND task.request_id = ANY($2::uuid[])
         AND task.request_id = wanted.request_id AND task.service = wanted.service
         AND (task.status IN ${before('claim')} OR (task.status IN ${before('takeOver')} AND NOT coalesce(task.wake_at > clock_timestamp(), false)))
         AND NOT coalesce(task.next_attempt_at > clock_timestamp(), false)
       RETURNING task.*`,
      [currentKeys().organizationId, wanted.map(({ requestId }) => requestId), wanted.map(({ service }) => service)],
    ),
  );
  return rows.map((row) => rowReader(db, GdprTask).entityOf(row)).sort((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

/** A row that is being written at this moment is left alone, so that nobody waits in a circle; its writer knows the claim. */
async function renewClaims(db: EntityManager, tasks: GdprTask[]): Promise<boolean[]> {
  const rows: { request_id: string; service: string }[] = await db.query(
    `WITH given AS MATERIALIZED (
       SELECT * FROM unnest($2::uuid[], $3::text[], $4::integer[]) AS given (request_id, service, attempts)),
     held AS MATERIALIZED (
       SELECT task.request_id, task.service FROM gdpr_task task JOIN given USING (request_id, service, attempts)
       WHERE task.organization_id = $1 AND task.request_id = ANY($2::uuid[]) AND task.status IN ${sqlSet(heldStatuses)}),
     free AS MATERIALIZED (
       SELECT task.request_id, task.service FROM gdpr_task task JOIN given USING (request_id, service, attempts)
       WHERE task.organization_id = $1 AND task.request_id = ANY($2::uuid[]) AND task.status IN ${sqlSet(heldStatuses)}
       FOR NO KEY UPDATE OF task SKIP LOCKED),
     renewed AS (
       UPDATE gdpr_task task SET wake_at = ${leaseEnd} FROM free
       WHERE task.organization_id = $1 AND task.request_id = ANY($2::uuid[])
         AND task.request_id = free.request_id AND task.service = free.service)
     SELECT request_id, service FROM held`,
    [
      currentKeys().organizationId,
      tasks.map(({ requestId }) => requestId),
      tasks.map(({ service }) => service),
      tasks.map(({ attempts }) => attempts),
    ],
  );
  const held = new Set(rows.map(({ request_id: requestId, service }) => nameOf({ requestId, service })));
  return tasks.map((task) => held.has(nameOf(task)));
}

const begunEvent = ({ id, type, status }: GdprRequest): AuditEvent => ({
  actor: 'habeas',
  action: 'REQUEST_BEGUN',
  requestId: id,
  detail: `${type} is now ${status}`,
});

const runningEvent = ({ requestId, service, attempts }: GdprTask): AuditEvent => ({
  actor: 'habeas',
  action: 'SERVICE_RUNNING',
  requestId,
  service,
  detail: `attempt ${attempts}`,
});
