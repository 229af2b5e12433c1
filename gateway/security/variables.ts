/**
 * Coerces the variables of an operation, as the specification says, with errors that name the place and what belongs
 * there, and never what was given: it may be personal data.
 */
import {
  coerceInputValue,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInputType,
  isListType,
  isNonNullType,
  Kind,
  typeFromAST,
  valueFromAST,
  type DocumentNode,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { codedError } from '../../subgraphs/kit/base/errors';
import { assertStorableText } from '../../subgraphs/kit/base/graphql/storable-text';
import { findArgumentPath, formatPath } from '../../subgraphs/kit/base/graphql/argument-paths';

/** The coerced values, or what is wrong with the given ones. */
export type CoercedVariables =
  { values: Record<string, unknown>; errors?: undefined } | { values?: undefined; errors: GraphQLError[] };

/** How many bad values are named before the rest is left out. */
const mostErrors = 20;

/** @param given the `variables` of the request; entries that the operation does not declare are left out */
export function coerceVariables(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  given: Record<string, unknown> = {},
): CoercedVariables {
  const values: Record<string, unknown> = {};
  const errors: GraphQLError[] = [];
  for (const { variable, type: typeNode, defaultValue } of operation.variableDefinitions ?? []) {
    const name = variable.name.value;
    const type = typeFromAST(schema, typeNode);
    if (!isInputType(type)) continue; // Validation refuses such an operation.
    const refuse = (path: readonly (string | number)[], message: string) => {
      if (errors.length >= mostErrors) return;
      // The API's own words for the place: the argument that the variable stands for, not the caller's name for it.
      const root =
        findArgumentPath(document, (node) => node.kind === Kind.VARIABLE && node.name.value === name) ?? name;
      const argument = root + (path.length > 0 ? formatPath(['', ...path]) : '');
      errors.push(codedError('BAD_USER_INPUT', `${argument} ${message}`, { argument, http: { status: 400 } }));
    };
    if (!Object.hasOwn(given, name)) {
      if (defaultValue) values[name] = valueFromAST(defaultValue, type);
      else if (isNonNullType(type)) refuse([], `is required: ${String(type)}.`);
      continue;
    }
    values[name] = coerceInputValue(given[name], type, (path, _value, error) =>
      refuse(path, explain(typeAt(type, path), error)),
    );
  }
  if (errors.length > 0) return { errors };
  try {
    assertStorableText(document, values);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    error.extensions.http = { status: 400 };
    return { errors: [error] };
  }
  return { values };
}

/** What belongs at a place. Of the original message only what is surely free of the value is kept. */
function explain(type: GraphQLInputType, error: GraphQLError): string {
  const message = error.message;
  const named = getNamedType(type);
  if (message.startsWith('Expected non-nullable type')) return `takes ${String(type)}, not null.`;
  const missing = /^Field "(\w+)" of required type "([^"]+)" was not provided/.exec(message);
  if (missing) return `lacks its field ${missing[1]}: ${missing[2]}.`;
  if (isInputObjectType(named)) {
    const fields = Object.keys(named.getFields()).join(', ');
    if (/^Field .* is not defined by type/s.test(message))
      return `has a field that ${named.name} does not define. It defines: ${fields}.`;
    if (/^Exactly one key must be specified/.test(message)) return `takes exactly one of: ${fields}.`;
    return `takes an object of the type ${String(type)}.`;
  }
  if (isEnumType(named))
    return `takes one of: ${named
      .getValues()
      .map(({ name }) => name)
      .join(', ')}.`;
  return `takes a value of the type ${String(type)}.`;
}

function typeAt(type: GraphQLInputType, path: readonly (string | number)[]): GraphQLInputType {
  let at = type;
  for (const part of path) {
    at = nullable(at);
    // A single value stands for a list of one, without a position of its own.
    while (typeof part === 'string' && isListType(at)) at = nullable(at.ofType);
    if (isListType(at)) at = at.ofType;
    else if (isInputObjectType(at)) at = at.getFields()[part]?.type ?? at;
  }
  return at;
}

const nullable = (type: GraphQLInputType): GraphQLInputType => (isNonNullType(type) ? type.ofType : type);
