/** What running tasks write down with an entry in the audit log; those of one organisation write together. */
import type { DataSource, EntityManager } from 'typeorm';
import { appendAudit, type AuditEvent } from '../../../audit/audit-log';
import type { GdprTask, GdprRequest } from '../../entities';
import { GroupCommit } from '../../../persistence/group-commit';
import { transact } from '../../../persistence/transact';
import type { AuditAction } from '../../../audit/actions';
import { heldStatuses, isFinished, isSettled, stoppedStatuses, type AttemptOutcome } from '../../lifecycle';
import { sqlSet } from '../../lifecycle-sql';
import { totalOf } from '../../../../subgraphs/kit/base/contract/answers';
import type { PiiServices } from '../../services/pii-services';
import { followDone } from '../../store/done/follow-done';
import type { Queue } from '../queue/queue';
import { dispositionsText } from '../../stored-values';
import { leaseEnd, LeaseLostError } from '../../store/leases/leases';
import {
  finalizeWhenSettled,
  lockRequests,
  moveRequests,
  saveProgress,
  withChanges,
  writeTasks,
} from '../../store/requests-and-tasks';

/** Ends an attempt: with an outcome, or until the next one. */
export interface AttemptEnd {
  status: AttemptOutcome;
  changes?: Partial<GdprTask>;
  /** What the audit log says of it: counts and codes only. */
  detail: string;
  /** RETRYING only: by the database's clock. */
  nextAttemptAt?: Date;
}

/** What the audit log calls the end of an attempt. */
const endedActions = {
  ON_HOLD: 'SERVICE_ON_HOLD',
  RETRYING: 'SERVICE_RETRYING',
  SUBJECT_REQUIRED: 'SERVICE_SUBJECT_REQUIRED',
  NOTHING_FOUND: 'SERVICE_NOTHING_FOUND',
  COMPLETED: 'SERVICE_COMPLETED',
  FAILED: 'SERVICE_FAILED',
} as const satisfies Record<AttemptOutcome, AuditAction>;

/** What a service did, as its report says. */
type Done = Pick<GdprTask, 'dispositions'> & Partial<Pick<GdprTask, 'newerRecords' | 'replacements'>>;

/** Something that a task writes, while its lease holds. */
interface Write {
  /** As it shall stand. */
  task: GdprTask;
  event: AuditEvent;
}

/** All that a running task may change. */
const written = [
  'status',
  'recordsFound',
  'bytesFound',
  'recordCounts',
  'categoryCounts',
  'dispositions',
  'newerRecords',
  'replacements',
  'found',
  'searched',
  'cursor',
  'runAt',
  'lastErrorCode',
  'lastErrorServiceCode',
  'lastErrorMessage',
] as const satisfies (keyof GdprTask)[];

export class TaskWrites {
  private readonly writes: GroupCommit<Write, boolean>;

  constructor(
    private readonly dataSource: DataSource,
    queue: Queue,
    private readonly services: Pick<PiiServices, 'get'>,
  ) {
    this.writes = new GroupCommit(async (writes) => {
      const { held, queued } = await dataSource.transaction((db) => writeTogether(db, queue, writes));
      if (queued) queue.wake();
      return writes.map(({ task }) => held.has(task));
    }, 10);
  }

  /**
   * Ends an attempt. With the last of the request's tasks settled, the request goes on to FINALIZING and its job is queued.
   * @throws LeaseLostError when the attempt is somebody else's by now
   */
  async end(task: GdprTask, end: AttemptEnd): Promise<void> {
    const { nextAttemptAt = null, status, detail, changes = {} } = end;
    const { requestId, service } = task;
    const { dispositions, newerRecords, replacements } = changes;
    const write = this.add({
      // A copy: the lease is renewed until this is written.
      task: withChanges(task, { ...changes, status, runAt: nextAttemptAt }),
      event: { actor: 'habeas', action: endedActions[status], requestId, service, detail },
    });
    await this.evenLate(task, dispositions && { dispositions, newerRecords, replacements }, write);
  }

