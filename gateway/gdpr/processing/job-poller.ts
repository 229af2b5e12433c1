/**
 * Takes jobs of one queue, so many at once. pg-boss's own workers leave the rejection of a lost connection to nobody, which
 * ends the process; here it is one turn that failed.
 */
import type PgBoss from 'pg-boss';
import { describeError, type Logger } from '../../../subgraphs/kit/base/logger';

/** How long an idle poller waits before it looks again, in milliseconds: other processes' jobs are found this late. */
const pollEvery = 500;

export class JobPoller<T extends object> {
  /** Jobs under way. */
  private running = 0;
  /** Jobs that have ended and are not completed yet. */
  private ended: string[] = [];
  /** The last look found as many jobs as could be taken, so there may be more. */
  private more = false;
  private woken = false;
  private wakeUp = () => {};
  private stopping = false;
  private readonly loop: Promise<void>;

  /** @param handle does a job; what it rejects with is a fault of ours or of the database */
  constructor(
    private readonly boss: PgBoss,
    private readonly name: string,
    private readonly atOnce: number,
    private readonly handle: (job: T) => Promise<void>,
    private readonly logger: Logger,
  ) {
    this.loop = this.takeJobs();
  }

  /** Has the poller look now, instead of at the next interval. */
  wake(): void {
    this.woken = true;
    this.wakeUp();
  }

  /** Takes no more jobs; resolves when those under way have ended. */
  stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    return this.loop;
  }

  private async takeJobs(): Promise<void> {
    while (!this.stopping || this.running > 0) {
      this.woken = false;
      await this.turn();
      if (!this.woken) await this.pause();
    }
    await this.complete();
  }

  private async turn(): Promise<void> {
    await this.complete();
    const free = this.stopping ? 0 : this.atOnce - this.running;
    // A few at a time: jobs that begin together share their statements.
    if (free < this.atOnce / 4) return;
    try {
      const jobs = await this.boss.fetch<T>(this.name, { batchSize: free });
      this.more = jobs.length === free;
      for (const job of jobs) void this.run(job);
    } catch (error) {
      this.logger.error({ error: describeError(error), queue: this.name }, 'the queue could not be read');
    }
  }

  private async run({ id, data }: PgBoss.Job<T>): Promise<void> {
    this.running += 1;
    try {
      await this.handle(data);
    } catch (error) {
      this.logger.error({ error: describeError(error), queue: this.name }, 'a job failed');
    }
    this.running -= 1;
    this.ended.push(id);
    if (this.more || this.stopping) this.wake();
  }

  /** Jobs that have ended are completed together at the next turn: nothing waits for that. */
  private async complete(): Promise<void> {
    const ids = this.ended.splice(0);
    if (ids.length === 0) return;
    try {
      await this.boss.complete(this.name, ids);
    } catch (error) {
      this.ended.push(...ids);
      this.logger.error({ error: describeError(error), queue: this.name }, 'jobs could not be completed');
    }
  }

  private pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, pollEvery);
      this.wakeUp = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
