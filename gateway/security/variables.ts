/**
 * Coerces the variables of an operation as the specification says. Errors name the place and what is expected there, never the
 * given value, which may be personal data.
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
  separateOperations,
  typeFromAST,
  TypeInfo,
  valueFromAST,
  visit,
  visitWithTypeInfo,
  type DocumentNode,
  GraphQLError,
  type GraphQLInputType,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { codedError } from '../../subgraphs/kit/base/errors';
import { assertSoundText } from '../../subgraphs/kit/base/graphql/storable-text';
import { findArgumentPath, formatPath } from '../../subgraphs/kit/base/graphql/argument-paths';

/** The coerced values, or what is wrong with the given ones. */
export type CoercedVariables =
  { values: Record<string, unknown>; errors?: undefined } | { values?: undefined; errors: GraphQLError[] };

/** How many bad values are reported. The rest is not checked, because finding suggestions takes time for each. */
const mostErrors = 20;

/** How many items a list of an input may have: more than any argument takes, and few enough to be checked quickly. */
export const longestList = 1_000;

/** Deeper values are not checked here: no input is nested so deep, so they are refused for their type. */
const deepest = 100;

/** Ends the coercion of a variable once enough is wrong with it. */
class EnoughErrors extends Error {}

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
      // The place is named by the argument that the variable stands for, not by the caller's name for it.
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
    const tooLong = pathOfLongList(given[name]);
    if (tooLong) refuse(tooLong, `takes at most ${longestList} values.`);
    else
      values[name] = untilEnough(() =>
        coerceInputValue(given[name], type, (path, _value, error) => {
          refuse(path, explain(typeAt(type, path), error));
          if (errors.length >= mostErrors) throw new EnoughErrors();
        }),
      );
    if (errors.length >= mostErrors) break;
  }
  if (errors.length === 0) errors.push(...nullsWhereNoneMayBe(schema, document, operation, values));
  if (errors.length > 0) return { errors };
  try {
    assertSoundText(document, values);
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    error.extensions.http = { status: 400 };
    return { errors: [error] };
  }
  return { values };
}

function untilEnough(coerce: () => unknown): unknown {
  try {
    return coerce();
  } catch (error) {
    if (error instanceof EnoughErrors) return undefined;
    throw error;
  }
}

/** Where a value has a list that is too long; null when it has none. */
function pathOfLongList(value: unknown, depth = 0): (string | number)[] | null {
  if (typeof value !== 'object' || value === null || depth === deepest) return null;
  if (Array.isArray(value) && value.length > longestList) return [];
  for (const [key, part] of Array.isArray(value) ? value.entries() : Object.entries(value)) {
    const path = pathOfLongList(part, depth + 1);
    if (path) return [key, ...path];
  }
  return null;
}

/** A nullable variable may be used at a non-null place with a default. The default replaces an absent value, but not null. */
function nullsWhereNoneMayBe(
  schema: GraphQLSchema,
  document: DocumentNode,
  operation: OperationDefinitionNode,
  values: Record<string, unknown>,
): GraphQLError[] {
  const nulls = new Set(Object.keys(values).filter((name) => values[name] === null));
  if (nulls.size === 0) return [];
  const errors: GraphQLError[] = [];
  const info = new TypeInfo(schema);
  const own = separateOperations(document)[operation.name?.value ?? ''] ?? document;
  visit(
    own,
    visitWithTypeInfo(info, {
      Variable: (node) => {
        const type = info.getInputType();
        if (!isNonNullType(type) || !nulls.delete(node.name.value)) return;
        const argument = findArgumentPath(own, (found) => found === node) ?? node.name.value;
        const message = `${argument} takes ${String(type)}, not null.`;
        errors.push(codedError('BAD_USER_INPUT', message, { argument, http: { status: 400 } }));
      },
    }),
  );
  return errors.slice(0, mostErrors);
}

/** What is expected at a place. Only the parts of the original message that cannot contain the value are kept. */
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
