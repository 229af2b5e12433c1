/** The HTTP server: who gets an answer, and how the server ends. */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { send } from '../support/fixture-server';
import { Safelist } from '../../../gateway/security/persisted-operations';
import { eventually } from '../../support/eventually';
import { TestGateway } from '../support/test-gateway';

let gateway: TestGateway;
let databaseWorks = true;
beforeAll(async () => {
  gateway = await TestGateway.start({
    server: {
      readiness: {
        required: {
          database: () => (databaseWorks ? Promise.resolve() : Promise.reject(new Error('connect 10.1.2.3'))),
        },
      },
    },
  });
});
afterAll(() => gateway.stop());
beforeEach(() => gateway.reset());

const get = (path: string, headers: Record<string, string> = {}) => fetch(`${gateway.url}${path}`, { headers });

describe('without a token', () => {
  it.each([
    ['GET', '/graphql?query={now}'],
    ['POST', '/graphql'],
    ['GET', '/'],
    ['GET', '/exports/1'],
    ['GET', '/health'],
    ['PUT', '/graphql'],
    ['OPTIONS', '/graphql'],
  ])('%s %s answers 401', async (method, path) => {
    const response = await fetch(`${gateway.url}${path}`, { method });
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="habeas"');
    expect(await response.json()).toEqual({
      errors: [{ message: 'A bearer token is required.', extensions: { code: 'UNAUTHENTICATED' } }],
    });
  });

  it('introspection is refused as well', async () => {
    expect(await gateway.ask('{ __schema { types { name } } }', { token: null })).toMatchObject({ status: 401 });
  });

  it('an invalid token gets the reason, and is not repeated', async () => {
    const answer = await gateway.ask('{ now }', { token: 'aaaaaaaa.bbbbbbbb.cccccccc' });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe(
      'Bearer realm="habeas", error="invalid_token", error_description="The token is malformed."',
    );
    expect(JSON.stringify([answer, gateway.logLines])).not.toContain('bbbbbbbb');
  });

  it('health and the public keys answer', async () => {
    expect(await (await get('/health/live')).json()).toEqual({ status: 'ok' });
    expect(await (await get('/health/ready')).json()).toEqual({
      status: 'ok',
      checks: { supergraph: 'ok', database: 'ok', limits: 'ok' },
    });
    const { keys } = (await (await get('/.well-known/jwks.json')).json()) as { keys: object[] };
    expect(keys).toMatchObject([{ kty: 'OKP', crv: 'Ed25519', kid: 'service-1', use: 'sig', alg: 'EdDSA' }]);
    expect(keys[0]).not.toHaveProperty('d');
  });
});

it('is not ready while something that it needs does not work, and names it without its address', async () => {
  databaseWorks = false;
  const response = await eventually(async () => {
    const answer = await get('/health/ready');
    return answer.status === 503 && answer;
  }, 3_000);
  databaseWorks = true;
  expect(await response.text()).toBe(
    '{"status":"unavailable","checks":{"supergraph":"ok","database":"unavailable","limits":"ok"}}',
  );
});

it('a path that does not exist is NOT_FOUND, and is not logged', async () => {
  const response = await get('/persons/jane.doe@example.test?email=jane', { authorization: `Bearer ${gateway.token}` });
  expect(response.status).toBe(404);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
  expect(JSON.stringify(gateway.logLines)).not.toContain('jane');
});

it('an operation in a query string is refused, and not logged', async () => {
  const response = await get(`/graphql?query=${encodeURIComponent('{ person(id: "jane.doe") { id } }')}`, {
    authorization: `Bearer ${gateway.token}`,
    'apollo-require-preflight': '1',
  });
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST']);
  expect(gateway.logLines.find(({ msg }) => msg === 'request')).toMatchObject({
    method: 'GET',
    path: '/graphql',
    status: 405,
  });
  expect(JSON.stringify(gateway.logLines)).not.toContain('jane');
  expect(gateway.services.people.calls).toHaveLength(0);
});

