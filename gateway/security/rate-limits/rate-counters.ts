/**
 * Where calls are counted: in Redis for all replicas together, or in this process. Both count and decide in one step, so
 * that calls at once cannot all read the same number and all pass.
 */
import { Redis } from 'ioredis';
import CircuitBreaker from 'opossum';
import { RateLimiterRes } from 'rate-limiter-flexible';
import { hangCircuit } from '../../../subgraphs/kit/base/hang-circuit';
import { describeError, type Logger } from '../../../subgraphs/kit/base/logger';
import { MemoryLimiter, RedisLimiter, type Limiter, type Rate } from './limiters';

export type { Rate } from './limiters';

/** What counting found. */
export interface Taken {
  /** Calls within the window before these ones. */
  used: number;
  /** Milliseconds until the calls would be granted; 0 when they were. */
  waitMs: number;
  /** Milliseconds until the window ends. */
  resetMs: number;
  /** Takes the calls back, because the operation was refused for another reason. */
  giveBack(): Promise<void>;
}

/** How long a count may take before this replica counts on its own, in milliseconds. */
const redisTimeout = 250;

/** Counts calls by key. */
export abstract class RateCounters {
  private readonly limiters = new Map<string, Limiter>();

  protected abstract makeLimiter(rate: Rate): Limiter;
  /** Where calls are counted at this moment. */
  protected abstract place(): unknown;

  /** Whether calls are counted for all replicas together, if they should be. @throws when they are not */
  check(): Promise<void> {
    return Promise.resolve();
  }

  /** Runs work that may have to wait for an answer. */
  protected run<T>(limiter: Limiter, work: (limiter: Limiter) => Promise<T>): Promise<T> {
    return work(limiter);
  }

  /** Counts `calls` calls, if all of them fit; otherwise none. */
  async take(key: string, rate: Rate, calls: number): Promise<Taken> {
    const limiter = this.limiterOf(rate);
    const place = this.place();
    const { consumedPoints, msBeforeNext } = await this.run(limiter, (at) => at.consume(key, calls)).catch(
      (over: unknown) => {
        if (over instanceof RateLimiterRes) return over;
        throw over;
      },
    );
    const endsAt = performance.now() + msBeforeNext;
    const giveBack = async () => {
      // Given back to the next window or to another counter, they would allow calls beyond the limit.
      if (performance.now() + 2 * redisTimeout > endsAt || place !== this.place()) return;
      await this.run(limiter, (at) => at.reward(key, calls));
    };
    const refused = consumedPoints > rate.calls;
    if (refused) await giveBack();
    return {
      used: consumedPoints - calls,
      waitMs: refused ? Math.max(1, msBeforeNext) : 0,
      resetMs: msBeforeNext,
      giveBack,
    };
  }

  /** Counts calls that were made already. Those beyond the limit are a debt, for which later calls wait at the rate of the limit. */
  async charge(key: string, rate: Rate, calls: number): Promise<void> {
    const limiter = this.limiterOf(rate);
    const { consumedPoints } = await this.run(limiter, (at) => at.penalty(key, calls));
    const owed = Math.min(calls, consumedPoints - rate.calls);
    if (owed > 0) await this.run(limiter, (at) => at.prolong(key, (owed * rate.seconds * 1_000) / rate.calls));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private limiterOf(rate: Rate): Limiter {
    const name = `${rate.calls}/${rate.seconds}`;
    const known = this.limiters.get(name);
    if (known) return known;
    const limiter = this.makeLimiter(rate);
    this.limiters.set(name, limiter);
    return limiter;
  }
}

/** Counts in this process. */
export class MemoryCounters extends RateCounters {
  protected makeLimiter = (rate: Rate) => new MemoryLimiter(rate);
  protected place = () => this;
}

/** A count of this process, because Redis did not answer in time. For the circuit it is a failure, for the caller a count. */
class CountedAlone extends Error {
  constructor(readonly count: unknown) {
    super('Redis did not answer in time.');
  }
}

/**
 * Counts in Redis. While Redis does not answer, every replica counts on its own: limits then hold for each replica, no call is
 * refused because of Redis, and the log says when this began and ended. A circuit breaker stands before Redis: when it does not
 * answer, only the calls of that moment wait, and after that a single one from time to time.
 */
export class RedisCounters extends RateCounters {
  private readonly redis: Redis;
  private down = false;
  /** How often this replica counted on its own. */
  private insured = 0;
  private lastError: unknown;
  private readonly circuit = hangCircuit(
    (work: () => Promise<unknown>) => this.inTime(work),
    (error) => error instanceof CountedAlone,
  );

  constructor(
    url: string,
    private readonly logger: Logger,
  ) {
    super();
    this.redis = new Redis(url, {
      connectTimeout: 2_000,
      // Bounds the check whether a new connection is ready.
      commandTimeout: 2_000,
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      retryStrategy: (attempt) => Math.min(attempt * 200, 2_000),
    });
    // Without a listener, an error of the connection would end the process. Counting notices when Redis does not answer.
    this.redis.on('error', (error) => (this.lastError = error));
  }

  protected makeLimiter(rate: Rate): Limiter {
    return new RedisLimiter(this.redis, rate, new MemoryLimiter(rate, () => this.fellBack()));
  }

  protected place(): unknown {
    return this.redis.status === 'ready' && this.circuit.closed ? this.redis.stream : null;
  }

  override async check(): Promise<void> {
    await this.circuit.fire(() =>
      this.redis.ping().catch(() => {
        this.fellBack();
      }),
    );
  }

  protected override async run<T>(limiter: Limiter, work: (limiter: Limiter) => Promise<T>): Promise<T> {
    try {
      return (await this.circuit.fire(() => work(limiter))) as T;
    } catch (error) {
      if (error instanceof CountedAlone) return error.count as T;
      if (CircuitBreaker.isOurError(error as Error) && limiter instanceof RedisLimiter) return work(limiter.insurance);
      throw error;
    }
  }

  /**
   * Asks Redis. Time-outs of ioredis, the limiter or the circuit are not used: when this process was busy for that long, their timers
   * fire before the answer that is waiting in the socket is read, and replicas would count alone without need.
   * @throws CountedAlone
   */
  private async inTime(work: () => Promise<unknown>): Promise<unknown> {
    const { insured } = this;
    const { stream } = this.redis as { stream?: Redis['stream'] };
    let answered = false;
    // Sockets are read between timers and immediates.
    const timer = setTimeout(
      () => setImmediate(() => answered || stream?.destroy(new Error('Redis did not answer in time.'))),
      redisTimeout,
    );
    const count = await work().finally(() => {
      answered = true;
      clearTimeout(timer);
    });
    if (insured !== this.insured) throw new CountedAlone(count);
    if (this.down) {
      this.down = false;
      this.logger.info('Redis answers again: limits hold for all replicas together');
    }
    return count;
  }

  override close(): Promise<void> {
    this.circuit.shutdown();
    this.redis.disconnect();
    return Promise.resolve();
  }

  private fellBack(): void {
    this.insured += 1;
    if (this.down) return;
    this.down = true;
    const error = describeError(this.lastError ?? new Error('Redis is not connected.'));
    this.logger.warn({ error }, 'Redis does not answer: this replica counts calls on its own');
  }
}
