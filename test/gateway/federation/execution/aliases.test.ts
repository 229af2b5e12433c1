/**
 * An alias is only a name in the answer, whatever it is called: like a key, like a field that another one requires, like
 * `__typename`. Every operation is sent twice, with dangerous aliases and with harmless ones.
 */
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper';
import fc from 'fast-check';
import { parse, type GraphQLFormattedError } from 'graphql';
import { codedError } from '../../../../subgraphs/kit/base/errors';
import { compose } from '../../support/fixture-schemas';
import { FixtureServer } from '../../support/fixture-server';
import { TestGateway } from '../../support/test-gateway';

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.6", ' +
  'import: ["@key", "@external", "@requires", "@provides", "@shareable"])';

const catalog = `${link}
  enum Unit { GRAM KILO }
  interface Item { id: ID! title: String! }
  type Product implements Item @key(fields: "id") {
    id: ID! serial: ID! title: String! weight(unit: Unit = GRAM): Int! box: Box! maker: Maker!
  }
  type Work implements Item @key(fields: "id") { id: ID! title: String! }
  type Box { width: Int! depth: Int! note: String! }
  type Maker @key(fields: "country { code } number") { country: Country! number: Int! name: String! }
  type Country { code: String! label: String! }
  union Found = Product | Work
  type Query {
    product(id: ID!): Product
    products: [Product!]!
    items: [Item!]!
    found: [Found!]!
  }
  type Mutation { retitle(id: ID!, title: String!): Product! }`;

const stock = `${link}
  enum Unit { GRAM KILO }
  interface Item { id: ID! copies: Int! }
  type Product implements Item @key(fields: "id") {
    id: ID!
    weight(unit: Unit = GRAM): Int! @external
    box: Box! @external
    copies: Int!
    shipping(zone: Int = 1): Int! @requires(fields: "weight(unit: KILO) box { width depth }")
    missing: Int
    like: Product!
  }
  type Work implements Item @key(fields: "id") { id: ID! copies: Int! }
  type Box { width: Int! @external depth: Int! @external }
  type Maker @key(fields: "country { code } number") { country: Country! number: Int! rating: Int! }
  type Country { code: String! @shareable }`;

const product = (id: string) => ({
  __typename: 'Product',
  id,
  serial: `s${id}`,
  title: `Product ${id}`,
  box: { width: Number(id), depth: 10, note: `Note ${id}` },
  maker: maker(id),
});
const maker = (id: string) => ({
  country: { code: `c${id}`, label: `Land ${id}` },
  number: Number(id),
  name: `M${id}`,
});
const work = (id: string) => ({ __typename: 'Work', id, title: `Work ${id}` });

const schemas = {
  catalog: buildSubgraphSchema({
    typeDefs: parse(catalog),
    resolvers: {
      Query: {
        product: (_: unknown, { id }: { id: string }) => product(id),
        products: () => ['1', '2'].map(product),
        items: () => [product('1'), work('7')],
        found: () => [product('1'), work('7'), product('2')],
      },
      Mutation: {
        retitle: (_: unknown, { id, title }: { id: string; title: string }) => ({ ...product(id), title }),
      },
      Product: {
        __resolveReference: ({ id }: { id: string }) => product(id),
        weight: ({ id }: { id: string }, { unit }: { unit: string }) => Number(id) * (unit === 'KILO' ? 1 : 1_000),
      },
      Work: { __resolveReference: ({ id }: { id: string }) => work(id) },
      Maker: { __resolveReference: ({ number }: { number: number }) => maker(String(number)) },
    } as unknown as GraphQLResolverMap<unknown>,
  }),
  stock: buildSubgraphSchema({
    typeDefs: parse(stock),
    resolvers: {
      Product: {
        __resolveReference: (reference: object) => reference,
        copies: ({ id }: { id: string }) => Number(id) * 100,
        shipping: (given: { weight: number; box: { width: number; depth: number } }, { zone }: { zone: number }) =>
          zone * 1_000_000 + given.weight * 10_000 + given.box.width * 100 + given.box.depth,
        missing: () => {
          throw codedError('NOT_FOUND', 'It is not here.');
        },
        like: ({ id }: { id: string }) => ({ id: String(Number(id) + 1) }),
      },
      Work: { __resolveReference: (reference: object) => reference, copies: () => 1 },
      Maker: {
        __resolveReference: (reference: object) => reference,
        rating: ({ country, number }: { country: { code: string }; number: number }) =>
          country.code === `c${number}` ? number : -1,
      },
    } as unknown as GraphQLResolverMap<unknown>,
  }),
};

let gateway: TestGateway;
const services: FixtureServer[] = [];

