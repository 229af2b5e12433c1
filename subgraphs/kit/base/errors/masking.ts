/**
 * What an error may tell a client. Every error of an operation that leaves a process passes {@link errorFormatter}: it gets one of
 * the codes of `error-codes.ts`, and keeps nothing of a stack, a variable or a literal of the operation.
 */
import { randomUUID } from 'node:crypto';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { withoutValues } from '../graphql/value-free-errors';
import { describeError, type Logger } from '../logger';
import { codedError } from './index';
import { errorCodes, isErrorCode } from './error-codes';
import { unavailable } from './unavailable';

/** What a client is told of a fault of ours. The log has the details, under the same `errorId`. */
const internalMessage = errorCodes.INTERNAL_SERVER_ERROR.message;

/**
 * Logs a fault, reduced to what a log may hold, and makes the error that the client gets instead.
 * @param extensions added to the log and to the client's error: `service`
 */
export function internalError(
  logger: Logger,
  cause: unknown,
  extensions: { service?: string } = {},
  path?: readonly (string | number)[],
): GraphQLError {
  const errorId = randomUUID();
  logger.error({ errorId, ...extensions, path: path?.join('.'), error: describeError(cause) }, 'internal error');
  const { message, extensions: coded } = codedError('INTERNAL_SERVER_ERROR', internalMessage, {
    ...extensions,
    errorId,
  });
  return new GraphQLError(message, { path, extensions: coded });
}

/** The error for a client: SERVICE_UNAVAILABLE when something that we need is away and may come back, otherwise an internal error. */
export function faultOf(
  logger: Logger,
  cause: unknown,
  extensions: { service?: string } = {},
  path?: readonly (string | number)[],
): GraphQLError {
  const away = unavailable(cause);
  if (!away) return internalError(logger, cause, extensions, path);
  logger.warn({ ...extensions, path: path?.join('.'), error: describeError(cause) }, 'unavailable');
  return new GraphQLError(away.message, { path, extensions: { ...away.extensions, ...extensions } });
}

/** Makes Apollo Server's `formatError`. It never throws. */
export function errorFormatter(
  logger: Logger,
): (formatted: GraphQLFormattedError, error: unknown) => GraphQLFormattedError {
  return (formatted, error) => {
    try {
      return format(formatted, error, logger);
    } catch (failure) {
      return internalError(logger, failure).toJSON();
    }
  };
}

/** How Apollo Server's messages about a wrong part of a request begin, with the part and what it must be. */
const malformedParts: readonly [begin: string, part: string, must: string][] = [
  ['Unsupported persisted query version', 'extensions.persistedQuery', '.version must be 1'],
  ['provided sha does not match query', 'extensions.persistedQuery', '.sha256Hash must be the SHA-256 of query'],
  ['`variables` in', 'variables', ' must be a JSON object'],
  ['`extensions` in', 'extensions', ' must be a JSON object'],
  ['`operationName` in', 'operationName', ' must be a string'],
];

/** The error for a request with a wrong part; undefined when the message is about none. */
function malformedPart(message: string): GraphQLError | undefined {
  const [, part, must] = malformedParts.find(([begin]) => message.startsWith(begin)) ?? [];
  return part === undefined ? undefined : codedError('BAD_REQUEST', `${part}${must}.`, { argument: part });
}

function format(formatted: GraphQLFormattedError, error: unknown, logger: Logger): GraphQLFormattedError {
  const code = formatted.extensions?.code;
  const original = unwrapResolverError(error);
  const coded = isErrorCode(code) && code !== 'INTERNAL_SERVER_ERROR';
  if (coded && code !== 'BAD_REQUEST') return withoutValues(withoutStack(formatted), original);
  const malformed = malformedPart(formatted.message) ?? (coded ? codedError('BAD_REQUEST') : undefined);
  if (malformed) return malformed.toJSON();
  // It was masked and logged where it happened.
  if (formatted.message === internalMessage && typeof formatted.extensions?.errorId === 'string')
    return withoutStack(formatted);
  return {
    ...faultOf(logger, original, {}, formatted.path).toJSON(),
    ...(formatted.locations ? { locations: formatted.locations } : {}),
  };
}

function withoutStack(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const extensions = Object.entries(formatted.extensions ?? {}).filter(
    ([name]) => name !== 'stacktrace' && name !== 'exception' && name !== 'http',
  );
  return { ...formatted, extensions: Object.fromEntries(extensions) };
}