it('several operations in one request are refused', async () => {
  const answer = await gateway.post(JSON.stringify([{ query: '{ now }' }, { query: '{ now }' }]));
  expect(answer).toMatchObject({ status: 400, errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
});

it.each([
  ['variables', { query: '{ now }', variables: [] }, 'variables must be a JSON object.'],
  ['variables', { query: '{ now }', variables: '{}' }, 'variables must be a JSON object.'],
  ['extensions', { query: '{ now }', extensions: 7 }, 'extensions must be a JSON object.'],
  ['operationName', { query: '{ now }', operationName: {} }, 'operationName must be a string.'],
  [
    'extensions.persistedQuery',
    { query: '{ now }', extensions: { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } } },
    'extensions.persistedQuery.sha256Hash must be the SHA-256 of query.',
  ],
  [
    'extensions.persistedQuery',
    { query: '{ now }', extensions: { persistedQuery: { version: 2, sha256Hash: '0'.repeat(64) } } },
    'extensions.persistedQuery.version must be 1.',
  ],
])('a body with wrong %s is refused, and the part is named', async (argument, body, message) => {
  expect(await gateway.post(JSON.stringify(body))).toMatchObject({
    status: 400,
    errors: [{ message, extensions: { code: 'BAD_REQUEST', argument } }],
  });
});

it('a request that a foreign page could send is refused', async () => {
  const asForm = await fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${gateway.token}`, 'content-type': 'text/plain' },
    body: '{"query":"{ now }"}',
  });
  expect(asForm.status).toBe(415);
  expect(gateway.services.people.calls).toHaveLength(0);
});

it('sends the security headers for browsers, and serves no page', async () => {
  const response = await get('/graphql', { authorization: `Bearer ${gateway.token}`, accept: 'text/html' });
  expect(response.headers.get('content-type')).toContain('json');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  expect(response.headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
  expect(response.headers.get('cache-control')).toBe('no-store');
  expect(response.headers.get('x-powered-by')).toBeNull();
});

it('uses the request id of a proxy if it is one', async () => {
  const log = async (id: string) => {
    gateway.logLines.length = 0;
    await gateway.ask('{ now }', { headers: { 'x-request-id': id } });
    return gateway.logLines.find(({ msg }) => msg === 'request')?.requestId;
  };
  expect(await log('0f8fad5b-d9cb-469f-a165-70867728950e')).toBe('0f8fad5b-d9cb-469f-a165-70867728950e');
  expect(await log('jane.doe@example.test')).toMatch(/^[0-9a-f-]{36}$/);
});

describe('with a list of persisted operations', () => {
  const body = 'query Now { now }';
  const hash = createHash('sha256').update(body).digest('hex');
  const persisted = (sha256Hash: string) =>
    JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash } } });
  let closed: TestGateway;
  beforeAll(async () => {
    closed = await TestGateway.start({ config: { persistedOperations: new Safelist(new Map([[hash, body]])) } });
  });
  afterAll(() => closed.stop());

  it('serves its operations, by hash or in full', async () => {
    expect(await closed.post(persisted(hash))).toMatchObject({
      status: 200,
      data: { now: expect.any(String) as string },
    });
    expect(await closed.ask(body)).toMatchObject({ status: 200 });
  });

  it('serves nothing else, and registers nothing', async () => {
    const other = 'query Now { now __typename }';
    const otherHash = createHash('sha256').update(other).digest('hex');
    const refused = { status: 400, errors: [{ extensions: { code: 'PERSISTED_QUERY_NOT_IN_LIST' } }] };
    expect(await closed.ask(other)).toMatchObject(refused);
    const registered = JSON.stringify({
      query: other,
      extensions: { persistedQuery: { version: 1, sha256Hash: otherHash } },
    });
    expect(await closed.post(registered)).toMatchObject(refused);
    expect((await closed.post(persisted(otherHash))).errors?.[0]?.extensions?.code).toBe('PERSISTED_QUERY_NOT_FOUND');
  });
});

it('shows no schema when introspection is off', async () => {
  const closed = await TestGateway.start({ config: { introspection: false } });
  try {
    for (const [field, query] of [
      ['__schema', '{ __schema { queryType { name } } }'],
      ['__type', '{ ...F } fragment F on Query { now __type(name: "Person") { name } }'],
    ]) {
      const message = `Introspection (${field}) is off here. GET /schema.graphql answers the schema to a caller's token.`;
      expect(await closed.ask(query ?? '')).toMatchObject({
        status: 400,
        errors: [{ message, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }],
      });
    }
    const { errors } = await closed.ask('{ peopel { id } }');
    expect(errors?.[0]?.message).not.toContain('people');
    expect(await closed.ask('{ __typename now }')).toMatchObject({ data: { __typename: 'Query' } });
  } finally {
    await closed.stop();
  }
});

it('finishes the requests in progress when it stops, and accepts no new ones', async () => {
  const stopping = await TestGateway.start({ subgraphs: { timeout: 20_000 } });
  stopping.services.people.answer = async (response) => {
    await pause(1_500);
    send(response, { data: { now: 'late' } });
  };
  const running = Promise.all(Array.from({ length: 5 }, () => stopping.ask('{ now }')));
  await pause(800);
  const stopped = stopping.stop();
  await pause(20);
  await expect(stopping.ask('{ now }'))
    .resolves.toMatchObject({ status: 503 })
    .catch((error: Error) => expect(error.message).toContain('fetch failed'));
  for (const answer of await running) expect(answer).toMatchObject({ status: 200, data: { now: 'late' } });
  await stopped;
});
