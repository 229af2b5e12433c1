/** What of a service's errors may reach the caller: the code, the place and the service's name; never host, SQL or stack. */
import { GraphQLError, type DocumentNode } from 'graphql';
import { codedError } from '../../../subgraphs/kit/base/errors';
import { errorCodeEntry, isErrorCode } from '../../../subgraphs/kit/base/errors/error-codes';
import { faultOf, internalError } from '../../../subgraphs/kit/base/errors/masking';
import type { Logger } from '../../../subgraphs/kit/base/logger';
import { fetchedPaths } from './planned-call';

type Path = readonly (string | number)[];

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
    // Codes by which a service tells the caller what to do differently: their messages are meant to be read.
    if (isErrorCode(code) && errorCodeEntry(code).kind === 'request' && typeof message === 'string') {
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
    if (!ours) {
      const cause = originalError ?? new ServiceFault(isErrorCode(code) ? code : 'UNKNOWN');
      return faultOf(logger, cause, { service }, path);
    }
    return new GraphQLError(message, { path, extensions: { service, ...extensions } });
  });
}

/** A service could not be asked, or answered with something that is no GraphQL response. */
export function unavailableError(service: string, path?: Path): GraphQLError {
  const { message, extensions } = codedError('SERVICE_UNAVAILABLE', `The service "${service}" is unavailable.`, {
    service,
  });
  return new GraphQLError(message, { path, extensions });
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
