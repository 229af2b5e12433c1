/**
 * What an error may say to the world. Every error that leaves the gateway passes {@link errorFormatter}: it has one of the
 * codes of `subgraphs/kit/errors.ts`, and nothing of a stack, a variable or a literal of the operation.
 */
import { randomUUID } from 'node:crypto';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, Kind, parse, type ASTNode, type GraphQLFormattedError } from 'graphql';
import { errorCodes, type ErrorCode } from '../../subgraphs/kit/errors';
import { describeError, type Logger } from '../../subgraphs/kit/logger';
import { findArgumentPath } from '../../subgraphs/kit/argument-paths';

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
  if (code === 'GRAPHQL_PARSE_FAILED') return { ...withoutStack(formatted), message: syntaxMessage(formatted.message) };
  if (code === 'GRAPHQL_VALIDATION_FAILED' && original instanceof GraphQLError)
    return withoutLiteral(withoutStack(formatted), original);
  return withoutStack(formatted);
}

function withoutStack(formatted: GraphQLFormattedError): GraphQLFormattedError {
  const extensions = Object.entries(formatted.extensions ?? {}).filter(
    ([name]) => name !== 'stacktrace' && name !== 'exception',
  );
  return { ...formatted, extensions: Object.fromEntries(extensions) };
}

/** Of a syntax error, what was expected; never what was found, which may be a value without its quotes. */
function syntaxMessage(message: string): string {
  if (/contains more tha[nt] \d+ tokens/.test(message)) return 'The operation is too large: it has too many tokens.';
  const expected = /^Syntax Error: Expected ([^,]{1,60}), found /.exec(message)?.[1];
  return expected ? `Syntax error: expected ${expected}.` : 'Syntax error: the document is not a GraphQL operation.';
}

const literalKinds: readonly string[] = [
  Kind.STRING,
  Kind.INT,
  Kind.FLOAT,
  Kind.BOOLEAN,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
  Kind.NULL,
];

/** An error about a literal is told by its place and what belongs there: the validator's own message repeats the literal. */
function withoutLiteral(formatted: GraphQLFormattedError, error: GraphQLError): GraphQLFormattedError {
  const node = error.nodes?.[0];
  if (!node || !literalKinds.includes(node.kind)) return formatted;
  const argument = argumentOf(node);
  const place = argument ?? 'A value';
  const extensions = { ...formatted.extensions, ...(argument ? { argument } : {}) };
  return { ...formatted, message: `${place} ${literalProblem(error.message, node)}`, extensions };
}

function literalProblem(message: string, node: ASTNode): string {
  const missing = /^Field "([\w.]+)" of required type "([^"]+)" was not provided/.exec(message);
  if (missing) return `lacks its field ${missing[1]}: ${missing[2]}.`;
  if (/must specify exactly one key|must be non-null/.test(message)) return 'takes exactly one of its fields.';
  const type =
    /(?:Expected value of type|Enum|exist in) "([\w[\]!]+)"/.exec(message)?.[1] ??
    /^(\w+) cannot represent/.exec(message)?.[1];
  if (type && node.kind === Kind.NULL) return `takes a value of the type ${type}, not null.`;
  return type ? `takes a value of the type ${type}.` : 'has a value that does not belong there.';
}

function argumentOf({ kind, loc }: ASTNode): string | undefined {
  if (!loc) return undefined;
  const document = parse(loc.source.body);
  return findArgumentPath(
    document,
    (node) => node.kind === kind && node.loc?.start === loc.start && node.loc.end === loc.end,
  );
}
