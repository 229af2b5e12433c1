/** Every text and list that a field of a subgraph takes has a limit: its own, or the general one (R27). */
import { buildSchema, isEnumType, isInputObjectType, isListType, isNonNullType, isObjectType } from 'graphql';
import type { GraphQLArgument, GraphQLInputField, GraphQLInputType, GraphQLObjectType, GraphQLSchema } from 'graphql';
import { boundInputs } from '../../../../subgraphs/kit/base/graphql/bounded-inputs';
import { subgraphSchema } from '../../../../subgraphs/kit/base/graphql/subgraph-schema';
import { subgraphSdl } from '../../../../subgraphs/kit/base/sdl';
import { subgraphNames } from '../../../../scripts/develop/subgraphs';

const objectTypes = (schema: GraphQLSchema): GraphQLObjectType[] =>
  Object.values(schema.getTypeMap()).filter(
    (type): type is GraphQLObjectType => isObjectType(type) && !type.name.startsWith('__'),
  );

const reached = () => 'reached';

/** A subgraph's schema in which every field answers that it was reached. */
function reachableSchema(name: string): GraphQLSchema {
  const resolvers: Record<string, Record<string, () => string>> = {};
  for (const type of objectTypes(subgraphSchema(subgraphSdl(name), {})))
    for (const field of Object.values(type.getFields()))
      if (field.args.length > 0 && field.name !== '_entities') (resolvers[type.name] ??= {})[field.name] = reached;
  return subgraphSchema(subgraphSdl(name), resolvers);
}

/** A value of the type without anything optional. */
function smallest(type: GraphQLInputType): unknown {
  if (isNonNullType(type)) return smallest(type.ofType);
  if (isListType(type)) return [];
  if (isInputObjectType(type))
    return Object.fromEntries(
      Object.values(type.getFields())
        .filter((field) => isNonNullType(field.type))
        .map((field) => [field.name, smallest(field.type)]),
    );
  if (isEnumType(type)) return type.getValues()[0]?.value;
  return { Int: 1, Boolean: true }[type.name] ?? 'x';
}

interface Place {
  argument: string;
  /** Returns the argument's value with `size` characters or items at this place. */
  filled: (size: number) => unknown;
  /** How many characters or items it takes. */
  bound: number;
}

interface Bounds {
  length: number;
  items: number;
}

function stated(field: GraphQLArgument | GraphQLInputField): Bounds {
  const text = field.astNode?.directives?.find(({ name }) => name.value === 'bounds')?.arguments ?? [];
  const of = (name: string) => {
    const found = text.find((each) => each.name.value === name)?.value;
    return found && 'value' in found ? Number(found.value) : undefined;
  };
  return { length: of('length') ?? 500, items: of('items') ?? 100 };
}

/** Every place in a value of the type that has a limit. */
function places(type: GraphQLInputType, bounds: Bounds, argument: string): Place[] {
  if (isNonNullType(type)) return places(type.ofType, bounds, argument);
  if (isListType(type)) {
    const item = type.ofType;
    const many = (size: number) => Array.from({ length: size }, () => smallest(item));
    return [
      { argument, bound: bounds.items, filled: many },
      ...places(item, bounds, `${argument}[1]`).map(({ filled, ...place }) => ({
        ...place,
        filled: (size: number) => [smallest(item), filled(size)],
      })),
    ];
  }
  if (isInputObjectType(type))
    return Object.values(type.getFields()).flatMap((field) =>
      places(field.type, stated(field), `${argument}.${field.name}`).map(({ filled, ...place }) => ({
        ...place,
        filled: (size: number) => ({ ...(smallest(type) as object), [field.name]: filled(size) }),
      })),
    );
  return ['String', 'ID', 'DateTime'].includes('name' in type ? type.name : '')
    ? [{ argument, bound: bounds.length, filled: (size) => 'x'.repeat(size) }]
    : [];
}

const contractFields = ['personalData', 'erasePersonalData', 'rectifyPersonalData', 'unreachableData', '_entities'];

describe.each(subgraphNames())('%s', (name) => {
  const schema = reachableSchema(name);
  const cases = objectTypes(schema).flatMap((type) =>
    Object.values(type.getFields())
      .filter((field) => !contractFields.includes(field.name))
      .flatMap((field) =>
        field.args.flatMap((arg) =>
          places(arg.type, stated(arg), arg.name).map((place) => ({
            coordinate: `${type.name}.${field.name}(${place.argument})`,
            ...place,
            call: (size: number): unknown =>
              field.resolve?.({}, { [arg.name]: place.filled(size) }, {}, undefined as never),
          })),
        ),
      ),
  );

  test('has inputs', () => expect(cases.length).toBeGreaterThan(3));

  test.each(cases)('$coordinate takes $bound, and no more', ({ argument, bound, call }) => {
    expect(call(bound)).toBe('reached');
    expect(() => call(bound + 1)).toThrow(
      expect.objectContaining({
        message: expect.stringContaining(`${argument} takes at most ${bound} `) as string,
        extensions: { code: 'BAD_USER_INPUT', argument },
      }) as Error,
    );
  });
});

test('a recursive input is bounded at every depth', () => {
  const schema = buildSchema('input Deep { text: String deeper: Deep } type Query { deep(input: Deep): String }');
  const field = schema.getQueryType()?.getFields().deep;
  if (!field) throw new Error('There is no such field.');
  field.resolve = reached;
  boundInputs(schema);
  const deep = (depth: number, text: string): object => (depth === 0 ? { text } : { deeper: deep(depth - 1, text) });
  const call = (input: object): unknown => field.resolve?.({}, { input }, {}, undefined as never);
  expect(call(deep(50, 'x'.repeat(500)))).toBe('reached');
  expect(() => call(deep(2, 'x'.repeat(501)))).toThrow(
    expect.objectContaining({ extensions: { code: 'BAD_USER_INPUT', argument: 'input.deeper.deeper.text' } }) as Error,
  );
});

test('the shared types are the same in every subgraph', () => {
  for (const name of subgraphNames()) expect(subgraphSdl(name)).toContain('directive @bounds(');
});
