/** `gdprRequestUpdated`: a request is followed while it runs, at any replica, until it has finished. */
import type { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { inDatabase } from '../../support/run/database';
import { eventsOf, type StreamEvent } from '../../support/api/event-stream';
import { createFamily } from '../../support/people/family';
import { proxyService } from '../../support/faults/fault-proxy';
import { createRequest, finishedRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import { startReplica } from '../../support/run/replica';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;
let replica: ManagedProcess;
const organization = 'streams';

beforeAll(async () => {
  system = await sharedSystem();
  replica = await startReplica(system);
}, 90_000);

afterAll(async () => {
  await replica.stop();
  await system.stop();
});

const document = `subscription Follow($id: ID!) {
  gdprRequestUpdated(id: $id) { id status services { service status } relatedRequests { id } subject { id } }
}`;

interface Followed {
  status: string;
  services: { status: string }[];
}
const followed = ({ data }: StreamEvent) => data?.data?.gdprRequestUpdated as Followed;

async function all(events: AsyncGenerator<StreamEvent>): Promise<StreamEvent[]> {
  const got: StreamEvent[] = [];
  for await (const event of events) got.push(event);
  return got;
}

test.each(['at the same gateway', 'at a replica'])('a request is followed %s to its end', async (where) => {
  const api = await system.client({ organization });
  const [canonical] = await createFamily(api, `follow-${where.length}`);
  // Slow enough for intermediate states to be seen.
  const messaging = await proxyService(system, 'messaging');
  messaging.fault = 'late';
  const { request } = await createRequest(api, { type: 'GET', term: { externalContactId: canonical } });
  const url = where === 'at a replica' ? replica.url : system.url;
  const events = await all(eventsOf(url, await system.token({ organization }), document, { id: request.id }));
  await messaging.close();
  const states = events.filter(({ event }) => event === 'next').map((event) => followed(event).status);
  expect(states.length).toBeGreaterThan(1);
  expect(states[0]).not.toBe('COMPLETED');
  expect(states.at(-1)).toBe('COMPLETED');
  expect(events.at(-1)?.event).toBe('complete');
  const last = events.filter(({ event }) => event === 'next').at(-1) as StreamEvent;
  expect(followed(last).services.every(({ status }) => ['COMPLETED', 'NOTHING_FOUND'].includes(status))).toBe(true);
});

test('a finished request is sent once', async () => {
  const api = await system.client({ organization });
  const [canonical] = await createFamily(api, 'finished');
  const { request } = await createRequest(api, { type: 'GET', term: { externalContactId: canonical } });
  await finishedRequest(api, request.id);
  const token = await system.token({ organization });
  const query = `subscription { ...Seen } fragment Seen on Subscription { state: gdprRequestUpdated(id: "${request.id}") { status __typename } }`;
  expect(await all(eventsOf(system.url, token, query))).toEqual([
    { event: 'next', data: { data: { state: { status: 'COMPLETED', __typename: 'GdprRequest' } } } },
    { event: 'complete', data: null },
  ]);
});

test('streams that have ended no longer count, on one connection or on many', async () => {
  const api = await system.client({ organization: 'ended' });
  const [canonical] = await createFamily(api, 'ended');
  const { request } = await createRequest(api, { type: 'GET', term: { externalContactId: canonical } });
  await finishedRequest(api, request.id);
  const token = await system.token({ organization: 'ended' });
  for (let stream = 0; stream < 25; stream += 1) {
    const events = await all(eventsOf(system.url, token, document, { id: request.id }));
    expect(events.map(({ event }) => event)).toEqual(['next', 'complete']);
  }
});

test('a lost connection to PostgreSQL is made again, and no change is missed', async () => {
  const api = await system.client({ organization });
  const [canonical] = await createFamily(api, 'listener');
  const messaging = await proxyService(system, 'messaging');
  messaging.fault = 'refuse';
  const { request } = await createRequest(api, { type: 'GET', term: { externalContactId: canonical } });
  const events = eventsOf(system.url, await system.token({ organization }), document, { id: request.id });
  await events.next();
  await inDatabase(databaseName(system.databasePrefix, 'gateway'), async (client) => {
    const { rowCount } = await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'habeas changes' AND datname = current_database()`,
    );
    expect(rowCount).toBeGreaterThan(0);
  });
  messaging.fault = 'none';
  const states = (await all(events)).filter(({ event }) => event === 'next').map((event) => followed(event).status);
  expect(states.at(-1)).toBe('COMPLETED');
  await messaging.close();
});

test('a fault of the gateway is reported, and does not end the subscription', async () => {
  const api = await system.client({ organization });
  const [canonical] = await createFamily(api, 'fault');
  const messaging = await proxyService(system, 'messaging');
  messaging.fault = 'refuse';
  const { request } = await createRequest(api, { type: 'GET', term: { externalContactId: canonical } });
  const events = eventsOf(system.url, await system.token({ organization }), document, { id: request.id });
  await events.next();
  const seen: StreamEvent[] = [];
  const end = (async () => {
    for await (const event of events) seen.push(event);
  })().catch((error: Error) => error.message);
  await inDatabase(databaseName(system.databasePrefix, 'gateway'), async (client) => {
    await client.query('ALTER TABLE gdpr_request RENAME TO gone');
    await client.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'habeas changes' AND datname = current_database()`,
    );
    await end;
    await client.query('ALTER TABLE gone RENAME TO gdpr_request');
  });
  expect(await end).toBe('terminated');
  expect(seen.at(-1)).toMatchObject({
    event: 'next',
    data: { errors: [{ message: 'Internal error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }] },
  });
  await messaging.close();
});

test('a stream is cut when its token expires', async () => {
  const api = await system.client({ organization });
  const [canonical] = await createFamily(api, 'expiry');
  const messaging = await proxyService(system, 'messaging');
  messaging.fault = 'refuse';
  const { request } = await createRequest(api, { type: 'GET', term: { externalContactId: canonical } });
  const token = await system.token({ organization, expiresIn: '2s' });
  const events = eventsOf(system.url, token, document, { id: request.id });
  expect((await events.next()).value).toMatchObject({ event: 'next' });
  await expect(all(events)).rejects.toMatchObject({ message: 'terminated' });
  await messaging.close();
});

test.each<[string, string, Record<string, unknown>, { organization?: string; scopes?: string[] }, object]>([
  [
    'an unknown id',
    document,
    { id: '01900000-0000-7000-8000-000000000000' },
    {},
    { code: 'NOT_FOUND', argument: 'id' },
  ],
  ['no id at all', document, { id: 'x' }, {}, { code: 'NOT_FOUND' }],
  ['a missing variable', document, {}, {}, { code: 'BAD_USER_INPUT', argument: 'id' }],
  [
    'a missing scope',
    document,
    { id: 'x' },
    { scopes: ['audit:view'] },
    { code: 'FORBIDDEN', requiredScopes: ['gdpr:request:view'] },
  ],
  ['no GraphQL', 'subscription {', {}, {}, { code: 'GRAPHQL_PARSE_FAILED' }],
  ['an unknown field', 'subscription { ghost }', {}, {}, { code: 'GRAPHQL_VALIDATION_FAILED' }],
])('%s is refused with a code', async (_title, query, variables, claims, extensions) => {
  const token = await system.token({ organization, ...claims });
  const [first] = await all(eventsOf(system.url, token, query, variables));
  expect(first?.data?.errors?.[0]).toMatchObject({ extensions });
});

test('another organisation’s request is not found', async () => {
  const api = await system.client({ organization });
  const [canonical] = await createFamily(api, 'walled');
  const { request } = await createRequest(api, { type: 'GET', term: { externalContactId: canonical } });
  const stranger = await system.token({ organization: 'stranger' });
  const [first] = await all(eventsOf(system.url, stranger, document, { id: request.id }));
  expect(first?.data).toMatchObject({ errors: [{ extensions: { code: 'NOT_FOUND' } }] });
  // The schema has one subscription; another one would need a test of its own.
  const { __schema: schema } = await api.ask<{ __schema: { subscriptionType: { fields: { name: string }[] } } }>(
    '{ __schema { subscriptionType { fields { name } } } }',
  );
  expect(schema.subscriptionType.fields.map(({ name }) => name)).toEqual(['gdprRequestUpdated']);
});

test('a query over SSE is answered as the only event', async () => {
  const events = await all(eventsOf(system.url, await system.token({ organization }), '{ piiServices { name } }'));
  expect(events).toEqual([
    { event: 'next', data: { data: { piiServices: expect.any(Array) as unknown[] } } },
    { event: 'complete', data: null },
  ]);
});

test.each([
  ['application/json', 406],
  ['multipart/mixed;boundary=graphql;subscriptionSpec=1.0,application/json', 406],
  ['text/event-stream', 200],
  ['text/event-stream, multipart/mixed', 200],
  ['application/json, text/event-stream;q=0.1', 200],
  ['*/*', 200],
])('a subscription with Accept: %s is answered as events or not at all', async (accept, status) => {
  const api = await system.client({ organization });
  const [canonical] = await createFamily(api, 'accepted');
  const { request } = await createRequest(api, { type: 'GET', term: { externalContactId: canonical } });
  await finishedRequest(api, request.id);
  const response = await fetch(system.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      accept,
      authorization: `Bearer ${await system.token({ organization })}`,
      origin: 'http://localhost:3000',
      'x-graphql-event-stream-token': '__proto__',
    },
    body: JSON.stringify({ query: document, variables: { id: request.id } }),
  });
  const text = await response.text();
  expect(response.status).toBe(status);
  // A page of another origin may read the answer, whatever it is.
  expect(response.headers.get('access-control-allow-origin')).toBe('http://localhost:3000');
  if (status === 200) expect(text).toMatch(/event: complete\n/);
  else expect(JSON.parse(text)).toMatchObject({ errors: [{ extensions: { code: 'NOT_ACCEPTABLE' } }] });
});

test('streams need a token; a caller may have a bounded number of them; a stopping gateway cuts them', async () => {
  expect(await all(eventsOf(system.url, '', document, { id: 'x' }))).toMatchObject([{ event: 'refused 401' }]);
  const api = await system.client({ organization: 'crowd' });
  const [canonical] = await createFamily(api, 'crowd');
  const messaging = await proxyService(system, 'messaging');
  messaging.fault = 'refuse';
  const { request } = await createRequest(api, { type: 'GET', term: { externalContactId: canonical } });
  const token = await system.token({ organization: 'crowd' });
  const open = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const events = eventsOf(replica.url, token, document, { id: request.id });
      await events.next();
      return events;
    }),
  );
  const refused = await fetch(replica.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${token}` },
    body: JSON.stringify({ query: document, variables: { id: request.id } }),
  });
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
  expect(await refused.json()).toMatchObject({
    errors: [{ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 60 } }],
  });
  const ends = Promise.allSettled(open.map(all));
  await replica.stop();
  // None of them sends `complete`: the request goes on, so clients should connect again.
  for (const end of await ends) expect(end).toMatchObject({ status: 'rejected', reason: { message: 'terminated' } });
  await replica.start();
  await messaging.close();
});
