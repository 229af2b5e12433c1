/** The limiters of rate-limiter-flexible as they are used here: bounded in memory, and with a debt that can be waited off. */
import type { Redis } from 'ioredis';
import { LRUCache } from 'lru-cache';
import { RateLimiterMemory, RateLimiterRedis } from 'rate-limiter-flexible';

/** How many calls may be made in a window of so many seconds. The first call opens the window. */
export interface Rate {
  calls: number;
  seconds: number;
}

/** The longest that a debt delays later calls, in milliseconds: a timer of Node takes no more than 24 days. */
const longestWait = 20 * 24 * 60 * 60 * 1_000;

/** The most keys that are stored at once. Beyond that, the one that was used longest ago is dropped. */
const mostKeys = 100_000;

/** The prefix of the keys of every limiter. */
const keyPrefix = 'habeas:rate';

/** Counts calls by key, with a window that can be made longer. */
export type Limiter = Pick<RateLimiterMemory, 'consume' | 'penalty' | 'reward'> & {
  /** Makes the window of a key that is over its limit end so many milliseconds later. */
  prolong(key: string, milliseconds: number): Promise<void>;
};

/** Counts in this process. */
export class MemoryLimiter extends RateLimiterMemory implements Limiter {
  private readonly keys: LRUCache<string, true>;
  private prolonging = Promise.resolve();

  /** @param onUse is called for every call that is counted */
  constructor(
    { calls, seconds }: Rate,
    private readonly onUse: () => void = () => {},
    maximum = mostKeys,
  ) {
    super({ points: calls, duration: seconds, keyPrefix });
    this.keys = new LRUCache({
      max: maximum,
      dispose: (_, key, reason) => {
        if (reason === 'evict') void this.delete(key);
      },
    });
  }

  override consume(...args: Parameters<RateLimiterMemory['consume']>) {
    this.keys.set(String(args[0]), true);
    this.onUse();
    return super.consume(...args);
  }

  override penalty(...args: Parameters<RateLimiterMemory['penalty']>) {
    this.onUse();
    return super.penalty(...args);
  }

  override reward(...args: Parameters<RateLimiterMemory['reward']>) {
    this.onUse();
    return super.reward(...args);
  }

  /** Changes of a window run one after the other, because each adds to the one before. */
  prolong(key: string, milliseconds: number): Promise<void> {
    this.onUse();
    this.prolonging = this.prolonging.then(async () => {
      const left = Math.max(0, (await this.get(key))?.msBeforeNext ?? 0);
      // Nothing is granted until the time of the debt is over, even if calls are given back meanwhile.
      await this.set(key, Number.MAX_SAFE_INTEGER / 2, Math.min(left + milliseconds, longestWait) / 1_000);
    });
    return this.prolonging;
  }
}

/** Runs in one step, so that debts that arise at once add up. The debt of a key that has just expired counts from now. */
const prolongScript = `
local left = redis.call('pttl', KEYS[1])
if left < 0 then
  redis.call('set', KEYS[1], ARGV[2])
  left = 0
end
redis.call('pexpire', KEYS[1], math.min(left + tonumber(ARGV[1]), tonumber(ARGV[3])))
`;

interface ProlongCommand {
  habeasProlong(key: string, milliseconds: number, full: number, longest: number): Promise<unknown>;
}

/** Counts in Redis, for all replicas; without an answer of Redis, in this process. */
export class RedisLimiter extends RateLimiterRedis implements Limiter {
  constructor(
    private readonly redis: Redis,
    { calls, seconds }: Rate,
    /** Counts in this process, while Redis is not asked. */
    readonly insurance: MemoryLimiter,
  ) {
    super({
      storeClient: redis,
      points: calls,
      duration: seconds,
      keyPrefix,
      rejectIfRedisNotReady: true,
      insuranceLimiter: insurance,
    });
    redis.defineCommand('habeasProlong', { numberOfKeys: 1, lua: prolongScript });
  }

  async prolong(key: string, milliseconds: number): Promise<void> {
    const commands = this.redis as Redis & ProlongCommand;
    try {
      await commands.habeasProlong(this.getKey(key), Math.ceil(milliseconds), this.points + 1, longestWait);
    } catch {
      await this.insurance.prolong(key, milliseconds);
    }
  }
}
