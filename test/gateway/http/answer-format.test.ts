/** The form of an answer: the operation decides it, and `Accept` says whether the client can read it. */
import { createHash } from 'node:crypto';
import { ledger } from '../support/fixture-schemas';
import { Safelist } from '../../../gateway/security/persisted-operations';
import { TestGateway } from '../support/test-gateway';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(() => gateway.stop());
beforeEach(() => gateway.reset());

const post = (query: string, accept: string, more: object = {}) =>
  fetch(`${gateway.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${gateway.token}`, accept },
    body: JSON.stringify({ query, ...more }),
  });

/** The `Accept` header that urql sends by default. */
const urql =
  'application/graphql-response+json, application/graphql+json, application/json, text/event-stream, multipart/mixed';

it.each([
  ['*/*', 'application/json; charset=utf-8'],
  ['', 'application/json; charset=utf-8'],
  ['application/json', 'application/json; charset=utf-8'],
  ['application/*', 'application/json; charset=utf-8'],
  ['application/graphql-response+json', 'application/graphql-response+json; charset=utf-8'],
  ['application/graphql-response+json;charset=UTF-8', 'application/graphql-response+json; charset=utf-8'],
  ['application/json;q=0.5, application/graphql-response+json', 'application/graphql-response+json; charset=utf-8'],
  [urql, 'application/graphql-response+json; charset=utf-8'],
  ['text/event-stream, application/json', 'application/json; charset=utf-8'],
  ['text/event-stream, application/json;q=0.1', 'application/json; charset=utf-8'],
  ['application/graphql-response+json,application/json;q=0.9', 'application/graphql-response+json; charset=utf-8'],
  ['multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json', 'application/json; charset=utf-8'],
])('a query with Accept: %s is answered as %s', async (accept, type) => {
  for (const operation of ['{ now }', 'query subscription { now }', 'mutation { count }']) {
    const response = await post(operation, accept);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, type]);
    expect(await response.json()).toMatchObject({ data: {} });
  }
});

it.each(['text/event-stream', 'text/event-stream, application/json;q=0', 'text/*'])(
  'a query is answered as the only event of a stream when nothing else is accepted (%s)',
  async (accept) => {
    const response = await post('{ now }', accept);
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    expect(await response.text()).toBe(
      'event: next\ndata: {"data":{"now":"2026-01-02T03:04:05Z"}}\n\nevent: complete\ndata: \n\n',
    );
  },
);

it('a refusal before the execution is JSON with its status, even when only events are accepted', async () => {
  const response = await post('{ ghost }', 'text/event-stream');
  expect([response.status, response.headers.get('content-type')]).toEqual([400, 'application/json; charset=utf-8']);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
});

it.each([
  ['application/graphql-response+json, application/json;q=0.9', 'application/graphql-response+json; charset=utf-8'],
  ['application/json', 'application/json; charset=utf-8'],
  ['*/*', 'application/json; charset=utf-8'],
])(
  'what is refused before it is read is told in the form that is asked for, too (Accept: %s)',
  async (accept, type) => {
    const refused = async (init: { body?: string; authorization?: string }) => {
      const { body = '{"query":"{ now }"}', authorization = `Bearer ${gateway.token}` } = init;
      const headers = { 'content-type': 'application/json', authorization, accept };
      const response = await fetch(`${gateway.url}/graphql`, { method: 'POST', headers, body });
      expect(response.headers.get('content-type')).toBe(type);
      return [response.status, ((await response.json()) as { errors: { extensions: object }[] }).errors[0]?.extensions];
    };
    expect(await refused({ authorization: 'Bearer none' })).toEqual([401, { code: 'UNAUTHENTICATED' }]);
    expect(await refused({ body: '{' })).toEqual([400, { code: 'BAD_REQUEST' }]);
    expect(await refused({ body: ' '.repeat(200_000) })).toEqual([413, { code: 'CONTENT_TOO_LARGE' }]);
  },
);

it.each([
  'text/html',
  'application/graphql+json',
  'multipart/mixed',
  'application/xml, image/*',
  'application/json;q=0',
])('Accept: %s is not acceptable, and nothing runs', async (accept) => {
  const response = await post('mutation { count }', accept);
  expect(response.status).toBe(406);
  expect(await response.json()).toEqual({
    errors: [
      {
        message: expect.stringContaining(
          'application/graphql-response+json, application/json or text/event-stream',
        ) as string,
        extensions: { code: 'NOT_ACCEPTABLE' },
      },
    ],
  });
  expect(ledger).toEqual([]);
});

it('a persisted operation is answered by its hash, in its own form', async () => {
  const text = '{ now }';
  const sha256Hash = createHash('sha256').update(text).digest('hex');
  const closed = await TestGateway.start({
    config: { persistedOperations: new Safelist(new Map([[sha256Hash, text]])) },
  });
  const response = await fetch(`${closed.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${closed.token}`, accept: urql },
    body: JSON.stringify({ extensions: { persistedQuery: { version: 1, sha256Hash } } }),
  });
  await closed.stop();
  expect(await response.json()).toMatchObject({ data: { now: expect.any(String) as string } });
});

it.each([null, 'text', [], 7, { query: 7 }, { query: null, extensions: null }, { extensions: { persistedQuery: 1 } }])(
  'a body that is no operation is refused with a code (%j)',
  async (body) => {
    const { status, errors } = await gateway.post(JSON.stringify(body));
    expect(status).toBe(400);
    expect(errors?.[0]?.extensions?.code).toBe('BAD_REQUEST');
  },
);
