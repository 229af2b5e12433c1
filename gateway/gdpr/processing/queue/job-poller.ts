/**
 * Takes jobs from all queues, a share from each. pg-boss's own workers do not handle the rejection of a lost connection, which
 * ends the process; here only one turn fails.
 */
import type PgBoss from 'pg-boss';
import { describeError, type Logger } from '../../../../subgraphs/kit/base/logger';
import { Lane } from './lane';
import { Pause } from '../../../persistence/pause';
import { Presence } from './presence';
import { kindOf } from './queue-tables';
import { advanceClock } from './turns';
import type { JobKind } from '../../store/jobs';

/** How long a poller with jobs under way waits before it looks again, in milliseconds. */
const lookEvery = 500;

/**
 * How many jobs of one queue a process works on at once. A job mostly waits for services, and jobs of one organisation share
 * their statements, so more at once cost less each.
 */
const atOnce = { task: 32, finalize: 24 } as const satisfies Record<JobKind, number>;

/** What is known of every job. */
interface Owned {
  organizationId: string;
}

export interface PollerTools<T extends Owned> {
  boss: PgBoss;
  /** Does a job; what it rejects with is a fault of ours or of the database. */
  handle: (kind: JobKind, queue: string, job: T) => Promise<void>;
  /** Queues again jobs that were taken too early. */
  sendAgain: (queue: string, jobs: T[]) => Promise<void>;
  logger: Logger;
  /**
   * How long an idle poller waits at most, in milliseconds: it is notified when jobs are queued, and knows when those begin that are queued
   * for later. A lost notification delays work by this much.
   */
  longestPause: number;
}

export class JobPoller<T extends Owned> {
  private readonly lanes = new Map<string, Lane>();
  private readonly presence = new Presence();
  private readonly pause = new Pause();
  private stopping = false;
  private readonly loop: Promise<void>;

  constructor(private readonly tools: PollerTools<T>) {
    this.loop = this.takeJobs();
  }

  /** Makes the poller look now instead of at the next interval. */
  wake(): void {
    this.pause.end();
  }

  /** To be called when some process has queued jobs. A poller that is working looks soon anyway. */
  jobsQueued(): void {
    if (this.idle) this.wake();
  }

  /** Takes no more jobs; resolves when those under way have ended. */
  stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    return this.loop;
  }

  private async takeJobs(): Promise<void> {
    while (!this.stopping || !this.idle) {
      const wait = await this.turn();
      await this.pause.wait(this.idle && !this.uncompleted ? wait : lookEvery);
    }
    await this.complete();
  }

  private get idle(): boolean {
    return [...this.lanes.values()].every(({ idle }) => idle);
  }

  private get uncompleted(): boolean {
    return [...this.lanes.values()].some(({ ended }) => ended.length > 0);
  }

  /** Takes jobs and returns how long no others will be due. */
  private async turn(): Promise<number> {
    await this.complete();
    if (this.stopping) return lookEvery;
    try {
      const { lanes, next } = await this.due();
      await Promise.all(lanes.map((lane) => this.take(lane)));
      return lanes.length > 0 ? lookEvery : next;
    } catch (error) {
      this.tools.logger.error({ error: describeError(error) }, 'the queue could not be read');
      return lookEvery;
    }
  }

  /**
   * The lanes whose queues have jobs that are due, and in how many milliseconds others will be due. Queues that other processes
   * created are included.
   */
  private async due(): Promise<{ lanes: Lane[]; next: number }> {
    const { rows }: { rows: { name: string; due_in: number }[] } = await this.tools.boss.getDb().executeSql(
      // A lookup in each queue's own table.
      `SELECT queue.name, (extract(epoch FROM first.start_after - clock_timestamp()) * 1000)::float AS due_in
       FROM pgboss.queue CROSS JOIN LATERAL (
         SELECT start_after FROM pgboss.job WHERE job.name = queue.name AND job.state < 'active'
         ORDER BY start_after LIMIT 1) AS first`,
      [],
    );
    return {
      lanes: this.lanesOf(rows.filter(({ due_in: dueIn }) => dueIn <= 0)),
      next: Math.min(this.tools.longestPause, ...rows.flatMap(({ due_in: dueIn }) => (dueIn > 0 ? dueIn : []))),
    };
  }

  private lanesOf(queues: { name: string }[]): Lane[] {
    return queues.flatMap(({ name }) => {
      const known = this.lanes.get(name);
      const kind = kindOf(name);
      if (known || !kind) return known ?? [];
      const lane = new Lane(name, atOnce[kind], this.presence);
      this.lanes.set(name, lane);
      return lane;
    });
  }

  private async take(lane: Lane): Promise<void> {
    const { boss, sendAgain } = this.tools;
    const { open, queue } = lane;
    lane.more = true;
    if (open === 0) return;
    const jobs = await boss.fetch<T>(queue, { batchSize: open, includeMetadata: true });
    lane.more = jobs.length === open;
    if (jobs.length === 0) return;
    jobs.sort((one, other) => other.priority - one.priority);
    const early = jobs.filter((job) => !this.begin(lane, job));
    const organizationIds = new Set(jobs.map(({ data }) => data.organizationId));
    const priorities = jobs.map(({ priority }) => priority);
    const backlogged = await advanceClock(boss.getDb(), queue, priorities, [...organizationIds]);
    this.presence.note(queue, organizationIds, backlogged);
    if (early.length === 0) return;
    await sendAgain(
      queue,
      early.map(({ data }) => data),
    );
    lane.ended.push(...early.map(({ id }) => id));
  }

  /** Begins a job, unless its organisation has too many under way. */
  private begin(lane: Lane, { id, data }: PgBoss.Job<T>): boolean {
    const begun = lane.begin(data.organizationId);
    if (begun) void this.run(lane, id, data);
    return begun;
  }

  private async run(lane: Lane, id: string, data: T): Promise<void> {
    const { handle, logger } = this.tools;
    try {
      await handle(kindOf(lane.queue) ?? 'task', lane.queue, data);
    } catch (error) {
      logger.error({ error: describeError(error), queue: lane.queue }, 'a job failed');
    }
    lane.end(data.organizationId, id);
    if (this.stopping || (lane.more && lane.open > 0)) this.wake();
  }

  /** Jobs that have ended are completed together at the next turn, since nothing waits for that. */
  private async complete(): Promise<void> {
    await Promise.all([...this.lanes.values()].map((lane) => this.completeIn(lane)));
  }

  private async completeIn(lane: Lane): Promise<void> {
    const ids = lane.ended.splice(0);
    if (ids.length === 0) return;
    try {
      await this.tools.boss.complete(lane.queue, ids);
    } catch (error) {
      lane.ended.push(...ids);
      this.tools.logger.error({ error: describeError(error), queue: lane.queue }, 'jobs could not be completed');
    }
  }
}