beforeAll(async () => {
  gateway = await TestGateway.start({ operations: { aliases: 50 }, subgraphs: { timeout: 10_000 } });
  services.push(await FixtureServer.start(schemas.catalog), await FixtureServer.start(schemas.stock));
  const [{ url: catalogUrl }, { url: stockUrl }] = services as [FixtureServer, FixtureServer];
  const supergraph = compose([
    { name: 'catalog', sdl: catalog, url: catalogUrl },
    { name: 'stock', sdl: stock, url: stockUrl },
  ]);
  await gateway.store.replace(`# retired: people\n# retired: mail\n${supergraph}`);
});
afterAll(async () => {
  await gateway.stop();
  await Promise.all(services.map((service) => service.stop()));
});

const harmless = 'harmless_';
/** Replaces the harmless names of an answer by the dangerous ones. */
const named = (value: unknown): unknown => {
  if (typeof value === 'string') return value.replace(harmless, '');
  if (Array.isArray(value)) return value.map(named);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key.replace(harmless, ''), named(inner)]));
};
const placed = (errors: GraphQLFormattedError[] = []) =>
  errors.map(({ message, path, extensions }) => ({ message, path, code: extensions?.code }));

/** Sends an operation whose aliases begin with `$$`, with both kinds of names. */
async function askTwice(operation: string, variables?: Record<string, unknown>) {
  const ask = async (prefix: string) => {
    const query = operation.replaceAll('$$', () => prefix);
    const { status, data, errors } = await gateway.ask(query, { ...(variables ? { variables } : {}) });
    return { status, data, errors: placed(errors) };
  };
  return { dangerous: await ask(''), expected: named(await ask(harmless)) as Awaited<ReturnType<typeof ask>> };
}

test('an alias named like the key is not mistaken for the key', async () => {
  const { data, errors } = await gateway.ask('{ products { id: title copies } }');
  expect(errors).toBeUndefined();
  expect(data).toEqual({
    products: [
      { id: 'Product 1', copies: 100 },
      { id: 'Product 2', copies: 200 },
    ],
  });
});

test.each([
  ['beside the key under another alias', '{ products { $$id: title key: id copies } }'],
  ['of __typename, named like the key', '{ products { $$id: __typename copies } found { $$id: __typename } }'],
  ['named like what a field requires', '{ products { $$weight: title shipping } }'],
  ['named like an object that a field requires', '{ products { $$box: title shipping } }'],
  ['within an object that a field requires', '{ products { box { $$width: note $$depth: width } shipping } }'],
  ['of an object under its own alias', '{ products { $$weight: box { $$width: note } shipping } }'],
  ['with arguments of its own', '{ products { $$weight: shipping(zone: 3) shipping(zone: 2) } }'],
  [
    'with other arguments than the required ones',
    '{ products { $$box: weight(unit: GRAM) $$weight: box { note } shipping } }',
  ],
  ['of a key with an object in it', '{ products { maker { $$country: name $$number: name rating } } }'],
  ['within an object of the key', '{ products { maker { country { $$code: label } $$number: name rating } } }'],
  [
    'in a named fragment, used twice',
    '{ products { ...Seen } product(id: "2") { ...Seen } } fragment Seen on Product { $$id: title copies }',
  ],
  [
    'in nested fragments',
    '{ products { ...A } } fragment A on Product { ...B copies } fragment B on Product { ... on Product { $$id: title } }',
  ],
  ['on an interface', '{ items { $$id: title copies } }'],
  [
    'on an interface, then on its types',
    '{ items { title ... on Product { $$id: title copies } ... on Work { $$id: title copies } } }',
  ],
  [
    'with another meaning on each type',
    '{ found { ... on Product { $$id: serial copies } ... on Work { id copies } } }',
  ],
  ['on a union', '{ found { ... on Product { $$id: title copies } ... on Work { $$id: title copies } } }'],
  ['at every level', '{ $$id: products { $$id: like { $$id: like { $$id: title copies } title } copies } }'],
  [
    'named like a field of the services’ protocol',
    '{ $$_entities: products { $$_service: title $$_entities: copies } }',
  ],
  ['named like one of the planner’s own', '{ products { $$_internal_qp_alias_0: title weight(unit: GRAM) shipping } }'],
  ['that begins as our own names do', '{ products { $$id: title $$_as_id: copies $$_as__as_id: shipping } }'],
  ['named like a copy of a merged call', '{ $$c0_products: products { $$c1_id: title copies } }'],
  [
    'named like what every object has',
    '{ $$constructor: products { $$toString: title $$isPrototypeOf: copies $$valueOf: box { $$hasOwnProperty: note } } }',
  ],
  ['in a mutation', 'mutation { $$id: retitle(id: "1", title: "New") { $$id: title copies } }'],
])('an alias %s', async (_title, operation) => {
  const { dangerous, expected } = await askTwice(operation);
  expect(expected).toMatchObject({ status: 200, errors: [] });
  expect(dangerous).toEqual(expected);
  expect(Object.keys(dangerous.data as object).length).toBeGreaterThan(0);
});

