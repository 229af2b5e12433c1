/** The headers of a 429: programs wait by `inin-ratelimit-reset` alone, and without it call again at once, for ever. */
import type { GraphQLError } from 'graphql';
import { headersOf } from '../../../subgraphs/kit/base/http/errors';

/** How many calls a limit grants in its window; 0 where the error does not say. */
export const allowedBy = (error: GraphQLError): number => Number(new Map(headersOf(error)).get('ratelimit-limit') ?? 0);

/** @param error one with the code RATE_LIMITED */
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