  /** Writes what a service has done so far. @throws LeaseLostError when the attempt is somebody else's by now */
  progress(task: GdprTask, done: Done): Promise<void> {
    return this.evenLate(task, done, saveProgress(this.dataSource.manager, task, done));
  }

  /**
   * Says that an erasure is about to begin, with what was found: durable before the first call that destroys (R21).
   * @throws LeaseLostError when the attempt is somebody else's by now
   */
  async intend({ createdBy }: GdprRequest, task: GdprTask, found: Partial<GdprTask>): Promise<void> {
    const { requestId, service, attempts } = task;
    const next = withChanges(task, found);
    await this.add({
      task: next,
      event: { actor: createdBy, action: 'ERASURE_INTENDED', requestId, service, detail: `attempt ${attempts}` },
    });
    Object.assign(task, next);
  }

  private async add(write: Write): Promise<void> {
    if (!(await this.writes.add(write))) throw new LeaseLostError();
  }

  /**
   * Records what a service did in a call that was under way when its part was cancelled, or put on hold: what is done stays done, is
   * reported (R12), and is replayed (R26). When another worker has the part, the service tells it the same (R11).
   */
  private async evenLate(task: GdprTask, done: Done | undefined, write: Promise<void>): Promise<void> {
    try {
      await write;
    } catch (error) {
      if (!(error instanceof LeaseLostError) || !done || done.dispositions.length === 0) throw error;
      await transact(this.dataSource, (db) => writeLate(db, this.services, task, done));
      throw error;
    }
  }
}

async function writeLate(
  db: EntityManager,
  services: Pick<PiiServices, 'get'>,
  task: GdprTask,
  done: Done,
): Promise<void> {
  const { requestId, service, recordsFound } = task;
  const { dispositions } = done;
  const requests = await lockRequests(db, [requestId]);
  const found = { recordsFound: Math.max(recordsFound ?? 0, totalOf(dispositions)) };
  const late = withChanges(task, { ...done, ...found });
  const written = await writeTasks(
    db,
    [late],
    Object.keys({ ...done, ...found }) as (keyof GdprTask)[],
    stoppedStatuses,
  );
  if (written.size === 0) return;
  await moveRequests(db, [], [...requests.values()]);
  await appendAudit(db, [
    { actor: 'habeas', action: 'SERVICE_REPORTED_LATE', requestId, service, detail: dispositionsText(dispositions) },
  ]);
  // One that is held goes on: its end tells.
  await followDone(
    db,
    services,
    [...requests.values()].filter(({ status }) => isFinished(status)),
  );
}

/** Writes what tasks have to write. Those whose lease is gone change nothing. */
async function writeTogether(
  db: EntityManager,
  queue: Queue,
  writes: Write[],
): Promise<{ held: Set<GdprTask>; queued: boolean }> {
  const requests = await lockRequests(db, [...new Set(writes.map(({ task }) => task.requestId))]);
  const held = await writeTasks(
    db,
    writes.map(({ task }) => task),
    [...written],
    heldStatuses,
    `CASE WHEN given.status IN ${sqlSet(heldStatuses)} THEN ${leaseEnd} END`,
  );
  if (held.size === 0) return { held, queued: false };
  const heldTasks = [...held];
  await queue.sendTasks(
    db,
    heldTasks.flatMap(({ organizationId, requestId, service, runAt }) =>
      runAt ? [{ organizationId, requestId, service, startAfter: runAt }] : [],
    ),
  );
  const changed = [...requests.values()].filter(({ id }) => heldTasks.some(({ requestId }) => requestId === id));
  const ended = heldTasks.some(({ status }) => isSettled(status));
  const finalizing = ended ? await finalizeWhenSettled(db, queue, changed) : [];
  // Those that go on to FINALIZING are said to have changed with it.
  if (!ended) await moveRequests(db, [], changed);
  await appendAudit(db, [...writes.filter(({ task }) => held.has(task)).map(({ event }) => event), ...finalizing]);
  return { held, queued: finalizing.length > 0 };
}
