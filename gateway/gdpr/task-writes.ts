/**
 * What running tasks write down. Parts of one request often write together, and every write locks the request and its
 * organisation's audit chain: those that come within a moment, or while another one is being written, share a transaction.
 */
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource, EntityManager } from 'typeorm';
import { appendAudit, type AuditEvent } from '../audit/audit-log';
import type { GdprRequest, GdprTask } from '../persistence/entities';
import { publishChange } from './changes';
import { mayFollow, type ServiceStatus } from './lifecycle';
import type { Queue, TaskJob } from './queue';
import { ClaimLostError, finalizeWhenSettled, lease, lockRequest, writeWhileHeld } from './task-store';

/** Ends an attempt: with an outcome, or until the next one. */
export interface AttemptEnd {
  status: Exclude<ServiceStatus, 'PENDING' | 'RUNNING'>;
  changes?: Partial<GdprTask>;
  /** What the audit log says of it: counts and codes only. */
  detail: string;
  /** RETRYING only. */
  nextAttemptAt?: Date;
}

/** Something that a task writes, while its claim holds. */
interface Write {
  task: GdprTask;
  changes: Partial<GdprTask>;
  event: AuditEvent;
  /** The attempt ends with it. */
  end?: AttemptEnd;
  done: () => void;
  failed: (error: unknown) => void;
}

/** How long a write waits for others of its request, in milliseconds. */
const moment = 5;

export class TaskWrites {
  /** Writes that wait, by request. */
  private readonly waiting = new Map<string, Write[]>();

  constructor(
    private readonly dataSource: DataSource,
    private readonly queue: Queue,
  ) {}

  /**
   * Ends an attempt. With the last of the request's tasks settled, the request goes on to FINALIZING and its job is queued.
   * @throws ClaimLostError when the attempt is somebody else's by now
   */
  end(task: GdprTask, end: AttemptEnd): Promise<void> {
    if (!mayFollow('RUNNING', end.status)) throw new Error(`A running part cannot become ${end.status}.`);
    const { nextAttemptAt = null, status, detail } = end;
    const wakeAt = nextAttemptAt && new Date(nextAttemptAt.getTime() + lease.holds);
    const { requestId, service } = task;
    return this.add({
      task,
      end,
      changes: { ...end.changes, status, nextAttemptAt, wakeAt },
      event: { actor: 'habeas', action: `SERVICE_${status}`, requestId, service, detail },
    });
  }

  /**
   * Says that an erasure is about to begin, with what was found: durable before the first call that destroys (R21).
   * @throws ClaimLostError when the attempt is somebody else's by now
   */
  intend({ createdBy }: GdprRequest, task: GdprTask, found: Partial<GdprTask>): Promise<void> {
    const { requestId, service, attempts } = task;
    Object.assign(task, found);
    return this.add({
      task,
      changes: { ...found, wakeAt: new Date(Date.now() + lease.holds) },
      event: { actor: createdBy, action: 'ERASURE_INTENDED', requestId, service, detail: `attempt ${attempts}` },
    });
  }

  private add(write: Omit<Write, 'done' | 'failed'>): Promise<void> {
    const key = `${write.task.organizationId}/${write.task.requestId}`;
    return new Promise<void>((done, failed) => {
      const added = { ...write, done, failed };
      const waiting = this.waiting.get(key);
      if (waiting) {
        waiting.push(added);
        return;
      }
      this.waiting.set(key, [added]);
      void this.writeAll(key);
    });
  }

  private async writeAll(key: string): Promise<void> {
    await pause(moment);
    for (let batch = this.waiting.get(key); batch && batch.length > 0; batch = this.waiting.get(key)) {
      // What comes while this is written waits for the next turn.
      this.waiting.set(key, []);
      await this.writeTogether(batch);
    }
    this.waiting.delete(key);
  }

  private async writeTogether(batch: Write[]): Promise<void> {
    try {
      const { lost, queued } = await this.dataSource.transaction((db) => writeBatch(db, this.queue, batch));
      for (const write of batch) {
        if (lost.has(write)) write.failed(new ClaimLostError());
        else write.done();
      }
      if (queued) this.queue.wake();
    } catch (error) {
      for (const { failed } of batch) failed(error);
    }
  }
}

/** Writes what tasks of one request have to write. Those whose claim is gone change nothing. */
async function writeBatch(
  db: EntityManager,
  queue: Queue,
  batch: Write[],
): Promise<{ lost: Set<Write>; queued: boolean }> {
  const lost = new Set<Write>();
  const [first] = batch;
  const request = first && (await lockRequest(db, first.task.requestId));
  if (!request) return { lost: new Set(batch), queued: false };
  const events: AuditEvent[] = [];
  const again: { job: TaskJob; at: Date }[] = [];
  let settled = false;
  for (const write of batch) {
    const { organizationId, requestId, service } = write.task;
    if (!(await writeWhileHeld(db, write.task, write.changes))) {
      lost.add(write);
      continue;
    }
    events.push(write.event);
    const at = write.end?.nextAttemptAt;
    if (at) again.push({ job: { organizationId, requestId, service }, at });
    else settled ||= write.end !== undefined;
  }
  if (lost.size === batch.length) return { lost, queued: false };
  for (const { job, at } of again) await queue.sendTasks(db, [job], at);
  const finalizing = settled ? await finalizeWhenSettled(db, queue, request) : [];
  // Going on to FINALIZING says itself that the request has changed.
  if (finalizing.length === 0) await publishChange(db, request.organizationId, request.parentId ?? request.id);
  await appendAudit(db, [...events, ...finalizing]);
  return { lost, queued: finalizing.length > 0 };
}
