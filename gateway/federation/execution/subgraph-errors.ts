/** Reduces a service's errors to what a caller may see: code, path and the service's name, but never a host, SQL or a stack. */
import { GraphQLError, type DocumentNode } from 'graphql';
import { codedError } from '../../../subgraphs/kit/base/errors';
import { errorCodeEntry, isErrorCode } from '../../../subgraphs/kit/base/errors/error-codes';
import { faultOf, internalError } from '../../../subgraphs/kit/base/errors/masking';
import type { Logger } from '../../../subgraphs/kit/base/logger';
import { fetchedPaths } from './planned-call';

type Path = readonly (string | number)[];

/** The extensions that a service may set, each with a check of its value. */
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
/** The most errors of one response that are passed on. */
const mostErrors = 100;

/** Returns the errors of a response over HTTP, as the caller may see them. */
export function remoteErrors(service: string, errors: readonly unknown[], logger: Logger): GraphQLError[] {
  return errors.slice(0, mostErrors).map((error) => {
    const {
      message,
      path,
      extensions = {},
    } = (error ?? {}) as { message?: unknown; path?: unknown; extensions?: Record<string, unknown> };
    const place = isPath(path) ? path : undefined;
    const code = extensions.code;
    // With these codes a service tells the caller what to do differently, so their messages are meant for the caller.
    if (isErrorCode(code) && errorCodeEntry(code).kind === 'request' && typeof message === 'string') {
      const passed = Object.entries(extensions).filter(([name, value]) => passedExtensions[name]?.(value));
      return new GraphQLError(message.slice(0, longestMessage), {
        path: place,
        extensions: { ...Object.fromEntries(passed), code, service },
      });
    }
    if (code === 'SERVICE_UNAVAILABLE') return unavailableError(service, place);
    // The service logs its own faults. Its message may contain anything, so only the code is logged here.
    const reported = isErrorCode(code) ? code : 'UNKNOWN';
    return internalError(logger, new ServiceFault(reported), { service }, place);
  });
}

/** Logged when a service answered with a fault of its own. */
class ServiceFault extends Error {
  override readonly name = 'ServiceFault';
  constructor(readonly code: string) {
    super(`The service answered with the error ${code}.`);
  }
}

/** Returns the errors of a subgraph in this process. Its code is our own, so errors with a code are passed on unchanged. */
export function inProcessErrors(service: string, errors: readonly GraphQLError[], logger: Logger): GraphQLError[] {
  return errors.map(({ message, path, extensions, originalError }) => {
    const code = extensions.code;
    const ours = isErrorCode(code) && code !== 'INTERNAL_SERVER_ERROR';
    if (!ours) {
      const cause = originalError ?? new ServiceFault(isErrorCode(code) ? code : 'UNKNOWN');
      return faultOf(logger, cause, { service }, path);
    }
    return new GraphQLError(message, { path, extensions: { service, ...extensions } });
  });
}

/** The error for a service that could not be called, or did not send a GraphQL response. */
export function unavailableError(service: string, path?: Path): GraphQLError {
  const { message, extensions } = codedError('SERVICE_UNAVAILABLE', `The service "${service}" is unavailable.`, {
    service,
  });
  return new GraphQLError(message, { path, extensions });
}

/** Returns one `SERVICE_UNAVAILABLE` for each field that the failed call should have fetched, so that every null has an error. */
export function unavailableErrors(
  service: string,
  document: DocumentNode,
  variables: Record<string, unknown> = {},
): GraphQLError[] {
  const paths = fetchedPaths(document, variables, mostErrors + 1);
  const errors = paths.slice(0, mostErrors).map((path) => unavailableError(service, path));
  // One error without a path stands for the fields whose errors are left out.
  return paths.length > 0 && paths.length <= mostErrors ? errors : [...errors, unavailableError(service)];
}

const isPath = (path: unknown): path is Path =>
  Array.isArray(path) &&
  path.length <= 100 &&
  path.every((part) => typeof part === 'string' || typeof part === 'number');
