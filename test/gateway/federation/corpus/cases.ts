/** The operations of the corpus. */

export interface CorpusCase {
  title: string;
  query: string;
  variables?: Record<string, unknown>;
  /** How the bare runtime deviates from the specification; the gateway does not. */
  bare?: string;
}

const one = (title: string, query: string, more: Omit<CorpusCase, 'title' | 'query'> = {}): CorpusCase => ({
  title,
  query,
  ...more,
});
const v = (variables: Record<string, unknown>, bare?: string) => ({ variables, ...(bare ? { bare } : {}) });

const entities = [
  one('an entity from one subgraph', '{ book(id: "1") { id title } }'),
  one('an entity from two subgraphs', '{ book(id: "1") { title copies } }'),
  one('entities of a list, with a key that is not asked for', '{ books { title copies } }'),
  one('an entity beneath an entity', '{ books { copies like { title copies like { title } } } }'),
  one('the same entity by two fields', '{ books { sibling { title } like { title } } }'),
  one('a key of several fields, with an object in it', '{ books { author { name rank } } }'),
  one('an entity of which only the key is asked', '{ pile { id } }'),
  one('an entity that begins at another subgraph', '{ pile { title pages author { rank country { label } } } }'),
  one('entities within lists of lists', '{ matrix { title ... on Book { copies } } }'),
  one('an entity that is null', '{ media(id: "404") { title } }'),
  one('nulls in a list of entities', '{ maybe { title rating } }'),
];

const fieldSets = [
  one('@requires', '{ books { weight } }'),
  one('@requires, and the same fields asked for', '{ books { weight pages box { width note } } }'),
  one('@requires with arguments', '{ books { tax } }'),
  one('@requires with arguments, and other arguments asked for', '{ books { tax price(currency: EUR) } }'),
  one('@requires with an argument by a variable', 'query ($rate: Int) { books { tax(rate: $rate) } }', v({ rate: 3 })),
  one('@requires from the other side', '{ pile { weight tax } }'),
  one('two fields with @requires under aliases', '{ books { a: tax(rate: 1) b: tax(rate: 2) weight } }'),
  one('@provides', '{ lead { name } }'),
  one('@provides and a field that is not provided', '{ lead { name best { title } } }'),
  one('@provides beneath an entity', '{ shop { name lead { name open } } }'),
];

const abstracts = [
  one('an interface', '{ shelf { id title } }'),
  one('an interface with its types', '{ shelf { title ... on Book { pages } ... on Film { minutes } } }'),
  one('an interface with entities of its types', '{ shelf { ... on Book { copies } ... on Film { minutes } } }'),
  one('__typename of an interface', '{ shelf { __typename id } }'),
  one('__typename in the middle and under an alias', '{ shelf { id __typename title kind: __typename } }'),
  one('an interface whose field narrows', '{ knot { link { id } } }'),
  one('an interface whose field narrows, by the interface', '{ knots { link { id } } }'),
  one('an interface whose field narrows, two deep', '{ knots { id link { id link { id } } ... on Rope { long } } }'),
  one('an interface whose field narrows, with __typename', '{ knots { link { __typename id } } rope { link { id } } }'),
  one('an interface whose field narrows, by its types', '{ knots { link { ... on Knot { tight } } } }'),
  one('a type that is none of the interface', '{ shelf { ... on Priced { price } } }'),
  one(
    'a fragment on an interface within another',
    '{ shelf { ... on Media { ... on Book { ... on Priced { price(currency: USD) } } } } }',
  ),
  one('an interface without entities', '{ priced { price ... on Book { title copies } } }'),
  one(
    'a fragment on the interface itself',
    '{ shelf { ...M } } fragment M on Media { title ...B } fragment B on Book { pages }',
  ),
  one('a union', '{ found { ... on Book { title } ... on Film { minutes } ... on Shop { name } } }'),
  one('a union, by an interface', '{ found { ... on Media { title } ... on Shop { name } } }'),
  one('a union, by __typename alone', '{ found { __typename } }'),
  one('a union, by an alias of __typename alone', '{ found { kind: __typename } }', { bare: 'looks for the name' }),
  one('an interface, by an alias of __typename', '{ shelf { kind: __typename title } }'),
  one('__typename under an alias of a fragment', '{ found { ... on Book { kind: __typename } ... on Media { id } } }'),
  one('a union of which one type is asked', '{ found { ... on Shop { open } } }'),
  one('a union with nulls', '{ shop { window { ... on Book { title copies } ... on Shop { open } } } }'),
  one('a union whose types go on at other subgraphs', '{ found { ... on Book { copies tax } ... on Shop { open } } }'),
  one('one name with two meanings', '{ found { ... on Book { size: pages } ... on Film { size: minutes } } }'),
];

