/**
 * What an error may say to the world. Every error that leaves the gateway passes {@link errorFormatter}: it has one of the
 * codes of `subgraphs/kit/base/errors.ts`, and nothing of a stack, a variable or a literal of the operation.
 */
import { randomUUID } from 'node:crypto';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { errorCodes, type ErrorCode } from '../../subgraphs/kit/base/errors';
import { describeError, type Logger } from '../../subgraphs/kit/base/logger';
import { withoutValues } from '../../subgraphs/kit/base/graphql/value-free-errors';

/** Whether a code is one that clients are told of. */
export const isErrorCode = (code: unknown): code is ErrorCode => errorCodes.some((known) => known === code);

/** What the client is told of a fault of ours. The log has the rest, under the same `errorId`. */
const internalMessage = 'Internal error.';

/**
 * Logs a fault, reduced to what a log may hold, and makes the error that the client gets instead.
 * @param extensions more for the client: `service`
 */
export function internalError(
  logger: Logger,
  cause: unknown,
  extensions: { service?: string } = {},
  path?: readonly (string | number)[],
): GraphQLError {
  const errorId = randomUUID();
  logger.error({ errorId, ...extensions, path: path?.join('.'), error: describeError(cause) }, 'internal error');
  return new GraphQLError(internalMessage, {
    path,
    extensions: { ...extensions, code: 'INTERNAL_SERVER_ERROR', errorId },
  });
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

/** Apollo Server's refusals of a persisted query that is wrongly asked for: they come without a code. */
const persistedQueryFaults: ReadonlySet<string> = new Set([
  'Unsupported persisted query version',
  'provided sha does not match query',
]);

function format(formatted: GraphQLFormattedError, error: unknown, logger: Logger): GraphQLFormattedError {
  const code = formatted.extensions?.code;
  const original = unwrapResolverError(error);
  if (persistedQueryFaults.has(formatted.message))
    return { message: formatted.message, extensions: { code: 'BAD_REQUEST' } };
  if (!isErrorCode(code) || code === 'INTERNAL_SERVER_ERROR') {
    // Masked and logged already, where it happened.
    if (formatted.message === internalMessage && typeof formatted.extensions?.errorId === 'string')
      return withoutStack(formatted);
    return {
      ...internalError(logger, original, {}, formatted.path).toJSON(),
      ...(formatted.locations ? { locations: formatted.locations } : {}),
    };
  }
  return withoutValues(withoutStack(formatted), original);
}

function withoutStack(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const extensions = Object.entries(formatted.extensions ?? {}).filter(
    ([name]) => name !== 'stacktrace' && name !== 'exception' && name !== 'http',
  );
  return { ...formatted, extensions: Object.fromEntries(extensions) };
}
