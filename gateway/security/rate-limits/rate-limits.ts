/**
 * Rate limits (R19): the API is for individual requests, not for bulk work. Fields that find people,
 * read their data or create requests are counted for each caller and each organisation, across all replicas.
 */
import { createHash } from 'node:crypto';
import { HeaderMap } from '@apollo/server';
import { getGraphQLRateLimiter, Store } from 'graphql-rate-limit';
import { LRUCache } from 'lru-cache';
import { codedError } from '../../../subgraphs/kit/base/errors';
import type { Caller } from '../../../subgraphs/kit/base/security/caller-token';
import type { Rate, RateCounters, Taken } from './rate-counters';
import type { LimitName } from './limited-fields';

/** Each limit, for one caller and for the whole organisation. */
export type RateLimitRules = Record<LimitName, { caller: Rate; organization: Rate }>;

/** How one limit stands after a call. */
interface Standing extends Taken {
  rate: Rate;
  calls: number;
}

/** A count that is asked of the library. */
interface Count {
  take: () => Promise<Taken>;
  taken?: Taken;
}

/**
 * Tells the library what it needs to decide. Calls are counted and decided on in one step, so that simultaneous calls cannot all pass. The
 * library decides by the length of a list of earlier calls, and copies it several times: the list has one entry when the calls were
 * refused, and none when they were granted, whatever the limit is.
 */
class CountingStore extends Store {
  async getForIdentity({ contextIdentity }: { contextIdentity: unknown }) {
    const count = contextIdentity as Count;
    count.taken = await count.take();
    return count.taken.waitMs > 0 ? [Date.now()] : [];
  }

  setForIdentity(): void {
    // Counted already.
  }
}

/** The library hands the identity on to its store, and reads nothing in it. */
const limiter = getGraphQLRateLimiter({
  identifyContext: (count: Count) => count as never,
  store: new CountingStore(),
});

/** Keys are hashed, so that Redis holds no caller's name. */
const keys = new LRUCache<string, string>({
  max: 10_000,
  memoMethod: (text) => createHash('sha256').update(text).digest('base64url'),
});
const keyOf = (name: string, identity: string) => keys.memo(`${name}\n${identity}`);

async function count(
  counters: RateCounters,
  name: string,
  identity: string,
  rate: Rate,
  calls: number,
): Promise<Standing & { refused: boolean }> {
  const counted: Count = { take: () => counters.take(keyOf(name, identity), rate, calls) };
  const refused = await limiter(
    { parent: undefined, args: {}, context: counted, info: { fieldName: name } as never },
    { max: 1, window: `${rate.seconds}s` },
  );
  return { ...(counted.taken as Taken), rate, calls, refused: refused !== undefined };
}

/** Who is limited. */
export type Limited = Pick<Caller, 'organizationId' | 'subject'>;

/** The limits that a call counts against. */
const limitsOf = (rules: RateLimitRules, name: LimitName, { organizationId, subject }: Limited) =>
  [
    { identity: `caller\n${organizationId}\n${subject}`, rate: rules[name].caller, whose: 'caller' },
    { identity: `organization\n${organizationId}`, rate: rules[name].organization, whose: 'organisation' },
  ] as const;

/** The `RateLimit-*` headers of the limit that is nearest to its end. */
function headersOf(standings: Standing[]): [string, string][] {
  const left = ({ rate, used, calls, waitMs }: Standing) => Math.max(0, rate.calls - used - (waitMs > 0 ? 0 : calls));
  const [tightest] = [...standings].sort((a, b) => left(a) - left(b));
  if (!tightest) return [];
  return [
    ['ratelimit-limit', String(tightest.rate.calls)],
    ['ratelimit-remaining', String(left(tightest))],
    ['ratelimit-reset', String(Math.ceil(tightest.resetMs / 1_000))],
  ];
}

function refusal(subject: string, standings: Standing[]) {
  const waitMs = Math.max(...standings.map((standing) => standing.waitMs));
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1_000));
  const headers = new HeaderMap([...headersOf(standings), ['retry-after', String(retryAfterSeconds)]]);
  return codedError('RATE_LIMITED', `Too many calls: ${subject}. Try again in ${retryAfterSeconds} seconds.`, {
    retryAfterSeconds,
    http: { status: 429, headers },
  });
}

/**
 * Counts everything that an operation would call, before any of it runs: an operation over a limit does nothing at all, and
 * counts against no limit.
 * @throws RATE_LIMITED with `retryAfterSeconds`, and HTTP 429 with `Retry-After` and `RateLimit-*`
 */
export async function countOperation(
  counters: RateCounters,
  rules: RateLimitRules,
  caller: Limited,
  called: ReadonlyMap<LimitName, number>,
): Promise<[string, string][]> {
  const standings: Standing[] = [];
  for (const [name, calls] of called) {
    for (const { identity, rate, whose } of limitsOf(rules, name, caller)) {
      const standing = await count(counters, name, identity, rate, calls);
      if (standing.refused) {
        await Promise.all(standings.map((granted) => granted.giveBack()));
        throw refusal(`the limit of ${name} is ${rate.calls} in ${rate.seconds} s for each ${whose}`, [standing]);
      }
      standings.push(standing);
    }
  }
  return headersOf(standings);
}

/** Counts further calls for a caller and its organisation. Later calls wait for what is beyond a limit (R19). */
export type CountFurther = (caller: Limited, name: LimitName, calls: number) => Promise<void>;

/** Counts calls that are made within another call. @throws RATE_LIMITED; then nothing was counted */
export type CountCalls = (caller: Limited, name: LimitName, calls: number) => Promise<void>;

/** Counts calls that are no root fields of the operation. */
export const innerCalls =
  (counters: RateCounters, rules: RateLimitRules): CountCalls =>
  async (caller, name, calls) => {
    await countOperation(counters, rules, caller, new Map([[name, calls]]));
  };

/** Counts the members of a family, except the one for which the call was counted. */
export const furtherCalls =
  (counters: RateCounters, rules: RateLimitRules): CountFurther =>
  async (caller, name, calls) => {
    if (calls <= 0) return;
    for (const { identity, rate } of limitsOf(rules, name, caller))
      await counters.charge(keyOf(name, identity), rate, calls);
  };

/**
 * Counts one refused token or login for a client's address.
 * @returns takes it back: a login is counted before anybody knows whether it will be refused
 * @throws RATE_LIMITED
 */
export async function countRefusedToken(
  counters: RateCounters,
  rate: Rate,
  address: string,
): Promise<() => Promise<void>> {
  const standing = await count(counters, 'refusedTokens', address, rate, 1);
  if (standing.refused) throw refusal(`${rate.calls} refused tokens in ${rate.seconds} s`, [standing]);
  return () => standing.giveBack();
}
