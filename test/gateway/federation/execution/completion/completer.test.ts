/** Results are completed as graphql-js completes them; every result is compared with it. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { execute, getOperationAST, isObjectType, parse, type ExecutionResult } from 'graphql';
import { publicSchemaOf } from '../../../../../gateway/federation/supergraph/public-schema';
import { ResultCompleter } from '../../../../../gateway/federation/execution/completion/completer';
import { ResponseKeys } from '../../../../../gateway/federation/execution/response-keys';
import { supergraphOf } from '../../../support/test-gateway';

const supergraph = supergraphOf({ people: 'http://people.invalid/', mail: 'http://mail.invalid/' });
const { schema } = publicSchemaOf(supergraph);
const keys = ResponseKeys.of(parse(supergraph));

type Data = Record<string, unknown>;

/** The schema for graphql-js, in which objects must be objects too. */
const { schema: strict } = publicSchemaOf(supergraph);
for (const type of Object.values(strict.getTypeMap())) {
  if (isObjectType(type))
    type.isTypeOf = (value) => typeof value === 'object' && value !== null && !Array.isArray(value);
}

function prepare(query: string, variables: Data = {}) {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return {
    completer: new ResultCompleter(schema, document, operation, keys, false),
    oracle: (data: Data) =>
      execute({
        schema: strict,
        document,
        rootValue: data,
        variableValues: variables,
        fieldResolver: (source: Data | null, _args, _context, { path }) => source?.[path.key],
        typeResolver: (value: Data) => value.__typename as string,
      }) as ExecutionResult,
  };
}

const person = { id: '1', name: 'Jane', kind: 'STAFF' };
/** Operations with variables, and data that are already complete. */
const examples: [string, Data, Data][] = [
  ['{ person(id: "1") { id name kind } now }', {}, { person, now: '2026-01-01' }],
  [
    '{ people { id letters { id text to { id } } unread } }',
    {},
    { people: [{ id: '1', letters: [{ id: 'a', text: 't', to: null }], unread: 5 }] },
  ],
  [
    '{ beings { ... on Person { name } ... on Robot { model } } }',
    {},
    {
      beings: [
        { __typename: 'Person', name: null },
        { __typename: 'Robot', model: 'R' },
      ],
    },
  ],
  [
    '{ beings { __typename t: __typename ... on Robot { model } } }',
    {},
    { beings: [{ __typename: 'Person', t: 'Person' }] },
  ],
  [
    '{ named { name ... on Person { unread } } }',
    {},
    { named: [{ __typename: 'Person', name: 'x', unread: 1 }, null] },
  ],
  ['{ thing { ...T } } fragment T on Tool { weight }', {}, { thing: { __typename: 'Tool', weight: 3 } }],
  [
    'query ($y: Boolean!) { person(id: "1") { id name @include(if: $y) ... @skip(if: $y) { unread } } }',
    { y: true },
    { person: { id: '1', name: 'x' } },
  ],
  [
    'query ($y: Boolean!) { person(id: "1") { id name @include(if: $y) ... @skip(if: $y) { unread } } }',
    { y: false },
    { person: { id: '1', unread: 1 } },
  ],
  ['mutation { count send(text: "x") { id } }', {}, { count: 1, send: { id: 'x' } }],
  [
    '{ wrongNumber cases { id person { id letters { text } } } __typename }',
    {},
    { wrongNumber: -1, cases: [{ id: '1', person: { id: '1', letters: [] } }], __typename: 'Query' },
  ],
];

const json = (value: unknown) => JSON.stringify(value);
const copy = <T>(value: T): T => structuredClone(value);

it.each(examples)('leaves complete data unchanged: %s', (query, variables, data) => {
  const { completer, oracle } = prepare(query, variables);
  const expected = oracle(copy(data)).data;
  // The second time uses the cache of the first.
  for (let time = 0; time < 2; time += 1) {
    const completed = completer.complete(copy(data), variables);
    expect(completed.errors).toEqual([]);
    expect(json(completed.data)).toBe(json(expected));
  }
});

it('keeps no reference to the variables after completing a result', async () => {
  const { completer } = prepare('query ($term: Term!, $y: Boolean!) { find(term: $term) { id @skip(if: $y) name } }');
  const look = () => {
    const term = { name: 'somebody' };
    expect(completer.complete({ find: [] }, { term, y: false }).errors).toEqual([]);
    return new WeakRef(term);
  };
  const term = look();
  await new Promise(setImmediate);
  collectGarbage();
  expect(term.deref()).toBeUndefined();
  // Used here, so that the completer itself was not collected.
  expect(completer.complete({ find: [] }, { y: false }).errors).toEqual([]);
});

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

/** The path of every place in the data. */
function places(value: unknown, path: (string | number)[] = []): (string | number)[][] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    path,
    ...Object.entries(value).flatMap(([key, inner]) =>
      places(inner, [...path, Array.isArray(value) ? Number(key) : key]),
    ),
  ];
}

function spoil(data: Data, path: (string | number)[], change: (holder: Data, key: string) => void): void {
  const last = path.at(-1);
  if (last === undefined) return;
  const holder = path.slice(0, -1).reduce<unknown>((at, key) => (at as Data)[key], data);
  change(holder as Data, String(last));
}

it('completes spoiled results like graphql-js, with errors at the same paths', () => {
  const nonsense = fc.oneof(
    fc.constantFrom<unknown>(
      null,
      undefined,
      0,
      1.5,
      2 ** 40,
      true,
      '',
      'STAFF',
      'Person',
      'Robot',
      'Ghost',
      {},
      [],
      [null],
      { __typename: 'Tool' },
    ),
    fc.jsonValue(),
  );
  fc.assert(
    fc.property(
      fc.constantFrom(...examples),
      fc.nat(),
      nonsense,
      fc.boolean(),
      ([query, variables, data], place, value, remove) => {
        const spoiled = copy(data);
        const all = places(spoiled);
        spoil(spoiled, all[place % all.length] ?? [], (holder, key) => {
          if (remove && !Array.isArray(holder)) delete holder[key];
          else holder[key] = value;
        });
        const { completer, oracle } = prepare(query, variables);
        const expected = oracle(copy(spoiled));
        const completed = completer.complete(copy(spoiled), variables);
        expect(JSON.parse(json({ data: completed.data }))).toMatchObject(
          JSON.parse(json({ data: expected.data })) as Data,
        );
        expect(pathsOf(completed)).toEqual(pathsOf(expected));
      },
    ),
    { numRuns: 5_000 },
  );
});

const pathsOf = ({ errors = [] }: ExecutionResult) => errors.map(({ path }) => path?.join('.'));
