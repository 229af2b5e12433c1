/**
 * The corpus' subgraphs and their data. Every subgraph and graphql-js read the same objects, so an operation has exactly one right
 * answer: the one that graphql-js gives on the public schema in one piece.
 */
import { buildSubgraphSchema } from '@apollo/subgraph';
import type { GraphQLResolverMap } from '@apollo/subgraph/dist/schema-helper';
import { isObjectType, parse, type GraphQLFieldConfigArgumentMap, type GraphQLSchema } from 'graphql';

const link =
  'extend schema @link(url: "https://specs.apollo.dev/federation/v2.6", import: ["@key", "@external", "@requires", ' +
  '"@provides", "@shareable", "@interfaceObject", "@override", "@inaccessible"])';

/** The SDL of each subgraph. */
export const corpusSdl = {
  library: `${link}
    interface Node { id: ID! link: Node }
    type Knot implements Node { id: ID! link: Knot tight: Boolean! }
    type Rope implements Node { id: ID! link: Node long: Int! }
    interface Media @key(fields: "id") { id: ID! title: String! }
    type Book implements Media & Priced @key(fields: "id") {
      id: ID! title: String! pages: Int! price(currency: Currency = EUR): Int! author: Author! box: Box!
    }
    type Film implements Media @key(fields: "id") { id: ID! title: String! minutes: Int! cast: [Author]! }
    interface Priced { price(currency: Currency = EUR): Int! }
    type Box { width: Int! depth: Int! note: String }
    enum Currency { EUR USD }
    type Author @key(fields: "country { code } number") { country: Country! number: Int! name: String! nickname: String }
    type Country { code: String! @shareable label: String! }
    type Shop @key(fields: "id") { id: ID! name: String! best: Media worst: Media window: [Found]! }
    union Found = Book | Film | Shop
    input Filter { kinds: [String!] currency: Currency = USD nested: Filter }
    type Query {
      knot: Knot knots: [Node!]! rope: Node
      media(id: ID!): Media shelf(first: Int = 3): [Media!]! maybe: [Media] nothing: Media
      book(id: ID!): Book books: [Book!]! priced: [Priced!]!
      found: [Found!]! shop: Shop! object: Shop matrix: [[Media!]!]!
      filtered(filter: Filter): [Book!]! version: String! @shareable flag(on: Boolean! = false): Boolean!
    }
    type Mutation { rename(id: ID!, title: String!): Book! first: Int! }`,
  reviews: `${link}
    type Media @key(fields: "id") @interfaceObject { id: ID! rating: Int stars(least: Int = 1): [Star!]! }
    type Star { count: Int! of: Media! }
    type Query { top: [Media!]! stars: [Star!]! version: String! @shareable }
    type Mutation { second: Int! }`,
  stock: `${link}
    type Book @key(fields: "id") {
      id: ID! pages: Int! @external price(currency: Currency = EUR): Int! @external box: Box! @external
      weight: Int! @requires(fields: "pages box { width depth }") tax(rate: Int = 10): Int! @requires(fields: "price(currency: USD)")
      copies: Int! slip: String like: Book sibling: Book!
    }
    type Box { width: Int! @external depth: Int! @external }
    enum Currency { EUR USD }
    type Author @key(fields: "country { code } number") { country: Country! number: Int! rank: Int! }
    type Country { code: String! @shareable }
    type Shop @key(fields: "id") { id: ID! name: String! @external open: Boolean! lead: Shop @provides(fields: "name") }
    type Query { pile: [Book!]! lead: Shop @provides(fields: "name") version: String! @shareable }`,
};

export type CorpusName = keyof typeof corpusSdl;
type Thing = Record<string, unknown>;

const author = (number: number): Thing => ({
  __typename: 'Author',
  country: { code: `c${number}`, label: `Land ${number}` },
  number,
  name: `Author ${number}`,
  nickname: number % 2 ? `Nick ${number}` : null,
  rank: number * 7,
});

const book = (id: string): Thing => ({
  __typename: 'Book',
  id,
  title: `Book ${id}`,
  pages: Number(id) * 100,
  price: ({ currency }: { currency: string }) => Number(id) * (currency === 'USD' ? 11 : 10),
  author: () => author(Number(id)),
  box: { width: Number(id), depth: 2, note: id === '1' ? 'fragile' : null },
  weight(this: Thing) {
    const { width, depth } = this.box as { width: number; depth: number };
    return Number(this.pages) * 10_000 + width * 100 + depth;
  },
  tax(this: Thing, { rate }: { rate: number }) {
    const { price } = this;
    return (
      (typeof price === 'function' ? (price as (of: object) => number)({ currency: 'USD' }) : Number(price)) * rate
    );
  },
  copies: id === '9' ? null : Number(id) + 40,
  slip: null,
  like: () => (id === '3' ? null : book(String(Number(id) + 1))),
  sibling: () => book('2'),
  rating: Number(id) + 1,
  stars: ({ least }: { least: number }) => [least, least + 1].map((count) => ({ count, of: () => book(id) })),
});

