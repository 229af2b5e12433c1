/**
 * A person whose every value contains a unique marker goes through everything that can happen to them. Afterwards nothing that the
 * system keeps for itself, or reports about itself, contains the marker.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { databaseName, databaseUrl } from '../../../subgraphs/kit/base/persistence/create-database';
import { dumpDatabase, inDatabase, testServerUrl } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { proxyService, type Fault } from '../../support/faults/fault-proxy';
import { hasRedis, startRedis, type TestRedis } from '../../support/servers/redis';
import { createRequest, finishedRequest, readRequest } from '../../support/api/requests';
import { startReceiver, type WebhookReceiver } from '../../support/servers/webhook-receiver';
import { createEndpoint, openLoopback } from '../../support/api/webhooks';
import { serviceNames } from '../../../scripts/develop/subgraphs';
import { startTestSystem, type TestSystem } from '../../support/run/system';

/** Letters only, so that it survives every normalisation. It is searched in any case and form. */
const marker = 'zqxcanary';
const digits = '5557319';
const leak = new RegExp(`${marker}|${digits}`, 'i');

let system: TestSystem;
let redis: TestRedis | undefined;
let api: ApiClient;
/** The gateway's notifications, as any listener receives them. */
const published: string[] = [];
let listener: Client;
/** Receives every event (R32). */
let receiver: WebhookReceiver;
const errors: string[] = [];

beforeAll(async () => {
  redis = hasRedis ? await startRedis() : undefined;
  system = await startTestSystem({
    environment: { LOG_LEVEL: 'trace', ...openLoopback, ...(redis ? { REDIS_URL: redis.url } : {}) },
  });
  api = await system.client({ organization: 'canary' });
  receiver = await startReceiver();
  await createEndpoint(api, receiver.url);
  listener = new Client({
    connectionString: databaseUrl(testServerUrl(), databaseName(system.databasePrefix, 'gateway')),
  });
  await listener.connect();
  listener.on('notification', ({ payload }) => published.push(payload ?? ''));
  await listener.query('LISTEN gdpr_request_changed');
}, 90_000);

afterAll(async () => {
  await listener.end();
  await receiver.close();
  await system.stop();
  await redis?.stop();
});

/** Sends an operation, and keeps the text of errors. */
async function tell<T>(document: string, variables: Record<string, unknown> = {}): Promise<T> {
  const answer = await api.send<Record<string, { id: string }>>(document, variables);
  if (answer.errors) errors.push(JSON.stringify(answer.errors));
  return Object.values(answer.data ?? {})[0] as T;
}

const email = `${marker}@person.example`;
const phone = `+1415${digits}`;
const name = `${marker} Person`;

async function makePerson(): Promise<{ contact: string; user: string }> {
  const { id: user } = await tell<{ id: string }>(
    'mutation ($input: CreateUserInput!) { createUser(input: $input) { id } }',
    {
      input: {
        name,
        email: `work.${email}`,
        workPhone: phone,
        department: marker,
        title: marker,
        statusText: marker,
        active: false,
      },
    },
  );
  const { id: contact } = await tell<{ id: string }>(
    'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }',
    {
      input: {
        firstName: marker,
        lastName: 'Person',
        workEmail: email,
        cellPhone: phone,
        address: { address1: `${marker} street 1`, city: marker },
        socialHandles: [{ platform: 'TWITTER', handle: marker }],
        externalIds: [marker],
      },
    },
  );
  await tell('mutation ($id: ID!, $text: String!) { addContactNote(externalContactId: $id, text: $text) { id } }', {
    id: contact,
    text: `note about ${marker}`,
  });
  const { id: list } = await tell<{ id: string }>(
    'mutation { createContactList(input: { name: "Customers", columns: [{ name: "Email", holds: EMAIL }, { name: "Phone", holds: PHONE }] }) { id } }',
  );
  await tell('mutation ($input: AddDialerContactInput!) { addDialerContact(input: $input) { id } }', {
    input: {
      contactListId: list,
      values: [
        { column: 'Email', value: email },
        { column: 'Phone', value: phone },
      ],
    },
  });
  await tell('mutation ($phone: String!) { addDoNotCall(phone: $phone) }', { phone });
  const { id: conversation } = await tell<{ id: string }>(
    'mutation ($input: StartConversationInput!) { startConversation(input: $input) { id } }',
    { input: { channel: 'EMAIL', externalContactId: contact, customAttributes: [{ key: 'order', value: marker }] } },
  );
  await tell('mutation ($input: AddMessageInput!) { addMessage(input: $input) { id } }', {
    input: {
      conversationId: conversation,
      direction: 'INBOUND',
      from: email,
      text: `It is ${marker}, call ${phone}`,
      attachments: [
        { filename: `${marker}.txt`, mediaType: 'text/plain', base64: Buffer.from(marker).toString('base64') },
      ],
    },
  });
  await tell('mutation ($input: AddRecordingInput!) { addRecording(input: $input) { id } }', {
    input: {
      externalContactId: contact,
      startedAt: '2026-01-01T00:00:00Z',
      durationMs: 1_000,
      mediaType: 'audio/wav',
      base64: Buffer.from(marker).toString('base64'),
      transcript: `my name is ${marker}`,
    },
  });
  return { contact, user };
}

