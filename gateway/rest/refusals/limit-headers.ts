/** The headers of a 429. Genesys clients only look at `inin-ratelimit-reset`; without it they would call again at once, forever. */
import type { GraphQLError } from 'graphql';
import { headersOf } from '../../../subgraphs/kit/base/http/errors';

/** Returns the number of calls that a limit allows in its window; 0 when the error does not state it. */
export const allowedBy = (error: GraphQLError): number => Number(new Map(headersOf(error)).get('ratelimit-limit') ?? 0);

/** @param error an error with the code RATE_LIMITED */
export function limitHeaders(error: GraphQLError): [string, string][] {
  const headers = new Map(headersOf(error));
  const stated = Number(headers.get('retry-after') ?? error.extensions.retryAfterSeconds);
  const wait = Number.isFinite(stated) && stated > 0 ? Math.ceil(stated) : 1;
  const allowed = allowedBy(error);
  return [
    ['retry-after', String(wait)],
    ['inin-ratelimit-allowed', String(allowed)],
    ['inin-ratelimit-count', String(allowed - Number(headers.get('ratelimit-remaining') ?? 0))],
    ['inin-ratelimit-reset', String(Math.max(wait, Number(headers.get('ratelimit-reset') ?? 0)))],
  ];
}
