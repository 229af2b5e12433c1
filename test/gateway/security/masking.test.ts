/** Bad input: its place and the problem are reported, and its value never, neither to the caller nor in the log. */
import { TestGateway, type Ask } from '../support/test-gateway';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(() => gateway.stop());
beforeEach(() => gateway.reset());

const canary = 'Zz-canary@example.test';

async function refused(query: string, options: Ask = {}) {
  const answer = await gateway.ask(query, options);
  expect(answer.data).toBeUndefined();
  expect(answer.status).toBe(400);
  expect(JSON.stringify([answer, [...answer.headers], gateway.logLines])).not.toMatch(/canary/i);
  expect(gateway.services.people.calls).toHaveLength(0);
  return answer.errors?.[0];
}

describe('a bad value in the variables', () => {
  const query = 'query Find($term: Term!) { find(term: $term) { id } }';
  it.each<[string, unknown, string, string]>([
    [
      'of another type',
      { phone: { number: { a: canary } } },
      'term.phone.number',
      'term.phone.number takes a value of the type String!.',
    ],
    ['instead of an object', { phone: canary }, 'term.phone', 'term.phone takes an object of the type Phone.'],
    ['that is no number', { age: canary }, 'term.age', 'term.age takes a value of the type Int.'],
    [
      'that is no value of the enum',
      { phone: { number: '1', kind: canary } },
      'term.phone.kind',
      'term.phone.kind takes one of: STAFF, GUEST.',
    ],
    [
      'in a list',
      { phones: [{ number: '1' }, { number: 5 }] },
      'term.phones[1].number',
      'term.phones[1].number takes a value of the type String!.',
    ],
    [
      'in a list of one without brackets',
      { phones: { number: true } },
      'term.phones.number',
      'term.phones.number takes a value of the type String!.',
    ],
    [
      'null where it must not be',
      { phone: { number: null } },
      'term.phone.number',
      'term.phone.number takes String!, not null.',
    ],
    ['missing', { phone: {} }, 'term.phone', 'term.phone lacks its field number: String!.'],
    [
      'under a name that is not defined',
      { [canary]: 1 },
      'term',
      'term has a field that Term does not define. It defines: name, phone, phones, age.',
    ],
    ['null for the whole', null, 'term', 'term takes Term!, not null.'],
  ])('%s', async (_title, term, argument, message) => {
    expect(await refused(query, { variables: { term } })).toEqual({
      message,
      extensions: { code: 'BAD_USER_INPUT', argument },
    });
  });

  it('is named by its argument, whatever the variable is called', async () => {
    const error = await refused(
      'query ($x: String!) { find(term: { phones: [{ number: "1" }, { number: $x }] }) { id } }',
      { variables: { x: { y: canary } } },
    );
    expect(error).toMatchObject({ extensions: { code: 'BAD_USER_INPUT', argument: 'term.phones[1].number' } });
  });

  it('is named when it is missing', async () => {
    expect(await refused(query, { variables: {} })).toEqual({
      message: 'term is required: Term!.',
      extensions: { code: 'BAD_USER_INPUT', argument: 'term' },
    });
  });

  it('and all others of the same call are named, up to a bound', async () => {
    const phones = Array.from({ length: 100 }, () => ({ number: 1 }));
    const { errors = [] } = await gateway.ask(query, { variables: { term: { phones } } });
    expect(errors).toHaveLength(20);
  });

  it.each([
    ['a list', []],
    ['a text', canary],
    ['a number', 7],
  ])('are refused as a whole when they are %s', async (_title, variables) => {
    const answer = await gateway.post(JSON.stringify({ query, variables }));
    expect(answer).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: expect.stringMatching(/BAD_REQUEST|BAD_USER_INPUT/) as string } }],
    });
    expect(JSON.stringify([answer, gateway.logLines])).not.toMatch(/canary/i);
  });
});

