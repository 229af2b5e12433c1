/** The short way to a complete result never lets through what the long way would change. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { getOperationAST, parse } from 'graphql';
import { completeResult } from '../../../../gateway/federation/execution/complete-result';
import { publicSchemaOf } from '../../../../gateway/federation/supergraph/public-schema';
import { ResponseKeys } from '../../../../gateway/federation/execution/response-keys';
import { ResultVerifier } from '../../../../gateway/federation/execution/verification';
import { supergraphOf } from '../../support/test-gateway';

const supergraph = supergraphOf({ people: 'http://people.invalid/', mail: 'http://mail.invalid/' });
const { schema } = publicSchemaOf(supergraph);
const keys = ResponseKeys.of(parse(supergraph));

type Data = Record<string, unknown>;

function prepare(query: string, variables: Data = {}) {
  const document = parse(query);
  const operation = getOperationAST(document);
  if (!operation) throw new Error('no operation');
  return {
    verifier: new ResultVerifier(schema, document, operation),
    complete: (data: Data) => completeResult(schema, keys, document, undefined, variables, { data }),
  };
}

const person = { id: '1', name: 'Jane', kind: 'STAFF' };
/** Operations, variables, and data that are complete as they stand. */
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

it.each(examples)('passes what is complete, as it would be made: %s', (query, variables, data) => {
  const { verifier, complete } = prepare(query, variables);
  const passed = copy(data);
  expect(verifier.passes(passed, variables)).toBe(true);
  expect(JSON.parse(json(passed))).toEqual(JSON.parse(json(complete(copy(data)).data)));
  // Remembered, it passes again; under other conditions it does not.
  expect(verifier.passes(copy(data), variables)).toBe(true);
});

it('does not pass what introspection would have to fill in', () => {
  expect(prepare('{ now __type(name: "Person") { name } }').verifier.passes({ now: 'x' }, {})).toBe(false);
});

it('leaves the data as they were when they do not pass', () => {
  const data = {
    beings: [
      { __typename: 'Robot', model: 'R' },
      { __typename: 'Robot', model: null },
    ],
  };
  const { verifier } = prepare('{ beings { ... on Robot { model } } }');
  const before = copy(data);
  expect(verifier.passes(data, {})).toBe(false);
  expect(data).toEqual(before);
});

it('keeps nothing of the variables once it has looked at a result', async () => {
  const { verifier } = prepare('query ($term: Term!, $y: Boolean!) { find(term: $term) { id @skip(if: $y) name } }');
  const look = () => {
    const term = { name: 'somebody' };
    expect(verifier.passes({ find: [] }, { term, y: false })).toBe(true);
    return new WeakRef(term);
  };
  const term = look();
  await new Promise(setImmediate);
  collectGarbage();
  expect(term.deref()).toBeUndefined();
  // Held until here, so that it is not gone with the verifier.
  expect(verifier.passes({ find: [] }, { y: false })).toBe(true);
});

function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
}

/** Every place in the data, as a path. */
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

it('lets no spoiled result pass that the long way would mend or refuse', () => {
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
        const { verifier, complete } = prepare(query, variables);
        const long = complete(copy(spoiled));
        if (!verifier.passes(spoiled, variables)) return;
        expect(long.errors).toBeUndefined();
        // The executor hands over only what was asked for, so what else was put in is not the verifier's concern.
        expect(JSON.parse(json(spoiled))).toMatchObject(JSON.parse(json(long.data)) as Data);
      },
    ),
    { numRuns: 5_000 },
  );
});