const interfaceObjects = [
  one('@interfaceObject, its own fields', '{ top { rating } }'),
  one('@interfaceObject, and back to the interface', '{ top { rating title } }'),
  one('@interfaceObject from the interface', '{ shelf { title rating } }'),
  one('@interfaceObject from a type of the interface', '{ books { title rating } }'),
  one('@interfaceObject, __typename', '{ top { __typename rating } }'),
  one('@interfaceObject, a field with arguments', '{ shelf { stars(least: 2) { count } } }'),
  one('@interfaceObject within itself', '{ stars { count of { rating title } } }'),
  one('@interfaceObject, two deep', '{ top { stars { of { stars { count } title } } } }'),
  one('@interfaceObject beside a type', '{ shelf { rating ... on Film { minutes } } }'),
  one('@interfaceObject of a single object', '{ shop { best { rating } worst { title rating } } }'),
];

const merges = 'merges of two lists the last alone';
const roots = [
  one('roots of two subgraphs', '{ shelf { title } top { rating } pile { copies } }'),
  one('a shared root', '{ version }'),
  one('a shared root beside others', '{ version top { rating } pile { copies } }'),
  one('a root twice', '{ a: book(id: "1") { title } b: book(id: "2") { copies } }'),
  one('a root merged of two selections', '{ books { title } books { copies author { rank } } }', { bare: merges }),
  one('an object merged of two selections', '{ shop { name } shop { best { title } } shop { best { rating } } }'),
  one('a list merged within a list', '{ books { like { title } like { copies } } matrix { id } matrix { title } }', {
    bare: merges,
  }),
  one(
    'a list merged of selections with conditions',
    'query ($y: Boolean!) { books @include(if: $y) { title } books { copies } books @skip(if: $y) { pages } }',
    v({ y: true }, merges),
  ),
  one(
    'the root in fragments',
    '{ ...Q ... on Query { version } } fragment Q on Query { books { ...B } } fragment B on Book { copies }',
  ),
  one('__typename of the root', '{ __typename version }'),
  one('__typename of the root in the middle', '{ version root: __typename shop { name } }'),
  one('a mutation', 'mutation { rename(id: "1", title: "New") { title copies } }'),
  one('mutations of two subgraphs in order', 'mutation { first second again: first }'),
];

const inputs = [
  one('a variable', 'query ($id: ID!) { book(id: $id) { title } }', v({ id: '2' })),
  one('a default', 'query ($first: Int = 2) { shelf(first: $first) { id } }'),
  one('a null over a default', 'query ($filter: Filter) { filtered(filter: $filter) { id } }', v({ filter: null })),
  one('an input object with a default', '{ filtered(filter: { kinds: null }) { id } }'),
  one(
    'an input object by variables in it',
    'query ($k: [String!]) { filtered(filter: { kinds: $k }) { id copies } }',
    v({ k: ['2'] }),
  ),
  one('a single value for a list', 'query ($k: [String!]) { filtered(filter: { kinds: $k }) { id } }', v({ k: '2' })),
  one('an enum by a variable', 'query ($c: Currency!) { books { price(currency: $c) } }', v({ c: 'USD' })),
  one('a nullable variable at a place with a default', 'query ($on: Boolean) { flag(on: $on) }', v({})),
  one('a variable within an entity', 'query ($r: Int!) { pile { tax(rate: $r) like { tax(rate: $r) } } }', v({ r: 2 })),
];

