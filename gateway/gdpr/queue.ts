/**
 * The queue: jobs are rows of the same database, so they commit with what they belong to. A job says only where to look;
 * the request's own rows say what is left to do, so a job that comes twice, late, or for nothing does no harm.
 */
import PgBoss from 'pg-boss';
import type { EntityManager } from 'typeorm';
import { describeError, type Logger } from '../../subgraphs/kit/logger';

/** One service's part of a request. Ids only: jobs are rows that stay for days. */
export interface TaskJob {
  organizationId: string;
  requestId: string;
  service: string;
}

/** A request whose services have all ended their parts. */
export interface FinalizeJob {
  organizationId: string;
  requestId: string;
}

const queues = { task: 'gdpr-task', finalize: 'gdpr-finalize' } as const;

/** How many jobs one process works on at once: workers of each queue, and jobs that each takes at a time. */
const parallel = { workers: 4, batch: 3 };

/** Handlers never throw for what a service does; what they throw is a fault of ours or of the database. */
export interface JobHandlers {
  task: (job: TaskJob) => Promise<void>;
  finalize: (job: FinalizeJob) => Promise<void>;
}

export class Queue {
  private readonly boss: PgBoss;
  private readonly workers: string[] = [];

  constructor(
    connectionString: string,
    private readonly logger: Logger,
  ) {
    this.boss = new PgBoss({
      connectionString,
      application_name: 'habeas queue',
      max: parallel.workers + 3,
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
  async work(handlers: JobHandlers): Promise<void> {
    const options = { batchSize: parallel.batch, pollingIntervalSeconds: 0.5 };
    for (let worker = 0; worker < parallel.workers; worker += 1) {
      await this.listen<TaskJob>(queues.task, options, handlers.task);
    }
    await this.listen<FinalizeJob>(queues.finalize, options, handlers.finalize);
  }

  private async listen<T extends object>(
    name: string,
    options: PgBoss.WorkOptions,
    handle: (job: T) => Promise<void>,
  ): Promise<void> {
    const worker: { id?: string } = {};
    worker.id = await this.boss.work<T>(name, options, async (jobs) => {
      await Promise.all(
        jobs.map(({ data }) =>
          handle(data).catch((error: unknown) =>
            this.logger.error({ error: describeError(error), queue: name }, 'a job failed'),
          ),
        ),
      );
      // Where there was work there may be more: ask again at once instead of at the next interval.
      if (worker.id) this.boss.notifyWorker(worker.id);
    });
    this.workers.push(worker.id);
  }

  /** Queues tasks, in the transaction that makes them due. */
  async sendTasks(db: EntityManager, jobs: TaskJob[], startAfter?: Date): Promise<void> {
    if (jobs.length === 0) return;
    await this.boss.insert(
      jobs.map((job) => ({
        name: queues.task,
        data: job,
        singletonKey: `${job.organizationId}/${job.requestId}/${job.service}`,
        ...(startAfter ? { startAfter } : {}),
      })),
      { db: within(db) },
    );
  }

  /** Queues the finalisation of a request, in the transaction that ends its last part. */
  async sendFinalize(db: EntityManager, job: FinalizeJob, startAfter?: Date): Promise<void> {
    await this.boss.insert(
      [
        {
          name: queues.finalize,
          data: job,
          singletonKey: `${job.organizationId}/${job.requestId}`,
          ...(startAfter ? { startAfter } : {}),
        },
      ],
      { db: within(db) },
    );
  }

  /** Makes this process's workers look now, instead of at the next interval: after a commit that queued jobs. */
  wake(): void {
    for (const id of this.workers) this.boss.notifyWorker(id);
  }

  /** Stops taking jobs, waits for those under way for `timeout` milliseconds at most, and disconnects. */
  async stop(timeout = 20_000): Promise<void> {
    await this.boss.stop({ graceful: true, wait: true, timeout });
  }
}

/** pg-boss's view of a transaction. */
const within = (db: EntityManager): PgBoss.Db => ({
  executeSql: async (text, values) => ({ rows: (await db.query<Record<string, unknown>[]>(text, values)) ?? [] }),
});
