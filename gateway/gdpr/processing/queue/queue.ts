/**
 * The queue: jobs are rows of the same database, so they commit with what they belong to. A job says only where to look;
 * the request's own rows say what is left to do, so a job that comes twice, late, or for nothing does no harm.
 *
 * Terminology
 *
 * - **Job**: a row of the queue that says that a task or a request may be due. The task's and the request's own rows decide, so
 *   a job may come twice, late, or not at all.
 * - **Queue**: the jobs of one service's tasks, or of the finalisations of one type of request.
 * - **Lane**: the share of a queue in what a process works on: so many jobs at once, and of each organisation as many as leave
 *   something for another.
 * - **Turn**: the place of a job in its queue, by which organisations take turns (R27).
 * - **Poller**: takes the jobs of all queues for one process.
 */
import PgBoss from 'pg-boss';
import type { EntityManager } from 'typeorm';
import { describeError, type Logger } from '../../../../subgraphs/kit/base/logger';
import type { FinalizeJob, Followed, JobQueue, TaskJob } from '../../store/jobs';
import { carriedTraces, traced, withCarried } from '../../../../subgraphs/kit/base/telemetry/tracing';
import { SurvivingClient } from '../../../../subgraphs/kit/base/persistence/surviving-client';
import { keepAlive } from '../../../../subgraphs/kit/base/persistence/session-bounds';
import { JobPoller } from './job-poller';
import { finalizeQueue, taskQueue } from './queue-tables';
import { takeTurns } from './turns';
import { beforeCommit } from '../../../persistence/before-commit';
import type { RequestType } from '../../lifecycle';

/** Handlers do not throw for what a service does: what they throw is a fault of the gateway or of the database. */
export interface JobHandlers {
  task: (job: TaskJob) => Promise<void>;
  finalize: (job: FinalizeJob) => Promise<void>;
}

/** Of equal jobs, only one waits. */
const policy = 'short';

/** A job on its way into a queue. */
interface Sent {
  queue: string;
  data: TaskJob | FinalizeJob;
  startAfter?: Date;
}

export class Queue implements JobQueue {
  private readonly boss: PgBoss;
  private poller: JobPoller<TaskJob | FinalizeJob> | undefined;
  /** Queues that are known to exist. */
  private readonly made = new Set<string>();
  /** Jobs that transactions queue when they commit. */
  private readonly leaving = new WeakMap<EntityManager, Sent[]>();

  constructor(
    connectionString: string,
    private readonly logger: Logger,
  ) {
    // Passed to its pool: a connection that is ended from outside does not end the process.
    const pool = { Client: SurvivingClient };
    const connection = { connectionString, ...keepAlive, ...pool, connectionTimeoutMillis: 10_000 };
    this.boss = new PgBoss({
      ...connection,
      application_name: 'habeas queue',
      max: 4,
      schedule: false,
      supervise: true,
      migrate: false,
      maintenanceIntervalSeconds: 60,
      archiveCompletedAfterSeconds: 600,
      deleteAfterHours: 24,
      // A sweep over the rows finds what a dead worker left; a job itself is never run again.
      retryLimit: 0,
      expireInHours: 4,
    });
    this.boss.on('error', (error) => this.logger.error({ error: describeError(error) }, 'the queue failed'));
  }

  /** Connects. {@link createQueueTables} must have made the tables. */
  async start(): Promise<void> {
    await this.boss.start();
  }

  /**
   * Takes jobs until {@link stop}.
   * @param longestPause the longest time between two looks of an idle poller that is not notified, in milliseconds
   */
  work(handlers: JobHandlers, longestPause = 5_000): void {
    this.poller = new JobPoller({
      longestPause,
      boss: this.boss,
      logger: this.logger,
      handle: (kind, queue, job) =>
        withCarried(job.traces ?? [], () =>
          traced(
            {
              name: `job ${kind}`,
              kind: 'CONSUMER',
              attributes: { 'habeas.queue': queue, 'habeas.request.id': job.requestId },
            },
            () => (handlers[kind] as (job: TaskJob | FinalizeJob) => Promise<void>)(job),
          ),
        ),
      sendAgain: (queue, jobs) =>
        this.send(
          this.boss.getDb(),
          jobs.map((data) => ({ queue, data })),
        ),
    });
  }