/** Every way in which a caller can put a value in the wrong place. */
async function makeMistakes(): Promise<void> {
  const create = 'mutation ($input: CreateGdprRequestInput!) { createGdprRequest(input: $input) { request { id } } }';
  for (const input of [
    { type: 'DELETE', term: { email } },
    { type: 'GET', term: { email, phone } },
    { type: marker, term: { email } },
    { type: 'UPDATE', term: { email }, replacements: [{ type: 'EMAIL', existing: email, updated: marker }] },
    { type: 'GET', term: { userId: marker } },
    { type: 'GET', term: { phone: `${digits}x` } },
    { type: 'GET', term: { [marker]: 1 } },
    { type: 'GET', term: { name }, idempotencyKey: `${marker}`.repeat(100) },
  ])
    await tell(create, { input });
  for (const document of [
    `{ subjects(term: { email: "${email}", phone: "${phone}" }) { totalCount } }`,
    `{ subjects(term: { phone: "${marker}" }) { totalCount } }`,
    `{ user(id: "${marker}"`,
    `{ user(id: "${marker}") { id } } query Other { users { nodes { id } } }`,
    `mutation { createUser(input: { name: "${marker}", email: "no ${digits}" }) { id } }`,
  ])
    await tell(document);
  const post = (body: string, headers: Record<string, string> = {}) =>
    fetch(system.url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body });
  for (const response of [
    await post(`{"query": "${marker}`, { authorization: `Bearer ${marker}` }),
    await post(`{"query": "${marker}`, { authorization: `Bearer ${await system.token({ organization: 'canary' })}` }),
    await fetch(`${system.url}?query=${marker}`, { headers: { authorization: `Bearer ${marker}` } }),
    await fetch(`${system.url.replace('/graphql', '')}/${marker}?term=${email}`),
    await fetch(`${system.url.replace('/graphql', '')}/exports/${marker}`, {
      headers: { authorization: `Bearer ${await system.token({ organization: 'canary' })}` },
    }),
  ])
    errors.push(`${JSON.stringify([...response.headers])} ${await response.text()}`);
}

