/** Refusals of the HTTP server itself, in the form of a GraphQL response, with a code, a status and headers of the table. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import Negotiator from 'negotiator';
import { codedError, type ErrorCode } from '../errors';
import { errorCodeEntry, isErrorCode } from '../errors/error-codes';
import { faultOf } from '../errors/masking';
import type { Logger } from '../logger';

/** The HTTP status of an error that is answered before an operation runs. */
export const httpStatusOf = (code: unknown): number => (isErrorCode(code) ? errorCodeEntry(code).status : null) ?? 500;

/** The HTTP headers that an error needs. */
export function headersOf(error: unknown): [string, string][] {
  const { code, http, tokenFault } = ((error as Partial<GraphQLError>).extensions ?? {}) as ErrorExtensions;
  const headers: [string, string][] = [...(http?.headers ?? [])];
  const seconds = isErrorCode(code) ? errorCodeEntry(code).retryAfterSeconds : undefined;
  if (seconds !== undefined && !http?.headers?.has('retry-after')) headers.push(['retry-after', String(seconds)]);
  if (code === 'UNAUTHENTICATED')
    headers.push(['www-authenticate', challenge(tokenFault, (error as GraphQLError).message)]);
  return headers;
}

interface ErrorExtensions {
  code?: unknown;
  /** Headers of the error's HTTP answer, for Apollo Server and for us; never shown. */
  http?: { headers?: Map<string, string> };
  tokenFault?: TokenFault;
}

/** Why a bearer token was refused, by the codes of RFC 6750, section 3.1. */
type TokenFault = 'invalid_token';

/** The error for a token that is not valid. @param message must be fit for a header, and repeat nothing of the token */
export const tokenRefused = (message: string): GraphQLError =>
  codedError('UNAUTHENTICATED', message, { tokenFault: 'invalid_token' satisfies TokenFault });

/** The `WWW-Authenticate` header (RFC 6750, section 3): it names no error for a request without a token. */
const challenge = (fault: TokenFault | undefined, message: string) =>
  fault ? `Bearer realm="habeas", error="${fault}", error_description="${message}"` : 'Bearer realm="habeas"';

/** The body of a refusal, without the extensions that are meant for the HTTP answer. */
export function refusalBody({ message, extensions }: GraphQLError): { errors: object[] } {
  const shown = Object.entries(extensions).filter(([name]) => name !== 'http' && name !== 'tokenFault');
  return { errors: [{ message, extensions: Object.fromEntries(shown) }] };
}

/** The error of a failure outside of GraphQL: a refusal as it is, the framework's with a code of the table, a fault masked and logged. */
export function codedFailure(failure: unknown, requestId: string, logger: Logger): GraphQLError {
  if (failure instanceof GraphQLError) return failure;
  return frameworkRefusal(failure) ?? faultOf(logger.child({ requestId }), failure);
}

/** Answers a request that failed outside of GraphQL. A body is never repeated, not even in part. */
export function sendError(reply: FastifyReply, failure: unknown, logger: Logger): FastifyReply {
  const error = codedFailure(failure, reply.request.id, logger);
  for (const [name, value] of headersOf(error)) void reply.header(name, value);
  return reply
    .code(httpStatusOf(error.extensions.code))
    .type(refusalType(reply.request))
    .send(JSON.stringify(refusalBody(error)));
}

const plainJson = 'application/json; charset=utf-8';
const graphqlJson = 'application/graphql-response+json; charset=utf-8';

/** A client that accepts the GraphQL media type expects codes there; with plain JSON it need not read them unless the status is 200. */
function refusalType({ headers: { accept } }: Pick<FastifyRequest, 'headers'>): string {
  const negotiator = new Negotiator({ headers: accept ? { accept } : {} });
  return negotiator.mediaType([plainJson, graphqlJson]) ?? plainJson;
}

/**
 * Answers requests that reach no route, because their address is malformed. Hooks do not run for these, so the answer gets all
 * its headers here.
 * @param refuse answers it in another form; returns false when it does not
 */
export const frameworkErrors =
  (refuse: (request: FastifyRequest, reply: FastifyReply) => boolean = () => false) =>
  (failure: unknown, request: FastifyRequest, reply: FastifyReply): void => {
    const error = frameworkRefusal(failure)
      ? codedError('BAD_REQUEST', 'The address cannot be read: it is badly encoded, or a part of it is too long.')
      : codedError('INTERNAL_SERVER_ERROR');
    void reply.headers({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'x-request-id': request.id,
    });
    if (refuse(request, reply)) return;
    void reply
      .code(httpStatusOf(error.extensions.code))
      .type(plainJson)
      .send(JSON.stringify(refusalBody(error)));
  };

/** The statuses of the framework's refusals that have a code of their own; all others below 500 become BAD_REQUEST. */
const frameworkCodes: Readonly<Record<number, ErrorCode>> = {
  408: 'REQUEST_TIMEOUT',
  413: 'CONTENT_TOO_LARGE',
  415: 'UNSUPPORTED_MEDIA_TYPE',
};

/** The error for a refusal of the framework; null for anything else. */
function frameworkRefusal(error: unknown): GraphQLError | null {
  const { statusCode } = error as { statusCode?: unknown };
  if (typeof statusCode !== 'number' || statusCode < 400 || statusCode >= 500) return null;
  return refusalOf(frameworkCodes[statusCode] ?? 'BAD_REQUEST');
}

/** A refusal with the general message of its code. */
export const refusalOf = (code: ErrorCode): GraphQLError => codedError(code, errorCodeEntry(code).message ?? '');
