/** Operations over several services, sent to the gateway over HTTP. */
import { ledger } from '../../support/fixture-schemas';
import { TestGateway } from '../../support/test-gateway';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(() => gateway.stop());
beforeEach(() => gateway.reset());

const calls = () => gateway.services.mail.calls.length + gateway.services.people.calls.length;

describe('an operation over several services', () => {
  it('joins the fields of one entity', async () => {
    const { status, data, errors } = await gateway.ask('{ person(id: "1") { id name letters { id text } unread } }');
    expect(errors).toBeUndefined();
    expect(status).toBe(200);
    expect(data).toEqual({
      person: {
        id: '1',
        name: 'Person 1',
        letters: [
          { id: '1-1', text: 'To 1' },
          { id: '1-2', text: 'To 1' },
        ],
        unread: 5,
      },
    });
  });

  it('fetches all entities of a list in one call', async () => {
    const { data } = await gateway.ask('query ($n: Int) { people(first: $n) { name unread } }', {
      variables: { n: 50 },
    });
    expect((data as { people: unknown[] }).people).toHaveLength(50);
    expect(gateway.services.mail.calls).toHaveLength(1);
    expect(gateway.services.mail.calls[0]?.variables.representations).toHaveLength(50);
  });

  it('goes from a service in the process to others and back', async () => {
    const { data, errors } = await gateway.ask(
      '{ cases { id openedBy person { name letters(first: 1) { to { name } } } } }',
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      cases: [
        { id: '1', openedBy: 'agent-1', person: { name: 'Person 1', letters: [{ to: { name: 'Person 1' } }] } },
        { id: '2', openedBy: 'agent-1', person: { name: 'Person 2', letters: [{ to: { name: 'Person 2' } }] } },
      ],
    });
  });

  it('applies aliases, at the root and below', async () => {
    const { data } = await gateway.ask(
      '{ a: person(id: "1") { n: name few: letters(first: 1) { key: id } many: letters { id } } b: person(id: "2") { n: unread } }',
    );
    expect(data).toEqual({
      a: { n: 'Person 1', few: [{ key: '1-1' }], many: [{ id: '1-1' }, { id: '1-2' }] },
      b: { n: 5 },
    });
  });

  it('applies fragments, named and inline, nested and repeated', async () => {
    const { data } = await gateway.ask(`
      query Q { ...Root people(first: 1) { ...Names ... on Person { unread } ...Names } }
      fragment Root on Query { person(id: "1") { ...Names } }
      fragment Names on Person { name ...Deeper }
      fragment Deeper on Person { letters(first: 1) { text } }`);
    const named = { name: 'Person 1', letters: [{ text: 'To 1' }] };
    expect(data).toEqual({ person: named, people: [{ ...named, unread: 5 }] });
  });

  it('distinguishes the types of a union, and joins within it', async () => {
    const { data } = await gateway.ask(
      '{ beings { __typename ... on Person { name unread } ... on Robot { model } } thing { ... on Tool { weight } } }',
    );
    expect(data).toEqual({
      beings: [
        { __typename: 'Person', name: 'Person 1', unread: 5 },
        { __typename: 'Robot', model: 'R-1' },
      ],
      thing: { weight: 3 },
    });
  });

  it('distinguishes the types of an interface without a selected __typename', async () => {
    const { data, errors } = await gateway.ask('{ named { name ... on Person { kind } ... on Robot { model } } }');
    expect(errors).toBeUndefined();
    expect(data).toEqual({ named: [{ name: 'Person 1', kind: 'STAFF' }, null, { name: 'Robbie', model: 'R-1' }] });
  });

  it('answers __typename under any alias', async () => {
    const { data } = await gateway.ask(
      '{ __typename root: __typename beings { kind: __typename } person(id: "1") { t: __typename } }',
    );
    expect(data).toEqual({
      __typename: 'Query',
      root: 'Query',
      beings: [{ kind: 'Person' }, { kind: 'Robot' }],
      person: { t: 'Person' },
    });
  });

  it.each([
    [true, { people: [{ name: 'Person 1' }], person: { id: '1' } }],
    [false, { people: [{ name: 'Person 1', unread: 5 }] }],
  ])('obeys @skip and @include with a variable (%s)', async (flag, expected) => {
    const { data, errors } = await gateway.ask(
      'query ($flag: Boolean!) { people(first: 1) { name unread @skip(if: $flag) } person(id: "1") @include(if: $flag) { id } letter(id: "x") @skip(if: true) { id } }',
      { variables: { flag } },
    );
    expect(errors).toBeUndefined();
    expect(data).toEqual(expected);
  });

  it('does not call a service whose only field is skipped', async () => {
    await gateway.ask('query ($flag: Boolean!) { person(id: "1") { name unread @skip(if: $flag) } }', {
      variables: { flag: true },
    });
    expect(gateway.services.mail.calls).toHaveLength(0);
  });

  it('passes variables, their defaults and null', async () => {
    const { data } = await gateway.ask(
      'query ($term: Term!, $n: Int = 1) { find(term: $term) { name letters(first: $n) { id } } people(first: 1) { id } }',
      {
        variables: { term: { name: '9', age: null } },
      },
    );
    expect(data).toEqual({ find: [{ name: 'Person 9', letters: [{ id: '9-1' }] }], people: [{ id: '1' }] });
    expect(gateway.services.people.calls.find(({ query }) => query.includes('find'))?.variables).toMatchObject({
      term: { name: '9', age: null },
    });
  });

  it('runs mutations one after the other, across services', async () => {
    const { data } = await gateway.ask('mutation { count send(text: "hi") { text } again: count tally }');
    expect(data).toEqual({ count: 1, send: { text: 'hi' }, again: 3, tally: 4 });
    expect(ledger).toEqual(['count', 'send', 'count', 'tally']);
  });

  it('returns a null value as null, without an error', async () => {
    expect(await gateway.ask('{ person(id: "404") { name unread } }')).toMatchObject({ data: { person: null } });
  });

  it('returns a scalar of the API as the service wrote it', async () => {
    expect(await gateway.ask('{ now }')).toMatchObject({ data: { now: '2026-01-02T03:04:05Z' } });
  });

  it('runs the named operation of a document with several', async () => {
    const document = 'query A { person(id: "1") { name } } query B { person(id: "2") { name } }';
    expect(await gateway.ask(document, { operationName: 'B' })).toMatchObject({
      data: { person: { name: 'Person 2' } },
    });
    expect(await gateway.ask(document, { operationName: 'A' })).toMatchObject({
      data: { person: { name: 'Person 1' } },
    });
    expect(await gateway.ask(document, { operationName: 'C' })).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }],
    });
  });

  it('passes the caller and the request id to the services', async () => {
    const requestId = '0f8fad5b-d9cb-469f-a165-70867728950e';
    await gateway.ask('{ now }', { headers: { 'x-request-id': requestId } });
    const headers = gateway.services.people.calls[0]?.headers;
    expect(headers).toMatchObject({ 'x-request-id': requestId });
    expect(headers?.authorization).toMatch(/^Bearer /);
    expect(headers?.authorization).not.toBe(`Bearer ${gateway.token}`);
  });
});

