/** Claims of tasks: who works on which service's part of a request, for as long as the lease is renewed. */
import type { DataSource, EntityManager } from 'typeorm';
import { appendAudit, type AuditEvent } from '../../../audit/audit-log';
import type { GdprRequest, GdprTask } from '../../entities';
import { initialStatus, isWorkable } from '../../lifecycle';
import { holdParts } from '../../store/holds/hold-parts';
import { leasedTasks } from '../../store/leases/leased-rows';
import { claimRows, Leases, type Lease } from '../../store/leases/leases';
import { lockRequests, moveRequests } from '../../store/requests-and-tasks';

/** Which task is wanted. */
export type WantedTask = Pick<GdprTask, 'requestId' | 'service'>;

/** A task that is leased to this worker, and its request. */
interface LeasedTask {
  request: GdprRequest;
  task: GdprTask;
}

export type ClaimedTask = LeasedTask & { lease: Lease };

/** Claims of one process: tasks of an organisation whose jobs come together are claimed together. */
export type TaskClaims = Leases<GdprTask, 'requestId' | 'service', LeasedTask>;

export const taskClaimsOf = (dataSource: DataSource): TaskClaims =>
  new Leases(
    dataSource,
    leasedTasks,
    (wanted: WantedTask[]) => dataSource.transaction((db) => claimTasks(db, wanted)),
    ({ task }) => task,
  );

async function claimTasks(db: EntityManager, wanted: WantedTask[]): Promise<(LeasedTask | null)[]> {
  const ids = [...new Set(wanted.map(({ requestId }) => requestId))];
  const requests = new Map([...(await lockRequests(db, ids))].filter(([, { status }]) => isWorkable(status)));
  // A part that a hold keeps cannot be claimed. A claim that was made before is taken away under the same lock of the request's row (R31).
  const held = await holdParts(db, [...requests.values()]);
  const open = wanted.filter(({ requestId }) => requests.has(requestId));
  const leased = new Map((await claimRows(db, leasedTasks, open)).map((task, index) => [open[index], task]));
  const tasks = [...leased.values()].filter((task) => task !== null);
  if (tasks.length === 0) {
    if (held.length > 0) await appendAudit(db, held);
    return wanted.map(() => null);
  }
  const claimed = new Set(tasks.map(({ requestId }) => requestId));
  const changed = [...requests.values()].filter(({ id }) => claimed.has(id));
  const begun = changed.filter(({ status }) => status === initialStatus);
  await moveRequests(
    db,
    begun.map((request) => ({ request, event: 'begin' })),
    changed,
  );
  await appendAudit(db, [...held, ...begun.map(begunEvent), ...tasks.map(runningEvent)]);
  return wanted.map((each) => {
    const request = requests.get(each.requestId);
    const task = leased.get(each);
    return request && task ? { request, task } : null;
  });
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