describe('a bad literal in the operation', () => {
  it.each([
    [
      `{ find(term: { name: 5, age: "${canary}" }) { id } }`,
      'term.name',
      'term.name takes a value of the type String.',
    ],
    [`{ find(term: { age: "${canary}" }) { id } }`, 'term.age', 'term.age takes a value of the type Int.'],
    [`{ find(term: "${canary}") { id } }`, 'term', 'term takes a value of the type Term!.'],
    [
      '{ find(term: { phone: { number: "1", kind: ZzCanary } }) { id } }',
      'term.phone.kind',
      'term.phone.kind takes a value of the type Kind.',
    ],
    [
      `{ find(term: { phones: [{ number: "1" }, { number: "2", kind: "${canary}" }] }) { id } }`,
      'term.phones[1].kind',
      'term.phones[1].kind takes a value of the type Kind.',
    ],
    ['{ find(term: null) { id } }', 'term', 'term takes a value of the type Term!, not null.'],
    [
      `{ find(term: { phone: { kind: STAFF } }) { id } }`,
      'term.phone',
      'term.phone lacks its field Phone.number: String!.',
    ],
    [`{ people(first: "${canary}") { id } }`, 'first', 'first takes a value of the type Int.'],
  ])('%s', async (query, argument, message) => {
    expect(await refused(query)).toMatchObject({
      message,
      extensions: { code: 'GRAPHQL_VALIDATION_FAILED', argument },
    });
  });

  it('as the default of a variable', async () => {
    expect(await refused(`query ($n: Int = "${canary}") { people(first: $n) { id } }`)).toMatchObject({
      message: 'A value takes a value of the type Int.',
    });
  });
});

describe('a document that cannot be parsed', () => {
  it.each([
    [`{ find(term: ${canary}) { id } }`],
    [`{ find(term: { name: "${canary}" ) { id } }`],
    [`{ find(term: { name "${canary}" }) { id } }`],
    [`{ find(term: { name: ZzCanary ZzCanary }) { id } }`],
    [`${canary} { id }`],
    [`{ find(term: { name: "${canary}`],
    [`{ person(id: "1") { name } } "${canary}"`],
    [`query ($a: String = $ZzCanary) { now }`],
  ])('%s', async (query) => {
    const error = await refused(query);
    expect(error).toMatchObject({
      message: expect.stringMatching(/^Syntax error/) as string,
      extensions: { code: 'GRAPHQL_PARSE_FAILED' },
    });
    expect(error?.locations).toHaveLength(1);
  });
});

describe('an invalid HTTP request', () => {
  it.each([
    ['broken JSON', `{"query": "{ now }", "variables": {"a": "${canary}"`, 400, 'BAD_REQUEST'],
    ['a JSON text that is no object', `"${canary}"`, 400, 'BAD_REQUEST'],
    ['an object without a query', `{"term":"${canary}"}`, 400, 'BAD_REQUEST'],
    ['an empty body', '', 400, 'BAD_REQUEST'],
    [
      'too large a body',
      JSON.stringify({ query: '{ now }', variables: { a: canary.repeat(10_000) } }),
      413,
      'CONTENT_TOO_LARGE',
    ],
  ])('%s', async (_title, body, status, code) => {
    const answer = await gateway.post(body);
    expect(answer.status).toBe(status);
    expect(answer.errors).toMatchObject([{ extensions: { code } }]);
    expect(JSON.stringify([answer, gateway.logLines])).not.toMatch(/canary/i);
  });
});

describe('an invalid persisted query', () => {
  it.each([
    [{ version: 2, sha256Hash: 'x' }, 'BAD_REQUEST'],
    [{ version: 1, sha256Hash: 'x' }, 'BAD_REQUEST'],
  ])('%j', async (persistedQuery, code) => {
    const answer = await gateway.post(JSON.stringify({ query: '{ now }', extensions: { persistedQuery } }));
    expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code } }] });
  });

  it('or an unregistered one', async () => {
    const persistedQuery = { version: 1, sha256Hash: 'x' };
    expect(await gateway.post(JSON.stringify({ extensions: { persistedQuery } }))).toMatchObject({
      errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_FOUND' } }],
    });
  });
});

it('valid input leaves no value in the log either', async () => {
  await gateway.ask(
    `query FindSomebody($term: Term!) { find(term: $term) { id email } again: find(term: { name: "${canary}" }) { id } }`,
    {
      variables: { term: { name: canary } },
    },
  );
  const lines = gateway.logLines.filter(({ msg }) => msg === 'request');
  expect(lines).toMatchObject([
    {
      method: 'POST',
      path: '/graphql',
      status: 200,
      organizationId: 'acme',
      operation: expect.stringMatching(/^[0-9a-f]{12}$/) as string,
    },
  ]);
  // The operation's name is the client's choice too.
  expect(JSON.stringify(gateway.logLines)).not.toMatch(/canary|FindSomebody/i);
});