  /** Queues tasks, in the transaction that makes them due. */
  sendTasks(db: EntityManager, jobs: (TaskJob & { startAfter?: Date })[]): Promise<void> {
    return this.sendAtEnd(
      db,
      jobs.map(({ organizationId, requestId, service, startAfter }) => ({
        queue: taskQueue(service),
        data: { organizationId, requestId, service, ...followed() },
        ...(startAfter ? { startAfter } : {}),
      })),
    );
  }

  /** Queues the finalisation of requests, in the transaction that makes it due. */
  sendFinalize(db: EntityManager, jobs: (FinalizeJob & { type: RequestType; startAfter?: Date })[]): Promise<void> {
    return this.sendAtEnd(
      db,
      jobs.map(({ organizationId, requestId, type, startAfter }) => ({
        queue: finalizeQueue(type),
        data: { organizationId, requestId, ...followed() },
        ...(startAfter ? { startAfter } : {}),
      })),
    );
  }

  /** Queues jobs together with the others of their transaction, right before it commits: turns are locked until then only. */
  private async sendAtEnd(db: EntityManager, jobs: Sent[]): Promise<void> {
    if (jobs.length === 0) return;
    const others = this.leaving.get(db);
    if (others) return void others.push(...jobs);
    this.leaving.set(db, jobs);
    await beforeCommit(db, () => {
      this.leaving.delete(db);
      return this.send(within(db), jobs);
    });
  }

  /** Queues jobs in the session of `db` alone: a transaction that waited for another session could wait for one that waits for it. */
  private async send(db: PgBoss.Db, jobs: Sent[]): Promise<void> {
    if (jobs.length === 0) return;
    await this.makeQueues(db, new Set(jobs.map((job) => job.queue)));
    const keys = jobs.map(({ data }) => keyOf(data));
    const turns = jobs.map(({ queue, data }, index) => ({
      queue,
      organizationId: data.organizationId,
      key: keys[index] ?? '',
    }));
    const priorities = await takeTurns(db, turns);
    const inserts = jobs.map(({ queue, data, startAfter }, index): PgBoss.JobInsert => ({
      name: queue,
      data,
      priority: priorities[index] ?? 0,
      singletonKey: keys[index] ?? '',
      ...(startAfter ? { startAfter } : {}),
    }));
    await this.boss.insert(inserts, { db });
  }

  /** Creates queues unless they exist: pg-boss drops jobs for one that does not, without an error. */
  private async makeQueues(db: PgBoss.Db, queues: ReadonlySet<string>): Promise<void> {
    const unknown = [...queues].filter((queue) => !this.made.has(queue));
    if (unknown.length === 0) return;
    const { rows }: { rows: { name: string }[] } = await db.executeSql(
      'SELECT name FROM pgboss.queue WHERE name = ANY ($1)',
      [unknown],
    );
    for (const { name } of rows) this.made.add(name);
    // What is created here is not known yet: the transaction may be rolled back.
    const missing = unknown.filter((queue) => !this.made.has(queue));
    if (missing.length === 0) return;
    // Otherwise a transaction that waits for another's new queue would have locked the table that the other one needs.
    await db.executeSql('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', ['habeas queues']);
    const create = 'SELECT pgboss.create_queue(name, $2) FROM unnest($1::text[]) AS name';
    await db.executeSql(create, [missing, JSON.stringify({ policy })]);
  }

  /** Makes this process look for jobs now instead of at the next interval: after a commit that queued some. */
  wake(): void {
    this.poller?.wake();
  }

  /** To be called when some process has queued jobs: an idle process looks for them now. */
  jobsQueued(): void {
    this.poller?.jobsQueued();
  }

  /** Stops taking jobs, waits for those under way for `timeout` milliseconds at most, and disconnects. */
  async stop(timeout = 20_000): Promise<void> {
    const late = new Promise<void>((resolve) => setTimeout(resolve, timeout).unref());
    await Promise.race([this.poller?.stop(), late]);
    await this.boss.stop({ graceful: false, wait: true });
  }
}

/** What a job that is queued now goes on with. */
function followed(): Followed {
  const traces = carriedTraces();
  return traces.length > 0 ? { traces } : {};
}

/** Of equal jobs one waits. */
const keyOf = (job: TaskJob | FinalizeJob): string =>
  [job.organizationId, job.requestId, ...('service' in job ? [job.service] : [])].join('/');

/** pg-boss's view of a transaction. */
const within = (db: EntityManager): PgBoss.Db => ({
  executeSql: async (text, values) => ({ rows: (await db.query<Record<string, unknown>[]>(text, values)) ?? [] }),
});