const film = (id: string): Thing => ({
  ...book(id),
  __typename: 'Film',
  title: `Film ${id}`,
  minutes: 90,
  cast: () => [author(1), null, author(2)],
  stars: ({ least }: { least: number }) => [{ count: least, of: () => film(id) }],
});

const media = (id: string) => (Number(id) >= 7 && id !== '9' ? film(id) : book(id));

const shop: Thing = {
  __typename: 'Shop',
  id: 's',
  name: 'Corner',
  open: true,
  best: () => media('1'),
  worst: () => media('8'),
  window: () => [media('1'), null, media('8'), shop],
  lead: () => shop,
};

const knot: Thing = { __typename: 'Knot', id: 'k', tight: true, link: () => knot };
const rope: Thing = { __typename: 'Rope', id: 'r', long: 4, link: () => knot };

/** The root fields of all subgraphs. */
export const roots: Record<string, (args: never) => unknown> = {
  knot: () => knot,
  knots: () => [knot, rope],
  rope: () => rope,
  media: ({ id }: { id: string }) => (id === '404' ? null : media(id)),
  shelf: ({ first }: { first: number }) => ['1', '8', '2', '7'].slice(0, first).map(media),
  maybe: () => [media('1'), null, media('8')],
  nothing: () => null,
  book: ({ id }: { id: string }) => book(id),
  books: () => ['1', '2'].map(book),
  priced: () => [book('1')],
  found: () => [media('1'), media('8'), shop, media('2')],
  shop: () => shop,
  object: () => shop,
  matrix: () => [[media('1'), media('8')], [], [media('2')]],
  filtered: ({ filter }: { filter?: { kinds?: string[]; currency?: string } | null }) =>
    (filter?.kinds ?? [filter?.currency === 'USD' ? '2' : '1']).map(book),
  version: () => '1.0',
  flag: ({ on }: { on: boolean }) => on,
  rename: ({ id, title }: { id: string; title: string }) => ({ ...book(id), title }),
  first: () => 1,
  second: () => 2,
  top: () => ['8', '1'].map(media),
  stars: () => ['1', '8'].map((id) => ({ count: 3, of: () => media(id) })),
  pile: () => ['1', '3'].map(book),
  lead: () => shop,
};

/** The entity of a reference. Fields of the reference are used as given, and `@external` fields come only from it. */
function resolveReference({ __typename, ...given }: Thing): Thing {
  if (__typename === 'Shop') return { ...shop, ...given };
  if (__typename === 'Author') return { ...author(Number(given.number)), ...given };
  const known = media(String(given.id));
  return { ...known, pages: undefined, price: undefined, box: undefined, ...given };
}

/** A subgraph's schema, with the resolvers that read the world. */
export function corpusSchema(name: CorpusName): GraphQLSchema {
  const own = {
    __resolveReference: (reference: Thing) => (name === 'library' ? whole(reference) : resolveReference(reference)),
  };
  const types = {
    library: ['Book', 'Film', 'Shop', 'Author', 'Media'],
    reviews: ['Media'],
    stock: ['Book', 'Shop', 'Author'],
  };
  const resolvers = Object.fromEntries(types[name].map((type) => [type, own])) as GraphQLResolverMap<unknown>;
  return withRoots(buildSubgraphSchema({ typeDefs: parse(corpusSdl[name]), resolvers }));
}

const whole = (reference: Thing): Thing => {
  if (reference.__typename === 'Shop') return shop;
  return reference.__typename === 'Author' ? author(Number(reference.number)) : media(String(reference.id));
};

/** Gives the root fields of a schema the world's resolvers. */
export function withRoots(schema: GraphQLSchema): GraphQLSchema {
  for (const type of [schema.getQueryType(), schema.getMutationType()]) {
    if (!isObjectType(type)) continue;
    for (const field of Object.values(type.getFields())) {
      const root = roots[field.name];
      if (root) field.resolve = (_source: unknown, args: GraphQLFieldConfigArgumentMap) => root(args as never);
    }
  }
  return schema;
}