test('an alias that begins with two underscores, such as __typename, is refused', async () => {
  const { status, errors } = await gateway.ask('{ products { __typename: title copies } }');
  expect(status).toBe(400);
  expect(errors).toMatchObject([
    { message: expect.stringContaining('"__typename"') as string, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } },
  ]);
});

test.each([true, false])('an alias under @skip and @include (%s)', async (flag) => {
  const { dangerous, expected } = await askTwice(
    'query ($flag: Boolean!) { products { $$id: title @skip(if: $flag) $$weight: copies @include(if: $flag) shipping } }',
    { flag },
  );
  expect(expected).toMatchObject({ status: 200, errors: [] });
  expect(dangerous).toEqual(expected);
});

test('the paths of errors have the caller’s names', async () => {
  const { dangerous, expected } = await askTwice('{ $$id: products { $$id: title $$weight: missing shipping } }');
  expect(dangerous).toEqual(expected);
  expect(dangerous.errors).toEqual([
    { message: 'It is not here.', path: ['id', 0, 'weight'], code: 'NOT_FOUND' },
    { message: 'It is not here.', path: ['id', 1, 'weight'], code: 'NOT_FOUND' },
  ]);
});

test('errors about a stopped service are at the caller’s paths', async () => {
  await services[1]?.stop();
  const { dangerous, expected } = await askTwice('{ products { $$id: title $$weight: missing } }');
  await services[1]?.listen();
  expect(dangerous).toEqual(expected);
  expect(dangerous.errors.map(({ path }) => path)).toEqual([
    ['products', 0, 'weight'],
    ['products', 1, 'weight'],
  ]);
});

test('operations at the same time, merged into one call', async () => {
  const asked = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      gateway.ask(`query ($id: ID!) { product(id: $id) { id: title c0_: copies box: weight shipping } }`, {
        variables: { id: String(index + 1) },
      }),
    ),
  );
  asked.forEach(({ data, errors }, index) => {
    const n = index + 1;
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      product: { id: `Product ${n}`, c0_: n * 100, box: n * 1_000, shipping: 1_000_010 + n * 10_100 },
    });
  });
});

const dangers = [
  'id',
  'weight',
  'box',
  'width',
  'depth',
  'maker',
  'country',
  'code',
  'number',
  'toString',
  '_x',
  '_as_id',
];
const aliased = (field: string) =>
  fc
    .option(fc.constantFrom(...dangers), { freq: 1 })
    .map((alias) => ({ key: alias ?? field, text: alias === null ? field : `$$${alias}: ${field}` }));
const someOf = (...fields: fc.Arbitrary<{ key: string; text: string }>[]) =>
  fc
    .shuffledSubarray(fields, { minLength: 1 })
    .chain((chosen) => fc.tuple(...chosen))
    // One name may stand for one field only.
    .map((chosen) =>
      [...new Map(chosen.map((field) => [field.key, field])).values()].map(({ text }) => text).join(' '),
    );
const within = (field: string, inner: fc.Arbitrary<string>) =>
  fc.tuple(aliased(field), inner).map(([{ key, text }, selection]) => ({ key, text: `${text} { ${selection} }` }));

const ofProduct = (depth: number): fc.Arbitrary<string> =>
  someOf(
    ...['id', 'title', 'serial', 'copies', 'weight'].map(aliased),
    within('box', someOf(...['note', 'width', 'depth'].map(aliased))),
    within('maker', someOf(...['name', 'number', 'rating'].map(aliased), within('country', someOf(aliased('label'))))),
    // The planner has no plan for `shipping` below `like`, under any name.
    ...(depth > 1 ? [within('like', ofProduct(depth - 1))] : []),
    ...(depth === 3 ? [aliased('shipping')] : []),
  );

test('whatever the aliases are called, at whatever depth, the answer is the same', async () => {
  await fc.assert(
    fc.asyncProperty(ofProduct(3), async (selection) => {
      const { dangerous, expected } = await askTwice(`{ products { ${selection} } }`);
      expect(expected).toMatchObject({ status: 200, errors: [] });
      expect(dangerous).toEqual(expected);
    }),
    { numRuns: 60 },
  );
});

test('an operation without a plan has no data, not even null', async () => {
  const answer = await gateway.ask('{ products { like { shipping } } }');
  expect(answer).toMatchObject({ errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] });
  expect('data' in answer).toBe(false);
});

test('an operation with harmless aliases is sent to the services unchanged', async () => {
  for (const service of services) service.calls.length = 0;
  await gateway.ask('{ products { name: title key: id copies } }');
  const sent = services.flatMap(({ calls }) => calls.map(({ query }) => query)).join();
  expect(sent).toContain('name:');
  expect(sent).not.toContain('_as_');
});
