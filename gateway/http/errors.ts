/** What the HTTP server itself refuses, in the form of a GraphQL response. */
import type { FastifyReply } from 'fastify';
import { GraphQLError } from 'graphql';
import { describeError, type Logger } from '../../subgraphs/kit/base/logger';
import { databaseUnavailable } from '../../subgraphs/kit/base/persistence/unavailable';

/** The HTTP status of an error that is answered before an operation runs; 400 for every other code. */
const statuses: Record<string, number> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  NOT_ACCEPTABLE: 406,
  RATE_LIMITED: 429,
  SERVICE_UNAVAILABLE: 503,
  INTERNAL_SERVER_ERROR: 500,
};

export const httpStatusOf = (code: unknown): number => statuses[String(code)] ?? 400;

/** The headers that an error brings along. */
export function headersOf(error: unknown): Iterable<[string, string]> {
  const { http } = ((error as Partial<GraphQLError>).extensions ?? {}) as { http?: { headers?: Map<string, string> } };
  return http?.headers ?? [];
}

/** Answers a request that failed outside of GraphQL. A body is never repeated, not even in part. */
export function sendError(reply: FastifyReply, failure: unknown, logger: Logger): FastifyReply {
  const error = databaseUnavailable(failure) ?? failure;
  if (error !== failure)
    logger.warn({ requestId: reply.request.id, error: describeError(failure) }, 'the database is unavailable');
  if (error instanceof GraphQLError) {
    const code = String(error.extensions.code);
    const { retryAfterSeconds } = error.extensions as { retryAfterSeconds?: number };
    for (const [name, value] of headersOf(error)) void reply.header(name, value);
    if (code === 'UNAUTHENTICATED') void reply.header('www-authenticate', challenge(error.message));
    return reply.code(httpStatusOf(code)).send({
      errors: [
        {
          message: error.message,
          extensions: { code, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) },
        },
      ],
    });
  }
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  if (status >= 500) {
    logger.error({ requestId: reply.request.id, error: describeError(error) }, 'a request failed');
    return reply
      .code(500)
      .send({ errors: [{ message: 'Internal error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
  }
  return reply.code(status).send({ errors: [{ message: refusal(status), extensions: { code: 'BAD_REQUEST' } }] });
}

function refusal(status: number): string {
  if (status === 413) return 'The body is too large.';
  if (status === 415) return 'The body must be application/json.';
  return 'The request is not usable: its body must be JSON.';
}

/** The `WWW-Authenticate` of RFC 6750, section 3: a request without a token is told of no error. */
const challenge = (message: string) =>
  message.startsWith('The token')
    ? `Bearer realm="habeas", error="invalid_token", error_description="${message}"`
    : 'Bearer realm="habeas"';
