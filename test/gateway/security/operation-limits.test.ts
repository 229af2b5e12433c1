/** How large an operation may be. */
import { getIntrospectionQuery } from 'graphql';
import { send } from '../support/fixture-server';
import { TestGateway } from '../support/test-gateway';

let gateway: TestGateway;
/** A gateway that limits only the cost. */
let costly: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start({ operations: { depth: 5, aliases: 3, directives: 4, tokens: 600 } });
  costly = await TestGateway.start({ operations: { aliases: 100, cost: 400 } });
});
afterAll(() => Promise.all([gateway.stop(), costly.stop()]));
beforeEach(() => Promise.all([gateway.reset(), costly.reset()]));

const times = (count: number, text: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

const tooLarge: [string, string, string][] = [
  [
    'too deep',
    '{ letter(id: "1") { to { letters { to { letters { id } } } } } }',
    'depth limit of 5 exceeded, found 6.',
  ],
  [
    'too deep by fragments',
    '{ letter(id: "1") { to { ...A } } } fragment A on Person { letters { ...B } } fragment B on Letter { to { letters { id } } }',
    'depth limit of 5 exceeded, found 6.',
  ],
  ['with too many aliases', `{ ${times(4, (n) => `a${n}: now`)} }`, 'Aliases limit of 3 exceeded, found 4.'],
  [
    'with too many aliases by fragments',
    '{ ...F } fragment F on Query { a: now b: now c: now d: now }',
    'Aliases limit of 3 exceeded, found 4.',
  ],
  [
    'with too many directives',
    `{ now ${times(5, () => '@include(if: true)')} }`,
    'Directives limit of 4 exceeded, found 5.',
  ],
];

it.each(tooLarge)('%s is refused before anything runs', async (_title, query, message) => {
  const answer = await gateway.ask(query);
  expect(answer.status).toBe(400);
  expect(answer.errors?.map((error) => error.extensions?.code)).toContain('GRAPHQL_VALIDATION_FAILED');
  expect(answer.errors?.map((error) => error.message).join('\n')).toContain(message);
  expect(gateway.services.people.calls).toHaveLength(0);
});

const tooCostly: [string, string, Record<string, unknown>?][] = [
  ['by a literal', '{ people(first: 300) { id name } }'],
  ['by a variable', 'query ($n: Int) { people(first: $n) { id name } }', { n: 300 }],
  ['by a default of a variable', 'query ($n: Int = 300) { people(first: $n) { id name } }'],
  [
    'by defaults of the schema',
    `{ people { letters { to { letters { to { letters { ${times(25, (n) => `a${n}: id`)} } } } } } } }`,
  ],
  ['by lists within lists', '{ people(first: 20) { letters(first: 20) { id } } }'],
  [
    'by lists without pages',
    `{ find(term: { name: "x" }) { ${times(25, (n) => `a${n}: id`)} letters { ${times(20, (n) => `b${n}: id`)} } } }`,
  ],
  [
    'by fragments',
    '{ ...P } fragment P on Query { people(first: 300) { ... on Person { ...F } } } fragment F on Person { id name }',
  ],
  [
    'by a field that is included',
    'query ($is: Boolean!) { people(first: 300) @include(if: $is) { id } now }',
    { is: true },
  ],
];

describe('costs', () => {
  it.each(tooCostly)('too costly %s is refused before anything runs', async (_title, query, variables = {}) => {
    const answer = await costly.ask(query, { variables });
    expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'TOO_COSTLY', maximum: 400 } }] });
    expect(answer.errors).toHaveLength(1);
    expect(answer.errors?.[0]?.extensions?.cost).toBeGreaterThan(400);
    expect(costly.services.people.calls).toHaveLength(0);
  });

  it.each<[string, string, Record<string, unknown>?]>([
    ['a page', '{ people(first: 100) { id name } }'],
    [
      'a page that is left out',
      'query ($is: Boolean!) { people(first: 300) @include(if: $is) { id } now }',
      { is: false },
    ],
    ['what asks for the schema', getIntrospectionQuery()],
  ])('%s is within the limits', async (_title, query, variables = {}) => {
    expect((await costly.ask(query, { variables })).errors).toBeUndefined();
  });

  it('the answers of services count, however little was asked for', async () => {
    const many = Array.from({ length: 500 }, (_, index) => ({ id: String(index) }));
    costly.services.people.answer = (response) => send(response, { data: { find: many } });
    expect(await costly.ask('{ find(term: { name: "x" }) { id } }')).toMatchObject({
      errors: [{ extensions: { code: 'TOO_COSTLY', maximum: 400 } }],
    });
  });

  it('a subgraph in the process is limited like any other', async () => {
    expect(await costly.ask('{ cases(first: 130) { id openedBy } }')).toMatchObject({
      data: { cases: expect.any(Array) as unknown },
    });
    expect(await costly.ask('{ crowd { id openedBy } }')).toMatchObject({
      errors: [{ extensions: { code: 'TOO_COSTLY', maximum: 400 } }],
    });
  });
});

it('an operation with too many tokens is refused while it is parsed', async () => {
  expect(await gateway.ask(`{ ${times(700, () => 'now')} }`)).toMatchObject({
    status: 400,
    errors: [
      { message: 'The operation is too large: it has too many tokens.', extensions: { code: 'GRAPHQL_PARSE_FAILED' } },
    ],
  });
});

it('fragments that double each other cost no time', async () => {
  const bomb = `{ ...F0 } ${times(40, (n) => `fragment F${n} on Query { ...F${n + 1} ...F${n + 1} }`)} fragment F40 on Query { now }`;
  const started = Date.now();
  const answer = await gateway.ask(bomb);
  expect(Date.now() - started).toBeLessThan(1_000);
  expect(answer.status).toBeLessThan(500);
});

it('fragments in a circle are refused', async () => {
  expect(await gateway.ask('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }')).toMatchObject({
    status: 400,
    errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
  });
});

it.each(['__typename: now', '__proto__: now', '__x: now'])(
  'an alias that the specification reserves is refused: %s',
  async (field) => {
    expect(await gateway.ask(`{ ${field} }`)).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
  },
);

it('an alias with the name of a built-in property works like any other', async () => {
  expect(await gateway.ask('{ constructor: now valueOf: person(id: "404") { id } }')).toMatchObject({
    data: { constructor: '2026-01-02T03:04:05Z', valueOf: null },
  });
});

it('the introspection of tools is within the limits', async () => {
  const { errors } = await gateway.ask(getIntrospectionQuery());
  expect(errors).toBeUndefined();
});
