/**
 * Sweeps: work that no job stands for. One statement asks when each of them has something to do next; until then nothing is looked
 * for. What becomes due earlier than was said is told by a notification, and without one found at the next look.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { describeError, type Logger } from '../../../subgraphs/kit/base/logger';
import { Pause } from '../../persistence/pause';

/** One kind of work. */
export interface Sweep {
  kind: string;
  /** SQL of one value: the time from which on there may be something to do; null when there is nothing. Never later than there is. */
  due: string;
  /** How long after the beginning of one turn the next one begins at the earliest, in milliseconds. */
  pause: number;
  run: () => Promise<void>;
}

export interface SweepTools {
  dataSource: DataSource;
  logger: Logger;
}

/** How long nothing is looked for at most, in milliseconds: what a lost notification costs. */
const longestPause = 5_000;

/** How long after a look the next one comes at the earliest, in milliseconds, however much is told. */
const shortestPause = 100;

/** How long after a look that failed. */
const pauseAfterFailure = 1_000;

export class Sweeps {
  private readonly underWay = new Map<string, Promise<void>>();
  /** When each kind may begin its next turn, by the process's own clock. */
  private readonly notBefore = new Map<string, number>();
  private readonly pause = new Pause();
  private stopping = false;
  private loop: Promise<void> = Promise.resolve();

  constructor(
    private readonly tools: SweepTools,
    private readonly sweeps: readonly Sweep[],
    private readonly longest = longestPause,
  ) {}

  /** Begins to look. */
  start(): void {
    this.loop = this.look();
  }

  /** Looks now: something has become due. */
  wake(): void {
    this.pause.end();
  }

  /** Begins nothing more; resolves when what is under way has ended. */
  async stop(): Promise<void> {
    this.stopping = true;
    this.wake();
    await this.loop;
    await Promise.all(this.underWay.values());
  }

  private async look(): Promise<void> {
    while (!this.stopping) {
      const wait = await this.turn();
      if (this.stopping) return;
      await sleep(shortestPause);
      await this.pause.wait(wait - shortestPause);
    }
  }

  /** Begins what is due, and answers for how long nothing else will be. */
  private async turn(): Promise<number> {
    const { dataSource, logger } = this.tools;
    try {
      const columns = this.sweeps.map(
        ({ due }, index) => `(extract(epoch FROM (${due}) - clock_timestamp()) * 1000)::float AS "${index}"`,
      );
      const [row = {}]: Record<string, number | null>[] = await dataSource.query(`SELECT ${columns.join(', ')}`);
      if (this.stopping) return 0;
      return Math.min(this.longest, ...this.sweeps.map((sweep, index) => this.take(sweep, row[index] ?? Infinity)));
    } catch (error) {
      logger.error({ error: describeError(error) }, 'what is due could not be looked for');
      return pauseAfterFailure;
    }
  }

  /** Begins a sweep that is due, and answers in how many milliseconds it is to be looked at again. */
  private take(sweep: Sweep, dueIn: number): number {
    const { kind, pause } = sweep;
    const resting = (this.notBefore.get(kind) ?? 0) - performance.now();
    if (dueIn > 0 || resting > 0) return Math.max(dueIn, resting);
    this.notBefore.set(kind, performance.now() + pause);
    if (!this.underWay.has(kind)) this.begin(sweep);
    return pause;
  }

  /** What fails is made again at the next turn, and hinders no other. */
  private begin({ kind, run }: Sweep): void {
    const sweeping = run()
      .catch((error: unknown) => this.tools.logger.error({ kind, error: describeError(error) }, 'a sweep failed'))
      .finally(() => this.underWay.delete(kind));
    this.underWay.set(kind, sweeping);
  }
}
