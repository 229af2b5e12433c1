/** What of a service's errors may reach the caller: the code, the place and the service's name; never host, SQL or stack. */
import { GraphQLError, type DocumentNode } from 'graphql';
import type { ErrorCode } from '../../../subgraphs/kit/base/errors';
import { describeError, type Logger } from '../../../subgraphs/kit/base/logger';
import { databaseUnavailable } from '../../../subgraphs/kit/base/persistence/unavailable';
import { internalError, isErrorCode } from '../../security/errors';
import { fetchedPaths } from './planned-call';

type Path = readonly (string | number)[];

/** Codes by which a service tells the caller what to do differently: their messages are meant to be read. */
const callerCodes: ReadonlySet<string> = new Set<ErrorCode>([
  'BAD_USER_INPUT',
  'SUBJECT_NOT_FOUND',
  'DELETE_NOT_CONFIRMED',
  'ACTIVE_EMPLOYEE',
  'BROAD_TERM',
  'MERGE_SET',
  'PLAN_CHANGED',
  'CONFLICTING_REQUEST',
  'RELATED_REQUESTS_IN_FLIGHT',
  'IDEMPOTENCY_KEY_REUSED',
  'NOT_RETRYABLE',
  'NOT_CANCELLABLE',
  'NOT_FOUND',
  'RATE_LIMITED',
  'TOO_COSTLY',
  'FORBIDDEN',
]);

/** The extensions that a service of another team may set, each with the form it must have. */
const passedExtensions: Record<string, (value: unknown) => boolean> = {
  argument: (value) => typeof value === 'string' && /^[\w.[\]]{1,200}$/.test(value),
  requiredScopes: (value) =>
    Array.isArray(value) &&
    value.length <= 50 &&
    value.every((scope) => typeof scope === 'string' && scope.length <= 100),
  retryAfterSeconds: (value) => typeof value === 'number',
  cost: (value) => typeof value === 'number',
  maximum: (value) => typeof value === 'number',
};

const longestMessage = 500;
/** How many errors of one answer are passed on. */
const mostErrors = 100;

/** The errors of an answer over HTTP, as the caller may see them. */
export function remoteErrors(service: string, errors: readonly unknown[], logger: Logger): GraphQLError[] {
  return errors.slice(0, mostErrors).map((error) => {
    const {
      message,
      path,
      extensions = {},
    } = (error ?? {}) as { message?: unknown; path?: unknown; extensions?: Record<string, unknown> };
    const place = isPath(path) ? path : undefined;
    const code = extensions.code;
    if (typeof code === 'string' && callerCodes.has(code) && typeof message === 'string') {
      const passed = Object.entries(extensions).filter(([name, value]) => passedExtensions[name]?.(value));
      return new GraphQLError(message.slice(0, longestMessage), {
        path: place,
        extensions: { ...Object.fromEntries(passed), code, service },
      });
    }
    if (code === 'SERVICE_UNAVAILABLE') return unavailableError(service, place);
    // The service has logged its own fault; its message may repeat anything, so only the code is kept here.
    const reported = isErrorCode(code) ? code : 'UNKNOWN';
    return internalError(logger, new ServiceFault(reported), { service }, place);
  });
}

/** A service answered with a fault of its own. */
class ServiceFault extends Error {
  override readonly name = 'ServiceFault';
  constructor(readonly code: string) {
    super(`The service answered with the error ${code}.`);
  }
}

/** The errors of a subgraph in this process: ours throughout, so those with a code are passed on as they are. */
export function inProcessErrors(service: string, errors: readonly GraphQLError[], logger: Logger): GraphQLError[] {
  return errors.map(({ message, path, extensions, originalError }) => {
    const code = extensions.code;
    const ours = isErrorCode(code) && code !== 'INTERNAL_SERVER_ERROR';
    if (!ours)
      return faultOf(originalError ?? new ServiceFault(isErrorCode(code) ? code : 'UNKNOWN'), service, logger, path);
    return new GraphQLError(message, { path, extensions: { service, ...extensions } });
  });
}

/** What the caller is told of a fault in this process: to come back, when it is the database's and passes. */
export function faultOf(cause: unknown, service: string, logger: Logger, path?: Path): GraphQLError {
  const unavailable = databaseUnavailable(cause);
  if (!unavailable) return internalError(logger, cause, { service }, path);
  logger.warn({ service, path: path?.join('.'), error: describeError(cause) }, 'the database is unavailable');
  return new GraphQLError(unavailable.message, { path, extensions: { ...unavailable.extensions, service } });
}

/** A service could not be asked, or answered with something that is no GraphQL response. */
export function unavailableError(service: string, path?: Path): GraphQLError {
  return new GraphQLError(`The service "${service}" is unavailable.`, {
    path,
    extensions: { code: 'SERVICE_UNAVAILABLE', service },
  });
}

/** One `SERVICE_UNAVAILABLE` for each field that the failed call was for, so that every null has its error. */
export function unavailableErrors(
  service: string,
  document: DocumentNode,
  variables: Record<string, unknown> = {},
): GraphQLError[] {
  const paths = fetchedPaths(document, variables, mostErrors + 1);
  const errors = paths.slice(0, mostErrors).map((path) => unavailableError(service, path));
  // One without a place stands for all that are left out.
  return paths.length > 0 && paths.length <= mostErrors ? errors : [...errors, unavailableError(service)];
}

const isPath = (path: unknown): path is Path =>
  Array.isArray(path) &&
  path.length <= 100 &&
  path.every((part) => typeof part === 'string' || typeof part === 'number');
