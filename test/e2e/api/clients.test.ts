/** Clients that people use, unmodified: urql, Apollo Client, graphql-request and graphql-sse, against a gateway over HTTP. */
import { ApolloClient, CombinedGraphQLErrors, gql as apolloGql, HttpLink, InMemoryCache } from '@apollo/client';
import { Client as UrqlClient, fetchExchange, subscriptionExchange, type OperationResult } from '@urql/core';
import { GraphQLClient, ClientError } from 'graphql-request';
import { createClient as createSseClient, type Client as SseClient } from 'graphql-sse';
import type { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import { createFamily } from '../../support/people/family';
import { proxyService } from '../../support/faults/fault-proxy';
import { createRequest, finishedRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import { startReplica } from '../../support/run/replica';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;
/** The gateway that the tests stop and start again. */
let gateway: ManagedProcess;
let token: string;
const organization = 'clients';

beforeAll(async () => {
  system = await sharedSystem();
  gateway = await startReplica(system);
  token = await system.token({ organization });
}, 90_000);

afterAll(async () => {
  await gateway.stop();
  await system.stop();
});

const query = '{ piiServices { name } }';
const mutation = 'mutation ($name: String!) { createExternalContact(input: { firstName: $name }) { id firstName } }';
const unknown = '{ gdprRequest(id: "no-id") { id } ghost }';
const failing = 'mutation { createGdprRequest(input: { type: GET, term: {} }) { created } }';
const subscription = 'subscription ($id: ID!) { gdprRequestUpdated(id: $id) { id status } }';

const headers = () => ({ authorization: `Bearer ${token}` });

interface Update {
  gdprRequestUpdated: { id: string; status: string };
}

/** A request that stays in flight until it is released. */
async function heldRequest(label: string): Promise<{ id: string; release: () => Promise<void> }> {
  const api = await system.client({ organization });
  const [canonical] = await createFamily(api, label);
  const messaging = await proxyService(system, 'messaging');
  messaging.fault = 'refuse';
  const { request } = await createRequest(api, { type: 'GET', term: { externalContactId: canonical } });
  return {
    id: request.id,
    release: async () => {
      messaging.fault = 'none';
      await finishedRequest(api, request.id);
      await messaging.close();
    },
  };
}

async function finished(label: string): Promise<string> {
  const { id, release } = await heldRequest(label);
  await release();
  return id;
}

/** graphql-sse with its default options, except for the delay before it connects again. */
const sseClient = (given: () => Promise<string> | string = () => token, connecting?: () => void): SseClient =>
  createSseClient({
    url: gateway.url,
    headers: async () => ({ authorization: `Bearer ${await given()}` }),
    retryAttempts: 200,
    retry: () => new Promise((resolve) => setTimeout(resolve, 100)),
    ...(connecting ? { on: { connecting } } : {}),
  });

const urql = (options: { fetchSubscriptions?: boolean; sse?: SseClient } = {}) =>
  new UrqlClient({
    url: gateway.url,
    preferGetMethod: false,
    fetchOptions: () => ({ headers: headers() }),
    fetchSubscriptions: options.fetchSubscriptions ?? false,
    exchanges: [
      ...(options.sse
        ? [
            subscriptionExchange({
              forwardSubscription: ({ query: text = '', variables = {} }) => ({
                subscribe: (sink) => ({
                  unsubscribe: (options.sse as SseClient).subscribe({ query: text, variables }, sink as never),
                }),
              }),
            }),
          ]
        : []),
      fetchExchange,
    ],
  });

/** Every result that urql gives of a subscription, until it ends. */
function shown(client: UrqlClient, id: string, seen: (result: OperationResult<Update>) => void = () => {}) {
  return new Promise<OperationResult<Update>[]>((resolve) => {
    const results: OperationResult<Update>[] = [];
    client.subscription<Update>(subscription, { id }).subscribe((result) => {
      results.push(result);
      seen(result);
      const status = result.data?.gdprRequestUpdated.status;
      if (result.error || status === 'COMPLETED') resolve(results);
    });
  });
}

describe('urql', () => {
  test('a query, a mutation, and a refusal', async () => {
    const client = urql();
    expect((await client.query<{ piiServices: object[] }>(query, {})).data?.piiServices.length).toBeGreaterThan(0);
    const made = await client.mutation<{ createExternalContact: object }>(mutation, { name: 'Urql' });
    expect(made.data?.createExternalContact).toMatchObject({ firstName: 'Urql' });
    const refused = await client.query(unknown, {});
    expect(refused.error?.graphQLErrors[0]?.extensions).toMatchObject({ code: 'GRAPHQL_VALIDATION_FAILED' });
    const failed = await client.mutation(failing, {});
    expect(failed.error?.graphQLErrors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('a subscription over fetch, without options', async () => {
    const results = await shown(urql({ fetchSubscriptions: true }), await finished('urql'));
    expect(results.at(-1)?.data?.gdprRequestUpdated.status).toBe('COMPLETED');
  });

  test('a subscription over fetch reports a stopping gateway as a broken connection, not as the end', async () => {
    const held = await heldRequest('urql-cut');
    const results = await shown(urql({ fetchSubscriptions: true }), held.id, ({ data }) => {
      if (data) void gateway.stop();
    });
    await gateway.stop();
    await gateway.start();
    await held.release();
    expect(results.at(-1)?.error?.networkError).toMatchObject({ name: 'TypeError' });
  });

  test('a subscription over graphql-sse continues after a restart of the gateway', async () => {
    const held = await heldRequest('urql-restart');
    let restarted: Promise<void> | undefined;
    const restart = async () => {
      await gateway.stop();
      await gateway.start();
      await held.release();
    };
    const results = await shown(urql({ sse: sseClient() }), held.id, () => {
      restarted ??= restart();
    });
    await restarted;
    expect(results.map(({ error }) => error)).toEqual(results.map(() => undefined));
    expect(results.at(-1)?.data?.gdprRequestUpdated.status).toBe('COMPLETED');
  });
});

describe('Apollo Client', () => {
  const client = () =>
    new ApolloClient({ link: new HttpLink({ uri: gateway.url, headers: headers() }), cache: new InMemoryCache() });

  test('a query, a mutation, and a refusal', async () => {
    const { data } = await client().query<{ piiServices: object[] }>({ query: apolloGql(query) });
    expect(data?.piiServices.length).toBeGreaterThan(0);
    const made = await client().mutate({ mutation: apolloGql(mutation), variables: { name: 'Apollo' } });
    expect(made.data).toMatchObject({ createExternalContact: { firstName: 'Apollo' } });
    const refused = await client()
      .query({ query: apolloGql(unknown) })
      .catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(CombinedGraphQLErrors);
    expect((refused as CombinedGraphQLErrors).errors[0]?.extensions).toMatchObject({
      code: 'GRAPHQL_VALIDATION_FAILED',
    });
    const failed = await client()
      .mutate({ mutation: apolloGql(failing) })
      .catch((error: unknown) => error);
    expect((failed as CombinedGraphQLErrors).errors[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('a subscription in the multipart form is refused, naming the supported form', async () => {
    const error = await new Promise<unknown>((resolve) => {
      client()
        .subscribe({ query: apolloGql(subscription), variables: { id: 'x' } })
        .subscribe({ next: ({ error: told }) => resolve(told), error: resolve });
    });
    expect(error).toBeInstanceOf(CombinedGraphQLErrors);
    expect((error as CombinedGraphQLErrors).errors).toMatchObject([
      { message: expect.stringContaining('text/event-stream') as string, extensions: { code: 'NOT_ACCEPTABLE' } },
    ]);
  });
});

describe('graphql-request', () => {
  test('a query, a mutation, and a refusal', async () => {
    const client = new GraphQLClient(gateway.url, { headers });
    expect((await client.request<{ piiServices: object[] }>(query)).piiServices.length).toBeGreaterThan(0);
    expect(await client.request(mutation, { name: 'Request' })).toMatchObject({
      createExternalContact: { firstName: 'Request' },
    });
    const refused = await client.request<object>(failing).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(ClientError);
    expect((refused as ClientError).response.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('graphql-sse', () => {
  test('a query and a mutation, as events', async () => {
    const client = sseClient();
    for (const [text, variables] of [
      [query, {}],
      [mutation, { name: 'Events' }],
    ] as const) {
      const results: unknown[] = [];
      for await (const result of client.iterate({ query: text, variables })) results.push(result);
      expect(results).toEqual([{ data: expect.any(Object) as object }]);
    }
  });

  test('a subscription ends when its request has finished', async () => {
    const states: unknown[] = [];
    const connections: string[] = [];
    const client = sseClient(undefined, () => connections.push('connecting'));
    for await (const { data } of client.iterate<Update>({
      query: subscription,
      variables: { id: await finished('sse') },
    }))
      states.push(data?.gdprRequestUpdated.status);
    expect([states, connections]).toEqual([['COMPLETED'], ['connecting']]);
  });

  test('a subscription continues after a restart of the gateway', async () => {
    const held = await heldRequest('sse-restart');
    const states: unknown[] = [];
    let connections = 0;
    let restarted: Promise<void> | undefined;
    for await (const { data } of sseClient(undefined, () => (connections += 1)).iterate<Update>({
      query: subscription,
      variables: { id: held.id },
    })) {
      states.push(data?.gdprRequestUpdated.status);
      restarted ??= (async () => {
        await gateway.stop();
        await gateway.start();
        await held.release();
      })();
    }
    await restarted;
    expect(states.at(-1)).toBe('COMPLETED');
    expect(connections).toBeGreaterThan(1);
  });

  test('a subscription continues with a new token after the old one has expired', async () => {
    const held = await heldRequest('sse-token');
    const states: unknown[] = [];
    let connections = 0;
    let released: Promise<void> | undefined;
    const tokens = () => system.token({ organization, expiresIn: connections > 1 ? '1h' : '3s' });
    for await (const { data } of sseClient(tokens, () => (connections += 1)).iterate<Update>({
      query: subscription,
      variables: { id: held.id },
    })) {
      states.push(data?.gdprRequestUpdated.status);
      if (connections > 1) released ??= held.release();
    }
    await released;
    expect(states.at(-1)).toBe('COMPLETED');
    expect(connections).toBe(2);
  });
});

test('a page of another origin downloads a package, and can read its file name', async () => {
  const api = await system.client({ organization });
  const [canonical] = await createFamily(api, 'download');
  const { request } = await createRequest(api, { type: 'EXPORT', term: { externalContactId: canonical } });
  await finishedRequest(api, request.id);
  const origin = 'http://localhost:3000';
  const exported = new URL(`/exports/${request.id}`, gateway.url);
  const asked = { origin, 'access-control-request-method': 'GET', 'access-control-request-headers': 'authorization' };
  const preflight = await fetch(exported, { method: 'OPTIONS', headers: asked });
  expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, origin]);
  const download = await fetch(exported, { headers: { ...headers(), origin } });
  expect([download.status, download.headers.get('access-control-allow-origin')]).toEqual([200, origin]);
  expect(download.headers.get('content-disposition')).toContain(request.id);
  expect(download.headers.get('access-control-expose-headers')).toContain('Content-Disposition');
  expect((await download.arrayBuffer()).byteLength).toBeGreaterThan(0);
});