describe('introspection', () => {
  it('is answered without calling any service', async () => {
    const { data } = await gateway.ask(
      '{ __schema { queryType { name } } __type(name: "Person") { name } __typename }',
    );
    expect(data).toEqual({
      __schema: { queryType: { name: 'Query' } },
      __type: { name: 'Person' },
      __typename: 'Query',
    });
    expect(calls()).toBe(0);
  });

  it('mixes with data, in fragments too', async () => {
    const { data, errors } = await gateway.ask(`
      { ...Meta __type(name: "Kind") { enumValues { name } } person(id: "1") { name unread } }
      fragment Meta on Query { __schema { mutationType { name } } person(id: "1") { id } }`);
    expect(errors).toBeUndefined();
    expect(data).toEqual({
      __schema: { mutationType: { name: 'Mutation' } },
      __type: { enumValues: [{ name: 'STAFF' }, { name: 'GUEST' }] },
      person: { id: '1', name: 'Person 1', unread: 5 },
    });
  });

  it('shows no inaccessible field, and none can be selected', async () => {
    const { data } = await gateway.ask('{ __type(name: "Query") { fields { name } } }');
    const names = (data as { __type: { fields: { name: string }[] } }).__type.fields.map(({ name }) => name);
    expect(names).toContain('person');
    expect(names).not.toContain('secret');
    expect(names).not.toContain('personalData');
    expect(await gateway.ask('{ secret }')).toMatchObject({
      status: 400,
      errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
    });
    expect(calls()).toBe(0);
  });
});
