/**
 * Where calls are counted: in Redis for all replicas together, or in this process. Both count and decide in one step, so
 * that calls at once cannot all read the same number and all pass.
 */
import { randomUUID } from 'node:crypto';
import { Redis } from 'ioredis';
import { describeError, type Logger } from '../../subgraphs/kit/base/logger';
import { BoundedCache } from './bounded-cache';

/** How many calls may be made within any span of so many seconds. */
export interface Rate {
  calls: number;
  seconds: number;
}

/** What counting found. */
export interface Taken {
  /** Calls within the window before these ones. */
  used: number;
  /** Milliseconds until the calls would be granted; 0 when they were. */
  waitMs: number;
  /** Milliseconds until the oldest call leaves the window. */
  resetMs: number;
}

/** Counts calls by key, in a sliding window. */
export interface RateCounters {
  /** Counts `calls` calls, if all of them fit; otherwise none. */
  take(key: string, rate: Rate, calls: number): Promise<Taken>;
  close(): Promise<void>;
}

/** Keys that are remembered at once; beyond that the one that was used the longest ago is forgotten. */
const mostKeys = 100_000;

/** Counts in this process. */
export class MemoryCounters implements RateCounters {
  private readonly calls = new BoundedCache<string, number[]>(mostKeys);

  take(key: string, { calls: most, seconds }: Rate, calls: number): Promise<Taken> {
    const now = Date.now();
    const window = seconds * 1_000;
    const times = (this.calls.get(key) ?? []).filter((time) => time > now - window);
    const used = times.length;
    const over = used + calls - most;
    // Calls that could never fit wait for nothing in particular.
    const waitMs = over <= 0 ? 0 : (times[over - 1] ?? now) + window - now;
    if (over <= 0) times.push(...Array<number>(calls).fill(now));
    this.calls.set(key, times);
    return Promise.resolve({ used, waitMs, resetMs: (times[0] ?? now) + window - now });
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}

/** Redis's own clock, so that replicas whose clocks differ count alike. */
const takeScript = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local most, window, calls = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
local used = redis.call('ZCARD', KEYS[1])
local over = used + calls - most
local wait = 0
if over <= 0 then
  for call = 1, calls do redis.call('ZADD', KEYS[1], now, ARGV[4] .. call) end
  redis.call('PEXPIRE', KEYS[1], window)
else
  local frees = redis.call('ZRANGE', KEYS[1], over - 1, over - 1, 'WITHSCORES')
  wait = (tonumber(frees[2]) or now) + window - now
end
local oldest = redis.call('ZRANGE', KEYS[1], 0, 0, 'WITHSCORES')
return { used, wait, (tonumber(oldest[2]) or now) + window - now }
`;

/** How long a count may take before this replica counts on its own, in milliseconds. */
const redisTimeout = 250;

/**
 * Counts in Redis. While Redis does not answer, every replica counts on its own: limits then hold for each replica, no call
 * is refused for Redis's sake, and the log says when it began and when it ended.
 */
export class RedisCounters implements RateCounters {
  private readonly redis: Redis;
  private readonly own = new MemoryCounters();
  private down = false;

  constructor(
    url: string,
    private readonly logger: Logger,
  ) {
    this.redis = new Redis(url, {
      connectTimeout: 2_000,
      maxRetriesPerRequest: 0,
      enableOfflineQueue: false,
      retryStrategy: (attempt) => Math.min(attempt * 200, 2_000),
    });
    // Without a listener an error of the connection would end the process; what matters of it shows when counting.
    this.redis.on('error', () => {});
    this.redis.defineCommand('habeasTake', { numberOfKeys: 1, lua: takeScript });
  }

  async take(key: string, rate: Rate, calls: number): Promise<Taken> {
    try {
      const answer = await inTime(
        (this.redis as Redis & TakeCommand).habeasTake(
          `habeas:rate:${key}`,
          rate.calls,
          rate.seconds * 1_000,
          calls,
          `${randomUUID()}:`,
        ),
      );
      if (this.down) this.logger.info('Redis answers again: limits hold for all replicas together');
      this.down = false;
      const [used, waitMs, resetMs] = answer;
      return { used, waitMs, resetMs };
    } catch (error) {
      if (!this.down)
        this.logger.warn(
          { error: describeError(error) },
          'Redis does not answer: this replica counts calls on its own',
        );
      this.down = true;
      return this.own.take(key, rate, calls);
    }
  }

  async close(): Promise<void> {
    this.redis.disconnect();
    return Promise.resolve();
  }
}

/**
 * What Redis answers within {@link redisTimeout}. Not ioredis's `commandTimeout`: when this process was busy for so long, its
 * timers come before the answer that has been waiting in the socket, and a limit would hold for each replica in vain.
 */
async function inTime<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    // Sockets are read between timers and immediates.
    timer = setTimeout(() => setImmediate(() => reject(new Error('Redis did not answer in time.'))), redisTimeout);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

interface TakeCommand {
  habeasTake(
    key: string,
    most: number,
    windowMs: number,
    calls: number,
    member: string,
  ): Promise<[number, number, number]>;
}
