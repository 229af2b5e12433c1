/**
 * Errors that graphql-js describes with the value that caused them. Values may be personal data, so clients are told where the
 * value stands and what belongs there.
 */
import { GraphQLError, Kind, parse, type ASTNode, type GraphQLFormattedError } from 'graphql';
import { findArgumentPath } from './argument-paths';

/** The same error without any value of the operation: of its literals, its variables, or a document that does not parse. */
export function withoutValues(formatted: GraphQLFormattedError, original: unknown): GraphQLFormattedError {
  switch (formatted.extensions?.code) {
    case 'GRAPHQL_PARSE_FAILED':
      return { ...formatted, message: syntaxMessage(formatted.message) };
    case 'GRAPHQL_VALIDATION_FAILED':
      return original instanceof GraphQLError ? withoutLiteral(formatted, original) : formatted;
    case 'BAD_USER_INPUT':
      return { ...formatted, message: variableMessage(formatted.message) };
    default:
      return formatted;
  }
}

/** The message about a bad variable, with nothing but its name; other messages are our own, and hold no value. */
function variableMessage(message: string): string {
  const variable = /^Variable "\$(\w+)" got invalid value /.exec(message)?.[1];
  if (!variable) return message;
  return `$${variable} has a value that does not belong there.`;
}

/** The message about a syntax error, with what was expected. What was found may be a value without its quotes. */
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

/** An error about a literal, with its place and what belongs there: the validator's own message repeats the literal. */
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
