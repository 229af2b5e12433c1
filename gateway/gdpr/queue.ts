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

/** How many jobs one process works on at once: loops that take tasks, and jobs that each takes at a time. */
const parallel = { loops: 4, batch: 5 };

/** How long an idle loop waits before it looks again, in milliseconds: other processes' jobs are found this late. */
const pollEvery = 500;

/** Handlers never throw for what a service does; what they throw is a fault of ours or of the database. */
export interface JobHandlers {
  /** Parts of one request, by service. */
  tasks: (request: FinalizeJob, services: string[]) => Promise<void>;
  finalize: (job: FinalizeJob) => Promise<void>;
}

export class Queue {
  private readonly boss: PgBoss;
  private readonly loops: Promise<void>[] = [];
  private readonly sleepers = new Set<() => void>();
  private stopping = false;

  constructor(
    connectionString: string,
    private readonly logger: Logger,
  ) {
    this.boss = new PgBoss({
      connectionString,
      application_name: 'habeas queue',
      max: parallel.loops + 2,
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
  work(handlers: JobHandlers): void {
    for (let loop = 0; loop < parallel.loops; loop += 1)
      this.take<TaskJob>(queues.task, (jobs) => byRequest(jobs, handlers.tasks));
    this.take<FinalizeJob>(queues.finalize, (jobs) => jobs.map(handlers.finalize));
  }

  /**
   * Fetches and handles jobs in turns. pg-boss's own workers leave the rejection of a lost connection to nobody, which ends
   * the process; here it is one turn that failed.
   */
  private take<T extends object>(name: string, handle: (jobs: T[]) => Promise<void>[]): void {
    const loop = async () => {
      while (!this.stopping) {
        // Where there was work there may be more: only an empty turn waits.
        if ((await this.turn(name, handle)) === 0) await this.pause();
      }
    };
    this.loops.push(loop());
  }

  private async turn<T extends object>(name: string, handle: (jobs: T[]) => Promise<void>[]): Promise<number> {
    try {
      const jobs = await this.boss.fetch<T>(name, { batchSize: parallel.batch });
      if (jobs.length === 0) return 0;
      await Promise.all(
        handle(jobs.map(({ data }) => data)).map((work) =>
          work.catch((error: unknown) =>
            this.logger.error({ error: describeError(error), queue: name }, 'a job failed'),
          ),
        ),
      );
      await this.boss.complete(
        name,
        jobs.map(({ id }) => id),
      );
      return jobs.length;
    } catch (error) {
      this.logger.error({ error: describeError(error), queue: name }, 'the queue could not be read');
      return 0;
    }
  }

  /** Waits for the next look, or until somebody wakes the loops. */
  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(end, pollEvery);
      const sleepers = this.sleepers;
      function end(): void {
        clearTimeout(timer);
        sleepers.delete(end);
        resolve();
      }
      sleepers.add(end);
    });
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

  /** Makes this process's loops look now, instead of at the next interval: after a commit that queued jobs. */
  wake(): void {
    for (const end of [...this.sleepers]) end();
  }

  /** Stops taking jobs, waits for those under way for `timeout` milliseconds at most, and disconnects. */
  async stop(timeout = 20_000): Promise<void> {
    this.stopping = true;
    this.wake();
    const late = new Promise<void>((resolve) => setTimeout(resolve, timeout).unref());
    await Promise.race([Promise.all(this.loops), late]);
    await this.boss.stop({ graceful: false, wait: true });
  }
}

/** Jobs that came together, the parts of one request as one piece of work: they are claimed in one transaction. */
function byRequest(jobs: TaskJob[], handle: JobHandlers['tasks']): Promise<void>[] {
  const requests = new Map<string, { request: FinalizeJob; services: string[] }>();
  for (const { organizationId, requestId, service } of jobs) {
    const known = requests.get(requestId);
    if (known) known.services.push(service);
    else requests.set(requestId, { request: { organizationId, requestId }, services: [service] });
  }
  return [...requests.values()].map(({ request, services }) => handle(request, services));
}

/** pg-boss's view of a transaction. */
const within = (db: EntityManager): PgBoss.Db => ({
  executeSql: async (text, values) => ({ rows: (await db.query<Record<string, unknown>[]>(text, values)) ?? [] }),
});
