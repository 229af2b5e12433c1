/**
 * Sweeps: work that has no job. One statement asks when each sweep has something to do next; until then none of them runs. When
 * something becomes due earlier, a notification says so; if it is lost, the next look finds it.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { describeError, type Logger } from '../../../subgraphs/kit/base/logger';
import { Pause } from '../../persistence/pause';

/** One kind of work. */
export interface Sweep {
  kind: string;
  /** SQL of one value: the time from which there may be something to do, or null. It may be too early, but never too late. */
  due: string;
  /** The shortest time from the beginning of one turn to the next, in milliseconds. */
  pause: number;
  /** One turn. @param stopped aborted when the process stops: what can be left to another process, is */
  run: (stopped: AbortSignal) => Promise<void>;
}

export interface SweepTools {
  dataSource: DataSource;
  logger: Logger;
}

/** The longest time between two looks, in milliseconds: a lost notification delays work by this much. */
const longestPause = 5_000;

/** The shortest time between two looks, in milliseconds, however many notifications come. */
const shortestPause = 100;

/** The same after a look that failed. */
const pauseAfterFailure = 1_000;

export class Sweeps {
  private readonly underWay = new Map<string, Promise<void>>();
  /** When each kind may begin its next turn, by the process's own clock. */
  private readonly notBefore = new Map<string, number>();
  private readonly pause = new Pause();
  private readonly stopping = new AbortController();
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
    this.stopping.abort(new Error('The process stops.'));
    this.wake();
    await this.loop;
    await Promise.all(this.underWay.values());
  }

  private async look(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const wait = await this.turn();
      if (this.stopping.signal.aborted) return;
      await sleep(shortestPause);
      await this.pause.wait(wait - shortestPause);
    }
  }

  /** Begins what is due and returns for how long nothing else will be. */
  private async turn(): Promise<number> {
    const { dataSource, logger } = this.tools;
    try {
      const columns = this.sweeps.map(
        ({ due }, index) => `(extract(epoch FROM (${due}) - clock_timestamp()) * 1000)::float AS "${index}"`,
      );
      const [row = {}]: Record<string, number | null>[] = await dataSource.query(`SELECT ${columns.join(', ')}`);
      if (this.stopping.signal.aborted) return 0;
      return Math.min(this.longest, ...this.sweeps.map((sweep, index) => this.take(sweep, row[index] ?? Infinity)));
    } catch (error) {
      logger.error({ error: describeError(error) }, 'what is due could not be looked for');
      return pauseAfterFailure;
    }
  }

  /** Begins a sweep that is due and returns in how many milliseconds it is to be looked at again. */
  private take(sweep: Sweep, dueIn: number): number {
    const { kind, pause } = sweep;
    const resting = (this.notBefore.get(kind) ?? 0) - performance.now();
    if (dueIn > 0 || resting > 0) return Math.max(dueIn, resting);
    this.notBefore.set(kind, performance.now() + pause);
    if (!this.underWay.has(kind)) this.begin(sweep);
    return pause;
  }

  /** A failed sweep is repeated at its next turn and does not affect the others. */
  private begin({ kind, run }: Sweep): void {
    const sweeping = run(this.stopping.signal)
      .catch((error: unknown) => this.tools.logger.error({ kind, error: describeError(error) }, 'a sweep failed'))
      .finally(() => this.underWay.delete(kind));
    this.underWay.set(kind, sweeping);
  }
}