const noPlan = 'has no plan for nothing';
const directives = [
  one(
    '@skip and @include by variables, left',
    'query ($y: Boolean!) { books { id title @include(if: $y) copies @skip(if: $y) } }',
    v({ y: true }),
  ),
  one(
    '@skip and @include by variables, right',
    'query ($y: Boolean!) { books { id title @include(if: $y) copies @skip(if: $y) } }',
    v({ y: false }),
  ),
  one(
    'a fragment by a variable',
    'query ($y: Boolean!) { shelf { id ... @include(if: $y) { title rating } } }',
    v({ y: false }),
  ),
  one(
    'a typed fragment by a variable',
    'query ($y: Boolean!) { shelf { id ... on Book @skip(if: $y) { copies } } }',
    v({ y: false }),
  ),
  one('literals', '{ books { id @skip(if: false) title @include(if: false) copies @include(if: true) } }'),
  one('a literal that leaves out all of an object', '{ books { title @skip(if: true) } version }'),
  one('a literal that leaves out a root', '{ shelf @skip(if: true) { id } version }'),
  one('a literal that leaves out the only root', '{ shelf @skip(if: true) { id } }', { bare: noPlan }),
  one('a literal that includes not the only root', '{ shelf @include(if: false) { id } }', { bare: noPlan }),
  one('a literal that leaves out a fragment of the root', '{ ... @include(if: false) { shelf { id } } }', {
    bare: noPlan,
  }),
  one('a literal that leaves out the only mutation', 'mutation { first @skip(if: true) }', { bare: noPlan }),
  one(
    'a variable that leaves out the only root',
    'query ($y: Boolean!) { shelf @skip(if: $y) { id } }',
    v({ y: true }, 'has no data for it'),
  ),
  one(
    'a root by a variable, from two subgraphs',
    'query ($y: Boolean!) { books @include(if: $y) { copies } version }',
    v({ y: false }),
  ),
  one(
    'both directives at one field',
    'query ($y: Boolean!) { books { title @skip(if: $y) @include(if: $y) id } }',
    v({ y: true }),
  ),
  one('a default of a condition', 'query ($y: Boolean! = false) { books { id title @include(if: $y) } }'),
];

const names = [
  one('an alias named like the key', '{ books { id: title copies } }', { bare: 'takes the alias for the key' }),
  one('an alias named like a required field', '{ books { pages: title weight } }'),
  one('an alias of another entity’s field', '{ books { title: copies name: title } }'),
  one('an alias at a root', '{ toString: object { name } }', { bare: 'finds what every object has' }),
  one('an alias that every object has', '{ constructor: books { valueOf: title hasOwnProperty: copies } }'),
  one('a field that is named like a type', '{ object { name open } }'),
];

const nulls = [
  one('a null object', '{ nothing { title } }'),
  one('a null scalar', '{ books { slip box { note } } }'),
  one('nulls in a list of objects', '{ media(id: "8") { ... on Film { cast { name rank } } } }'),
  one('a null where none may be, at a nullable root', '{ media(id: "9") { title ... on Book { copies } } }', {
    bare: 'lets the null stand',
  }),
  one('a null where none may be, in a chain', '{ book(id: "8") { like { copies } } }'),
];

export const corpus: CorpusCase[] = [
  ...entities,
  ...fieldSets,
  ...abstracts,
  ...interfaceObjects,
  ...roots,
  ...inputs,
  ...directives,
  ...names,
  ...nulls,
];
