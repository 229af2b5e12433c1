/**
 * Rate limits (R19): the API is for individual requests, not for bulk work. What finds people, reads their data or files
 * requests is counted for each caller and for each organisation, the same across all replicas.
 */
import { createHash } from 'node:crypto';
import { HeaderMap, type ApolloServerPlugin } from '@apollo/server';
import { getGraphQLRateLimiter, Store } from 'graphql-rate-limit';
import { Kind, type DocumentNode, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';
import { codedError } from '../../subgraphs/kit/base/errors';
import type { GatewayContext } from '../http/context';
import type { Caller } from './authentication';
import type { Rate, RateCounters, Taken } from './rate-counters';

/** What is limited. */
export type LimitName = 'subjects' | 'personalDataReport' | 'requests';

/** Each limit, for one caller and for the whole organisation. */
export type RateLimitRules = Record<LimitName, { caller: Rate; organization: Rate }>;

/** The root fields that count, by coordinate. */
export const limitedFields: Readonly<Record<string, LimitName>> = {
  'query.subjects': 'subjects',
  'query.previewGdprRequest': 'subjects',
  'query.personalDataReport': 'personalDataReport',
  'mutation.createGdprRequest': 'requests',
  'mutation.retryGdprRequest': 'requests',
};

/** How one limit stands after a call. */
interface Standing extends Taken {
  rate: Rate;
  calls: number;
}

/** The library reads its earlier calls from here: they are counted in the same step. */
class CountingStore extends Store {
  taken: Taken = { used: 0, waitMs: 0, resetMs: 0 };

  constructor(
    private readonly counters: RateCounters,
    private readonly rate: Rate,
    private readonly calls: number,
  ) {
    super();
  }

  async getForIdentity({ contextIdentity, fieldIdentity }: { contextIdentity: string; fieldIdentity: string }) {
    // Keys are hashed: whoever looks into Redis reads no caller's name.
    const key = createHash('sha256').update(`${fieldIdentity}\n${contextIdentity}`).digest('base64url');
    this.taken = await this.counters.take(key, this.rate, this.calls);
    return Array<number>(this.taken.used).fill(Date.now());
  }

  setForIdentity(): void {
    // Counted already.
  }
}

async function count(
  counters: RateCounters,
  name: string,
  identity: string,
  rate: Rate,
  calls: number,
): Promise<Standing & { refused: boolean }> {
  const store = new CountingStore(counters, rate, calls);
  const limiter = getGraphQLRateLimiter({ identifyContext: () => identity, store });
  const refused = await limiter(
    { parent: undefined, args: { calls: Array(calls) }, context: {}, info: { fieldName: name } as never },
    { max: rate.calls, window: `${rate.seconds}s`, arrayLengthField: 'calls' },
  );
  return { ...store.taken, rate, calls, refused: refused !== undefined };
}

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
 * Counts everything that an operation would call, before any of it runs: an operation over a limit does nothing at all.
 * @throws RATE_LIMITED with `retryAfterSeconds`, and HTTP 429 with `Retry-After` and `RateLimit-*`
 */
export async function countOperation(
  counters: RateCounters,
  rules: RateLimitRules,
  caller: Caller,
  called: ReadonlyMap<LimitName, number>,
): Promise<[string, string][]> {
  const standings: Standing[] = [];
  for (const [name, calls] of called) {
    const { organizationId, subject } = caller;
    for (const [identity, rate, whose] of [
      [`caller\n${organizationId}\n${subject}`, rules[name].caller, 'caller'],
      [`organization\n${organizationId}`, rules[name].organization, 'organisation'],
    ] as const) {
      const standing = await count(counters, name, identity, rate, calls);
      standings.push(standing);
      if (standing.refused)
        throw refusal(`the limit of ${name} is ${rate.calls} in ${rate.seconds} s for each ${whose}`, [standing]);
    }
  }
  return headersOf(standings);
}

/** Counts one refused token for a client's address. @throws RATE_LIMITED */
export async function countRefusedToken(counters: RateCounters, rate: Rate, address: string): Promise<void> {
  const standing = await count(counters, 'refusedTokens', address, rate, 1);
  if (standing.refused) throw refusal(`${rate.calls} refused tokens in ${rate.seconds} s`, [standing]);
}

/** Apollo Server's side of the limits. */
export function rateLimitPlugin(counters: RateCounters, rules: RateLimitRules): ApolloServerPlugin<GatewayContext> {
  const known = new WeakMap<OperationDefinitionNode, ReadonlyMap<LimitName, number>>();
  return {
    requestDidStart: () => {
      let headers: [string, string][] = [];
      return Promise.resolve({
        async didResolveOperation({ document, operation, contextValue }) {
          // Apollo Server asks even when the document has no operation of the wanted name.
          if (!operation) return;
          let called = known.get(operation);
          if (!called) known.set(operation, (called = limitedCalls(document, operation)));
          if (called.size > 0) headers = await countOperation(counters, rules, contextValue.caller, called);
        },
        willSendResponse({ response }) {
          for (const [name, value] of headers) response.http.headers.set(name, value);
          return Promise.resolve();
        },
      });
    },
  };
}

/** How often an operation calls each limited field, aliases and fragments included. */
export function limitedCalls(
  document: DocumentNode,
  operation: OperationDefinitionNode,
): ReadonlyMap<LimitName, number> {
  const fragments = new Map<string, SelectionSetNode>();
  for (const definition of document.definitions)
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition.selectionSet);
  const called = new Map<LimitName, number>();
  const walk = (selectionSet: SelectionSetNode | undefined): void => {
    for (const selection of selectionSet?.selections ?? []) {
      if (selection.kind === Kind.FIELD) {
        const name = limitedFields[`${operation.operation}.${selection.name.value}`];
        if (name) called.set(name, (called.get(name) ?? 0) + 1);
      } else
        walk(selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments.get(selection.name.value));
    }
  };
  walk(operation.selectionSet);
  return called;
}