test('no log line, error, audit entry, job, request, metric, notification, webhook, Redis key or file name holds a personal value', async () => {
  const { contact, user } = await makePerson();
  for (const term of [{ email }, { phone }, { name }, { socialHandle: { platform: 'TWITTER', handle: marker } }])
    await tell(
      'query ($term: GdprSubjectTermInput!) { subjects(term: $term, unmasked: true) { totalCount nodes { match { id identifiers { value } } } } }',
      {
        term,
      },
    );
  await tell(
    'query ($term: PersonalDataTermInput!) { previewGdprRequest(type: DELETE, term: $term, unmasked: true) { planHash subjects { id } } }',
    {
      term: { externalContactId: contact },
    },
  );
  await tell(
    'query ($term: PersonalDataTermInput!) { personalDataReport(term: $term, purpose: "a look", unmasked: true) { service data { records { id fields { value } } } } }',
    { term: { externalContactId: contact } },
  );
  await makeMistakes();

  const run = async (input: Record<string, unknown>) => {
    const { request } = await createRequest(api, input);
    return finishedRequest(api, request.id);
  };
  const exported = await run({ type: 'EXPORT', term: { externalContactId: contact } });
  expect(exported.status).toBe('COMPLETED');
  const { gdprRequest } = await api.ask<{ gdprRequest: { package: { url: string } } }>(
    'query ($id: ID!) { gdprRequest(id: $id) { package { url } } }',
    { id: exported.id },
  );
  const token = await system.token({ organization: 'canary' });
  const download = await fetch(gdprRequest.package.url, { headers: { authorization: `Bearer ${token}` } });
  expect(download.status).toBe(200);
  errors.push(JSON.stringify([...download.headers]));
  await download.arrayBuffer();
  const updated = await run({
    type: 'UPDATE',
    term: { externalContactId: contact },
    replacements: [{ type: 'EMAIL', existing: email, updated: `new.${email}` }],
  });
  expect(updated.status).toBe('COMPLETED');

  // A service that fails in every way, and puts values into its errors.
  const messaging = await proxyService(system, 'messaging');
  const faults: Fault[] = ['talkative', 'refuse', 'html'];
  messaging.fault = () => faults.shift() ?? 'none';
  errors.push(
    (
      await api.send('query ($id: ID!) { externalContact(id: $id) { conversations { nodes { id } } } }', {
        id: contact,
      })
    ).text,
  );
  await run({ type: 'GET', term: { userId: user } });
  faults.push('talkative', 'garbage');
  const { request } = await createRequest(api, {
    type: 'DELETE',
    term: { externalContactId: contact },
    deleteConfirmed: true,
  });
  const failing = await eventually(async () => {
    const now = await readRequest(api, request.id);
    return now.services.some(({ lastError }) => lastError) && now;
  }, 60_000);
  errors.push(JSON.stringify(failing.services));
  expect((await finishedRequest(api, request.id, 90_000)).status).toBe('COMPLETED');
  await messaging.close();
  expect((await run({ type: 'DELETE', term: { userId: user }, deleteConfirmed: true })).status).toBe('COMPLETED');

  // What the system keeps for itself.
  const kept: Record<string, string> = {
    "the gateway's database": await dumpDatabase(databaseName(system.databasePrefix, 'gateway')),
  };
  // The services have erased the data; only digests stay.
  for (const service of serviceNames())
    kept[`the database of ${service}`] = await dumpDatabase(databaseName(system.databasePrefix, service));
  const logs = path.join(system.dataDir, 'logs');
  for (const file of readdirSync(logs)) kept[`the log ${file}`] = readFileSync(path.join(logs, file), 'utf8');
  kept['the names of files'] = readdirSync(system.dataDir, { recursive: true }).join('\n');
  kept.notifications = published.join('\n');
  // The package of the erased person is removed a minute after the erasure; here at once.
  await inDatabase(databaseName(system.databasePrefix, 'gateway'), (client) =>
    client.query(`UPDATE gdpr_export SET expires_at = now() - interval '2 minutes', sweep_at = now()`),
  );
  await receiver.of('gdpr_package.removed');
  await receiver.of('gdpr_request.completed', 5);
  kept.webhooks = JSON.stringify(receiver.received);
  kept.errors = errors.join('\n');
  kept.metrics = await (
    await fetch(`${new URL(system.url).origin}/metrics`, { headers: { authorization: `Bearer ${token}` } })
  ).text();
  if (redis) kept.Redis = redis.dump();
  for (const [place, text] of Object.entries(kept)) {
    const found = leak.exec(text);
    expect([place, found && text.slice(Math.max(0, found.index - 200), found.index + 100)]).toEqual([place, null]);
  }
  // Not empty, so that the search had something to look at.
  expect(errors.length).toBeGreaterThan(15);
  expect(published.length).toBeGreaterThan(5);
  expect(receiver.received.length).toBeGreaterThan(10);
  expect(kept['the log gateway.log']).toContain('a request has finished');
  expect(kept.metrics).toContain('habeas_http_request_duration_seconds_count{route="/graphql",status="200"}');
}, 180_000);
