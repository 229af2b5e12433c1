/** A token's scopes allow either the whole operation or nothing of it. */
import { ledger } from '../support/fixture-schemas';
import { TestGateway } from '../support/test-gateway';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(() => gateway.stop());
beforeEach(() => gateway.reset());

const refusal = (field: string, ...requiredScopes: string[]) => ({
  message: `The token does not allow ${field}.`,
  extensions: { code: 'FORBIDDEN', field, requiredScopes },
});

const cases: [title: string, scope: string, query: string, refusal: object | null][] = [
  ['a field that needs none', '', '{ now }', null],
  ['a type, wherever it is returned', '', '{ now person(id: "1") { id } }', refusal('Person', 'people:view')],
  ['a type in a list', '', '{ people { id } }', refusal('Person', 'people:view')],
  ['a type behind another', '', '{ letter(id: "1") { to { id } } }', refusal('Person', 'people:view')],
  ['a type that the caller may see', 'people:view', '{ people { id } letter(id: "1") { to { name } } }', null],
  ['a field of it that takes more', 'people:view', '{ people { email } }', refusal('Person.email', 'people:email')],
  ['one alternative of a field', 'people:view people:email', '{ people { email } }', null],
  ['the other alternative', 'people:view admin audit', '{ people { email } }', null],
  ['half of an alternative', 'people:view admin', '{ people { email } }', refusal('Person.email', 'people:email')],
  ['the field without its type', 'people:email', '{ people { email } }', refusal('Person', 'people:view')],
  ['an alias', 'people:view', '{ p: person(id: "1") { e: email } }', refusal('Person.email', 'people:email')],
  [
    'a named fragment',
    'people:view',
    '{ person(id: "1") { ...F } } fragment F on Person { ...G } fragment G on Person { email }',
    refusal('Person.email', 'people:email'),
  ],
  [
    'an inline fragment on a union',
    'people:view',
    '{ beings { ... on Robot { model } } }',
    refusal('Robot', 'robots:view'),
  ],
  ['the other member of the union', 'people:view', '{ beings { ... on Person { name } } }', null],
  [
    'a field of an interface: every type behind it counts',
    'people:view',
    '{ named { name } }',
    refusal('Named', 'robots:view'),
  ],
  ['a field of an interface, with the scopes of all', 'people:view robots:view', '{ named { name } }', null],
  [
    'a skipped field, because the whole counts',
    'people:view',
    '{ person(id: "1") { email @skip(if: true) } }',
    refusal('Person.email', 'people:email'),
  ],
  [
    'a mutation',
    'people:view',
    'mutation { count rename(id: "1", name: "x") { id } }',
    refusal('Mutation.rename', 'people:edit'),
  ],
  [
    'a mutation that the caller may do',
    'people:view people:edit',
    'mutation { rename(id: "1", name: "x") { id } }',
    null,
  ],
  ['an operation whose neighbour is forbidden', '', 'query Mine { now } query Other { people { id } }', null],
  ['introspection', '', '{ __type(name: "Person") { name } }', null],
];

it.each(cases)('%s (%s)', async (_title, scope, query, expected) => {
  const answer = await gateway.ask(query, {
    token: await gateway.tokenWith(scope),
    operationName: query.includes('query Mine') ? 'Mine' : undefined,
  });
  if (!expected) {
    expect(answer.errors).toBeUndefined();
    return;
  }
  expect(answer).toMatchObject({ status: 403, errors: [expected] });
  expect(answer.data).toBeUndefined();
  // The operation is refused as a whole: no service was asked, and no mutation ran.
  expect(gateway.services.people.calls).toHaveLength(0);
  expect(gateway.services.mail.calls).toHaveLength(0);
  expect(ledger).toEqual([]);
});

it('names every missing scope, once', async () => {
  const { errors } = await gateway.ask('mutation { rename(id: "1", name: "x") { email name } }', {
    token: await gateway.tokenWith(''),
  });
  expect(errors?.[0]?.extensions?.requiredScopes).toEqual(['people:edit', 'people:view', 'people:email']);
});

it('is checked for each caller, even when the document is cached', async () => {
  const query = '{ person(id: "1") { email } }';
  expect((await gateway.ask(query)).errors).toBeUndefined();
  expect(await gateway.ask(query, { token: await gateway.tokenWith('people:view') })).toMatchObject({ status: 403 });
  expect((await gateway.ask(query)).errors).toBeUndefined();
});
