/** How large an operation may be. */
import { getIntrospectionQuery } from 'graphql';
import { TestGateway } from '../support/test-gateway';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start({ operations: { depth: 5, aliases: 3, directives: 4, tokens: 600, cost: 400 } });
});
afterAll(() => gateway.stop());
beforeEach(() => gateway.reset());

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
  ['too costly', '{ people(first: 300) { id name } }', 'Cost limit of 400 exceeded'],
  ['too costly, list within list', '{ people(first: 20) { letters(first: 20) { id } } }', 'Cost limit of 400 exceeded'],
];

it.each(tooLarge)('%s is refused before anything runs', async (_title, query, message) => {
  const answer = await gateway.ask(query);
  expect(answer.status).toBe(400);
  expect(answer.errors?.map((error) => error.extensions?.code)).toContain('GRAPHQL_VALIDATION_FAILED');
  expect(answer.errors?.map((error) => error.message).join('\n')).toContain(message);
  expect(gateway.services.people.calls).toHaveLength(0);
});

it('with too many tokens is refused while it is read', async () => {
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

it('fragments that name each other are refused', async () => {
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

it('an alias that every object has by nature is an alias like any other', async () => {
  expect(await gateway.ask('{ constructor: now valueOf: person(id: "404") { id } }')).toMatchObject({
    data: { constructor: '2026-01-02T03:04:05Z', valueOf: null },
  });
});

it('what tools ask of the schema is within the limits', async () => {
  const { errors } = await gateway.ask(getIntrospectionQuery());
  expect(errors).toBeUndefined();
});
