/**
 * The queue: jobs are rows of the same database, so they commit with what they belong to. A job says only where to look;
 * the request's own rows say what is left to do, so a job that comes twice, late, or for nothing does no harm.
 */
import PgBoss from 'pg-boss';
import type { EntityManager } from 'typeorm';
import { describeError, type Logger } from '../../../subgraphs/kit/base/logger';
import type { FinalizeJob, JobKind, JobQueue, TaskJob } from '../store/jobs';
import { keepAlive } from '../../../subgraphs/kit/base/persistence/session-bounds';
import { JobPoller } from './job-poller';

const queues = { task: 'gdpr-task', finalize: 'gdpr-finalize' } as const;

/**
 * How many jobs one process works on at once. A job waits for services most of the time; those of one organisation share
 * their statements, the more of them the better.
 */
const atOnce = { task: 100, finalize: 40 };

/** Handlers never throw for what a service does; what they throw is a fault of ours or of the database. */
export interface JobHandlers {
  task: (job: TaskJob) => Promise<void>;
  finalize: (job: FinalizeJob) => Promise<void>;
}

export class Queue implements JobQueue {
  private readonly boss: PgBoss;
  private readonly pollers = new Map<JobKind, { wake(): void; stop(): Promise<void> }>();

  constructor(
    connectionString: string,
    private readonly logger: Logger,
  ) {
    const connection = { connectionString, ...keepAlive, connectionTimeoutMillis: 10_000 };
    this.boss = new PgBoss({
      ...connection,
      application_name: 'habeas queue',
      max: 4,
      schedule: false,
      supervise: true,
      maintenanceIntervalSeconds: 60,
      archiveCompletedAfterSeconds: 600,
      deleteAfterHours: 24,
      // What a dead worker leaves is found by the sweep over the rows; a job itself is never run again.
      retryLimit: 0,
      expireInHours: 4,
    });
    this.boss.on('error', (error) => this.logger.error({ error: describeError(error) }, 'the queue failed'));
  }

  /** Connects, and makes the queue's tables when they are missing. */
  async start(): Promise<void> {
    await this.boss.start();
    // `short`: a job that waits already is not queued a second time.
    for (const name of Object.values(queues)) await this.boss.createQueue(name, { name, policy: 'short' });
  }

  /** Takes jobs until {@link stop}. */
  work({ task, finalize }: JobHandlers): void {
    this.pollers.set('task', new JobPoller(this.boss, queues.task, atOnce.task, task, this.logger));
    this.pollers.set('finalize', new JobPoller(this.boss, queues.finalize, atOnce.finalize, finalize, this.logger));
  }

  /** Queues tasks, in the transaction that makes them due. */
  sendTasks(db: EntityManager, jobs: (TaskJob & { startAfter?: Date })[]): Promise<void> {
    return this.send(
      db,
      jobs.map(({ organizationId, requestId, service, startAfter }) => ({
        name: queues.task,
        data: { organizationId, requestId, service } satisfies TaskJob,
        singletonKey: `${organizationId}/${requestId}/${service}`,
        ...(startAfter ? { startAfter } : {}),
      })),
    );
  }

  /** Queues the finalisation of requests, in the transaction that ends their last parts. */
  sendFinalize(db: EntityManager, jobs: FinalizeJob[]): Promise<void> {
    return this.send(
      db,
      jobs.map((job) => ({
        name: queues.finalize,
        data: job,
        singletonKey: `${job.organizationId}/${job.requestId}`,
      })),
    );
  }

  private async send(db: EntityManager, jobs: PgBoss.JobInsert[]): Promise<void> {
    if (jobs.length > 0) await this.boss.insert(jobs, { db: within(db) });
  }

  /** Has this process look for jobs of a kind now, instead of at the next interval: after a commit that queued some. */
  wake(kind: JobKind): void {
    this.pollers.get(kind)?.wake();
  }

  /** Stops taking jobs, waits for those under way for `timeout` milliseconds at most, and disconnects. */
  async stop(timeout = 20_000): Promise<void> {
    const late = new Promise<void>((resolve) => setTimeout(resolve, timeout).unref());
    await Promise.race([Promise.all([...this.pollers.values()].map((poller) => poller.stop())), late]);
    await this.boss.stop({ graceful: false, wait: true });
  }
}

/** pg-boss's view of a transaction. */
const within = (db: EntityManager): PgBoss.Db => ({
  executeSql: async (text, values) => ({ rows: (await db.query<Record<string, unknown>[]>(text, values)) ?? [] }),
});
