/** Every argument of a schema has a bound: the one of `@bounds`, or the general one. None can be forgotten (R27). */
import {
  getDirectiveValues,
  isInputObjectType,
  isListType,
  isNonNullType,
  isObjectType,
  type GraphQLArgument,
  type GraphQLFieldResolver,
  type GraphQLInputField,
  type GraphQLInputObjectType,
  type GraphQLInputType,
  type GraphQLSchema,
} from 'graphql';
import { assertCount, assertLength, longestText, mostValues } from '../bounds';

/** A bound as `@bounds` states it. */
export interface Bounds {
  length: number;
  items: number;
}

/**
 * Fields of the Federation protocol and of the contract. They check their arguments themselves, with messages of their own, and
 * only the gateway calls them.
 */
const checkedByThemselves = new Set([
  '_entities',
  'personalData',
  'erasePersonalData',
  'rectifyPersonalData',
  'unreachableData',
]);

/** Makes the fields of a schema refuse arguments that are out of bounds, before their resolvers run. Changes the schema. */
export function boundInputs(schema: GraphQLSchema): GraphQLSchema {
  const checks = new Map<GraphQLInputObjectType, Check>();
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      const { resolve } = field;
      if (!resolve || field.args.length === 0 || checkedByThemselves.has(field.name)) continue;
      field.resolve = checking(resolve, fieldsCheck(schema, field.args, checks));
    }
  }
  return schema;
}

type Values = Readonly<Record<string, unknown>>;
/** @throws BAD_USER_INPUT naming the part of `value` that is out of bounds */
type Check = (argument: string, value: unknown) => void;

const checking =
  (resolve: GraphQLFieldResolver<unknown, unknown>, check: Check): GraphQLFieldResolver<unknown, unknown> =>
  (source, args, context, info) => {
    check('', args);
    return resolve(source, args, context, info);
  };

/** Checks the arguments of a field, or the fields of an input type. */
function fieldsCheck(
  schema: GraphQLSchema,
  fields: readonly (GraphQLArgument | GraphQLInputField)[],
  checks: Map<GraphQLInputObjectType, Check>,
): Check {
  const each = fields.map(
    (field) => [field.name, checkOf(schema, field.type, boundsOf(schema, field), checks)] as const,
  );
  return (argument, value) => {
    for (const [name, check] of each) {
      const part = (value as Values)[name];
      if (part !== null && part !== undefined) check(argument === '' ? name : `${argument}.${name}`, part);
    }
  };
}

function checkOf(
  schema: GraphQLSchema,
  type: GraphQLInputType,
  bounds: Bounds,
  checks: Map<GraphQLInputObjectType, Check>,
): Check {
  if (isNonNullType(type)) return checkOf(schema, type.ofType, bounds, checks);
  if (isListType(type)) {
    const check = checkOf(schema, type.ofType, bounds, checks);
    return (argument, value) => {
      assertCount(argument, value as unknown[], bounds.items);
      (value as unknown[]).forEach((part, index) => part !== null && check(`${argument}[${index}]`, part));
    };
  }
  if (!isInputObjectType(type))
    return (argument, value) => typeof value === 'string' && assertLength(argument, value, bounds.length);
  const known = checks.get(type);
  if (known) return known;
  // An input type may contain itself, so the check of its fields is built at its first use.
  let fields: Check | undefined;
  const check: Check = (argument, value) =>
    (fields ??= fieldsCheck(schema, Object.values(type.getFields()), checks))(argument, value);
  checks.set(type, check);
  return check;
}

/** The bound of an argument or of a field of an input. */
export function boundsOf(schema: GraphQLSchema, { astNode }: GraphQLArgument | GraphQLInputField): Bounds {
  const directive = schema.getDirective('bounds');
  const stated = directive && astNode ? getDirectiveValues(directive, astNode) : undefined;
  return { length: longestText, items: mostValues, ...stated };
}
