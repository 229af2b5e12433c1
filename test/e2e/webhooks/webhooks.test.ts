/** Webhooks (R32): what they say, how they are signed, and what happens with failing receivers. */
import type { ApiClient } from '../../../scripts/develop/api-client';
import type { Cast } from '../../../scripts/develop/seed/ensure-cast';
import { newOrganization } from '../../support/people/cast';
import { dumpDatabase, gatewaySql } from '../../support/run/database';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { eventually } from '../../support/eventually';
import { createRequest, finishedRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';
import { bodyOf, startReceiver, verified, type WebhookReceiver } from '../../support/servers/webhook-receiver';
import {
  createDocument,
  createEndpoint,
  deliveryOnce,
  listDeliveries,
  makeDue,
  openLoopback,
  readEndpoint,
  redeliverDocument,
  rotateDocument,
  sendTest,
  testDocument,
  updateDocument,
} from '../../support/api/webhooks';

const organization = 'webhooks';
let system: TestSystem;
let api: ApiClient;
let cast: Cast;
const receivers: WebhookReceiver[] = [];

beforeAll(async () => {
  system = await sharedSystem(openLoopback);
  ({ api, cast } = await newOrganization(system, organization));
}, 180_000);

afterAll(async () => {
  await Promise.all(receivers.map((receiver) => receiver.close()));
  await system.stop();
});

/** A receiver and its endpoint. By default it gets the events of all requests. */
async function receiving(events?: string[]) {
  const receiver = await startReceiver();
  receivers.push(receiver);
  return { receiver, ...(await createEndpoint(api, receiver.url, events)) };
}

const quiet = ['GDPR_SUBJECT_REAPPEARED'];
const remove = (id: string) => api.ask('mutation ($id: ID!) { deleteWebhookEndpoint(id: $id) }', { id });
const update = (id: string, url: string, enabled?: boolean) =>
  api.ask(updateDocument, { id, input: { url, events: quiet }, enabled });
const again = async (variables: Record<string, unknown>) =>
  (await api.ask<{ redeliverWebhooks: number }>(redeliverDocument, variables)).redeliverWebhooks;

test('the life of a request is sent, in order, with ids, types, states and times only', async () => {
  const { receiver, endpoint, secret } = await receiving();
  expect(secret).toMatch(/^whsec_[\w+/]{43}=$/);
  expect(endpoint).toMatchObject({ url: receiver.url, enabled: true, disabledReason: null });
  expect(endpoint.events).toHaveLength(12);
  const { request } = await createRequest(api, { type: 'GET', term: { externalContactId: cast.tomas } });
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
  await receiver.of('gdpr_request.completed');
  const told = receiver.received
    .map((attempt) => verified(secret, attempt))
    .sort((one, other) => one.data.sequence - other.data.sequence);
  const times = { timestamp: expect.stringMatching(/Z$/) as string };
  const data = { requestId: request.id, type: 'GET', parentRequestId: null, caseId: null };
  const dueAt = expect.stringMatching(/Z$/) as string;
  expect(told).toEqual([
    { type: 'gdpr_request.created', ...times, data: { ...data, dueAt, status: 'INITIATED', sequence: 1 } },
    { type: 'gdpr_request.completed', ...times, data: { ...data, dueAt, status: 'COMPLETED', sequence: 2 } },
  ]);
  const { nodes } = await listDeliveries(api, { endpointId: endpoint.id });
  expect(nodes.map(({ event }) => event)).toEqual(['GDPR_REQUEST_COMPLETED', 'GDPR_REQUEST_CREATED']);
  const completed = await deliveryOnce(api, nodes[0] ?? nodes.at(0) ?? never(), ({ status }) => status === 'DELIVERED');
  expect(completed).toMatchObject({ requestId: request.id, attempts: 1, lastStatusCode: 204, lastError: null });
  expect(receiver.received.map(({ id }) => id)).toContain(completed.id);
  await remove(endpoint.id);
});

const never = (): never => {
  throw new Error('There is nothing.');
};

test('events of a family, a cancellation, a removed package, and deadlines are sent, each once', async () => {
  const { receiver, endpoint, secret } = await receiving();
  const sql = gatewaySql(system);
  const [first = ''] = cast.elena;
  const { request } = await createRequest(api, { type: 'EXPORT', term: { externalContactId: first } });
  await finishedRequest(api, request.id);
  const created = await receiver.of('gdpr_request.created', 3);
  expect(created.map((attempt) => bodyOf(attempt).data.parentRequestId).filter((id) => id !== null)).toEqual([
    request.id,
    request.id,
  ]);
  await receiver.of('gdpr_request.completed', 3);
  // The package has expired, and the minute for late writes is over.
  await sql(
    `UPDATE gdpr_export SET expires_at = now() - interval '2 minutes', sweep_at = now() WHERE request_id = $1`,
    [request.id],
  );
  const [removed] = await receiver.of('gdpr_package.removed');
  expect(removed && verified(secret, removed).data).toMatchObject({ requestId: request.id, status: 'COMPLETED' });
  const { openGdprCase } = await api.ask<{ openGdprCase: { id: string } }>(
    'mutation ($input: OpenGdprCaseInput!) { openGdprCase(input: $input) { id } }',
    { input: { receivedAt: new Date(Date.now() - 28 * 86_400_000).toISOString() } },
  );
  const [soon] = await receiver.of('gdpr_case.due_soon');
  expect(soon && bodyOf(soon).data).toMatchObject({ caseId: openGdprCase.id, requestId: null, sequence: 1 });
  await sql(`UPDATE gdpr_case SET due_at = now() - interval '1 second' WHERE id = $1`, [openGdprCase.id]);
  await receiver.of('gdpr_case.overdue');
  // A failed request is not done, so it comes near its date, and then past it.
  await sql(`UPDATE gdpr_request SET status = 'ERROR', due_at = now() + interval '1 hour' WHERE id = $1`, [request.id]);
  const [near] = await receiver.of('gdpr_request.due_soon');
  expect(near && bodyOf(near).data).toMatchObject({ requestId: request.id, status: 'ERROR' });
  await sql(`UPDATE gdpr_request SET due_at = now() - interval '1 hour' WHERE id = $1`, [request.id]);
  await receiver.of('gdpr_request.overdue');
  // A changed date is announced again.
  await sql(`UPDATE gdpr_request SET due_at = due_at - interval '1 hour' WHERE id = $1`, [request.id]);
  await receiver.of('gdpr_request.overdue', 2);
  const types = receiver.received.map((attempt) => bodyOf(attempt).type);
  for (const once of ['gdpr_package.removed', 'gdpr_case.due_soon', 'gdpr_case.overdue', 'gdpr_request.due_soon'])
    expect(types.filter((type) => type === once)).toHaveLength(1);
  await sql(`UPDATE gdpr_request SET status = 'COMPLETED', due_at = now() + interval '2 days' WHERE id = $1`, [
    request.id,
  ]);
  await remove(endpoint.id);
});

test('an endpoint gets the events that it asked for, and each endpoint has ids of its own', async () => {
  const some = await receiving(['GDPR_REQUEST_CANCELLED', 'GDPR_REQUEST_CREATED']);
  const other = await receiving(['GDPR_REQUEST_CREATED']);
  expect(some.endpoint.events).toEqual(['GDPR_REQUEST_CREATED', 'GDPR_REQUEST_CANCELLED']);
  const { request } = await createRequest(api, { type: 'GET', term: { email: 'nobody@webhooks.example' } });
  await finishedRequest(api, request.id);
  const [here] = await some.receiver.of('gdpr_request.created');
  const [there] = await other.receiver.of('gdpr_request.created');
  expect(here?.id).not.toBe(there?.id);
  expect(() => verified(some.secret, there ?? never())).toThrow('No matching signature found');
  expect(some.receiver.received.map((attempt) => bodyOf(attempt).type)).toEqual(['gdpr_request.created']);
  await remove(some.endpoint.id);
  await remove(other.endpoint.id);
});

test('a failed delivery is attempted again under its id, with a new signature: after three answers of 500 it is delivered', async () => {
  const { receiver, endpoint, secret } = await receiving(quiet);
  const answers = [500, 500, 500];
  receiver.answer = () => answers.shift() ?? 200;
  const sent = await sendTest(api, endpoint.id);
  expect(sent).toMatchObject({ event: null, status: 'PENDING', attempts: 0 });
  for (const attempts of [1, 2, 3]) {
    const waiting = await deliveryOnce(api, sent, (now) => now.attempts === attempts && now.nextAttemptAt !== null);
    expect(waiting).toMatchObject({ status: 'PENDING', lastStatusCode: 500, lastError: 'STATUS' });
    expect((await readEndpoint(api, endpoint.id)).failingSince).not.toBeNull();
    await makeDue(system, sent.id);
  }
  expect(await deliveryOnce(api, sent, ({ status }) => status === 'DELIVERED')).toMatchObject({
    attempts: 4,
    lastStatusCode: 200,
    lastError: null,
    nextAttemptAt: null,
  });
  expect(receiver.received.map(({ id }) => id)).toEqual(Array(4).fill(sent.id));
  expect(new Set(receiver.received.map(({ body }) => body)).size).toBe(1);
  for (const attempt of receiver.received) expect(verified(secret, attempt).type).toBe('webhook.test');
  expect((await readEndpoint(api, endpoint.id)).failingSince).toBeNull();
  // A receiver that lost it can have it sent again, also after success.
  expect(await again({ endpointId: endpoint.id, deliveryId: sent.id })).toBe(1);
  await eventually(() => Promise.resolve(receiver.received.length === 5));
  expect(receiver.received[4]?.id).toBe(sent.id);
  await remove(endpoint.id);
});

test('while a secret is replaced both sign, afterwards only the new one', async () => {
  const { receiver, endpoint, secret } = await receiving(quiet);
  const rotated = (
    await api.ask<{ rotateWebhookSecret: { secret: string } }>(rotateDocument, { id: endpoint.id, overlapHours: 1 })
  ).rotateWebhookSecret.secret;
  expect(rotated).not.toBe(secret);
  await sendTest(api, endpoint.id);
  const [both] = await receiver.of('webhook.test');
  expect(both?.headers['webhook-signature']?.split(' ')).toHaveLength(2);
  for (const each of [secret, rotated]) expect(verified(each, both ?? never()).type).toBe('webhook.test');
  await gatewaySql(system)('UPDATE webhook_endpoint SET previous_until = now() WHERE id = $1', [endpoint.id]);
  await sendTest(api, endpoint.id);
  const [, alone] = await receiver.of('webhook.test', 2);
  expect(verified(rotated, alone ?? never()).type).toBe('webhook.test');
  expect(() => verified(secret, alone ?? never())).toThrow('No matching signature found');
  // Nobody can read a secret, neither in the database nor in the log.
  const kept = await dumpDatabase(databaseName(system.databasePrefix, 'gateway'));
  for (const each of [secret, rotated]) expect(kept).not.toContain(each.slice('whsec_'.length));
  expect(kept).not.toContain(receiver.url);
  await remove(endpoint.id);
});

test('410 disables an endpoint; later events fail visibly, and are sent again when it is enabled', async () => {
  const { receiver, endpoint } = await receiving(['GDPR_REQUEST_CREATED']);
  receiver.answer = () => 410;
  const gone = await sendTest(api, endpoint.id);
  expect(await deliveryOnce(api, gone, ({ status }) => status === 'FAILED')).toMatchObject({
    attempts: 1,
    lastStatusCode: 410,
  });
  expect(await readEndpoint(api, endpoint.id)).toMatchObject({ enabled: false, disabledReason: 'GONE' });
  const since = new Date(Date.now() - 60_000).toISOString();
  const { request } = await createRequest(api, { type: 'GET', term: { email: 'gone@webhooks.example' } });
  await finishedRequest(api, request.id);
  const missed = await eventually(async () => {
    const { nodes } = await listDeliveries(api, { endpointId: endpoint.id, status: 'FAILED' });
    return nodes.find(({ requestId }) => requestId === request.id);
  });
  expect(missed).toMatchObject({ event: 'GDPR_REQUEST_CREATED', attempts: 0, lastError: 'ENDPOINT_DISABLED' });
  expect(await api.refused(testDocument, { id: endpoint.id })).toMatchObject({
    code: 'BAD_USER_INPUT',
    argument: 'id',
  });
  expect(await api.refused(redeliverDocument, { endpointId: endpoint.id, failedSince: since })).toMatchObject({
    code: 'BAD_USER_INPUT',
    argument: 'endpointId',
  });
  receiver.answer = () => 204;
  await update(endpoint.id, receiver.url, true);
  expect(await readEndpoint(api, endpoint.id)).toMatchObject({ enabled: true, disabledReason: null });
  expect(await again({ endpointId: endpoint.id, failedSince: since })).toBe(2);
  for (const each of [gone, missed]) await deliveryOnce(api, each, ({ status }) => status === 'DELIVERED');
  const { auditLog } = await api.ask<{ auditLog: { nodes: { action: string; detail: string; actor: string }[] } }>(
    '{ auditLog(order: NEWEST_FIRST) { nodes { action detail actor } } }',
  );
  const own = auditLog.nodes.filter(({ detail }) => detail.includes(endpoint.id));
  expect(own.map(({ action, actor }) => [action, actor])).toEqual([
    ['WEBHOOKS_REDELIVERED', 'privacy-officer'],
    ['WEBHOOK_ENDPOINT_CHANGED', 'privacy-officer'],
    ['WEBHOOK_ENDPOINT_DISABLED', 'habeas'],
    ['WEBHOOK_TESTED', 'privacy-officer'],
    ['WEBHOOK_ENDPOINT_CREATED', 'privacy-officer'],
  ]);
  await remove(endpoint.id);
});

test('a cancellation, and an erasure that a later search finds undone, are sent', async () => {
  const { receiver, endpoint } = await receiving([
    'GDPR_REQUEST_RESIDUAL',
    'GDPR_REQUEST_FAILED',
    'GDPR_REQUEST_CANCELLED',
  ]);
  const { createExternalContact } = await api.ask<{ createExternalContact: { id: string } }>(
    'mutation { createExternalContact(input: { lastName: "Undone" }) { id } }',
  );
  const term = { externalContactId: createExternalContact.id };
  const { request } = await createRequest(api, { type: 'DELETE', term, deleteConfirmed: true });
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
  // An integration adds a conversation late; and as if the time of the later search had come.
  await api.ask('mutation ($id: ID!) { startConversation(input: { channel: SMS, externalContactId: $id }) { id } }', {
    id: createExternalContact.id,
  });
  await gatewaySql(system)('UPDATE gdpr_request SET run_at = now(), verify_again_at = now() WHERE id = $1', [
    request.id,
  ]);
  const [[residual], [failed]] = [await receiver.of('gdpr_request.residual'), await receiver.of('gdpr_request.failed')];
  const [one, two] = [bodyOf(residual ?? never()).data, bodyOf(failed ?? never()).data];
  expect([one, two]).toMatchObject(Array(2).fill({ requestId: request.id, status: 'ERROR' }));
  expect(two.sequence).toBe(one.sequence + 1);
  const away = system.processes.get('messaging');
  await away?.stop();
  const { request: stopped } = await createRequest(api, { type: 'GET', term: { email: 'stopped@webhooks.example' } });
  await api.ask('mutation ($id: ID!) { cancelGdprRequest(id: $id) { id } }', { id: stopped.id });
  await away?.start();
  const [cancelled] = await receiver.of('gdpr_request.cancelled');
  expect(bodyOf(cancelled ?? never()).data).toMatchObject({ requestId: stopped.id, status: 'CANCELLED' });
  await remove(endpoint.id);
});

test('a receiver that does not answer, or does not stop answering, is given up', async () => {
  const silent = await receiving(quiet);
  silent.receiver.answer = () => 'never';
  const unanswered = await sendTest(api, silent.endpoint.id);
  const talkative = await receiving(quiet);
  let left = false;
  talkative.receiver.answer = (_attempt, response) => {
    response.writeHead(200);
    const talk = setInterval(() => response.write('x'.repeat(64 * 1024)), 10);
    response.on('close', () => {
      left = true;
      clearInterval(talk);
    });
    return 'never';
  };
  const heard = await sendTest(api, talkative.endpoint.id);
  expect((await deliveryOnce(api, heard, ({ status }) => status === 'DELIVERED')).lastStatusCode).toBe(200);
  await eventually(() => Promise.resolve(left));
  expect(await deliveryOnce(api, unanswered, ({ lastError }) => lastError !== null)).toMatchObject({
    status: 'PENDING',
    lastError: 'TIMEOUT',
    lastStatusCode: null,
  });
  for (const { endpoint } of [silent, talkative]) await remove(endpoint.id);
});

test('an organisation with destroyed keys gets no more events', async () => {
  const forgotten = await system.client({ organization: 'webhooks-forgotten' });
  const receiver = await startReceiver();
  receivers.push(receiver);
  const { endpoint } = await createEndpoint(forgotten, receiver.url, quiet);
  const sql = gatewaySql(system);
  await sql(`UPDATE organization_key SET wrapped = '', master_key_id = 'destroyed' WHERE organization_id = $1`, [
    'webhooks-forgotten',
  ]);
  await eventually(async () => (await readEndpoint(forgotten, endpoint.id)).url === '[unreadable]');
  expect(await forgotten.refused(testDocument, { id: endpoint.id })).toMatchObject({ code: 'FORBIDDEN' });
  const [row] = await sql<{ id: string }>(
    `INSERT INTO webhook_delivery (organization_id, id, endpoint_id, body, created_at, next_attempt_at)
     VALUES ('webhooks-forgotten', gen_random_uuid(), $1, '{}', now(), now()) RETURNING id`,
    [endpoint.id],
  );
  const unsent = { id: row?.id ?? '', endpointId: endpoint.id };
  expect(await deliveryOnce(forgotten, unsent, ({ status }) => status === 'FAILED')).toMatchObject({
    lastError: 'KEYS_DESTROYED',
  });
  expect(receiver.received).toEqual([]);
});

test('a redirect is a failure, and is not followed', async () => {
  const target = await startReceiver();
  receivers.push(target);
  const { receiver, endpoint } = await receiving(quiet);
  receiver.answer = () => ({ status: 307, headers: { location: target.url } });
  const sent = await sendTest(api, endpoint.id);
  const failed = await deliveryOnce(
    api,
    sent,
    ({ attempts, nextAttemptAt }) => attempts === 1 && nextAttemptAt !== null,
  );
  expect(failed).toMatchObject({ status: 'PENDING', lastStatusCode: 307, lastError: 'REDIRECT' });
  expect(target.received).toEqual([]);
  await remove(endpoint.id);
});

test('an endpoint that only fails is disabled after days, a delivery fails after its attempts, and a deleted endpoint gets nothing', async () => {
  const { receiver, endpoint } = await receiving(quiet);
  const sql = gatewaySql(system);
  receiver.answer = () => 503;
  const last = await sendTest(api, endpoint.id);
  await deliveryOnce(api, last, ({ attempts, nextAttemptAt }) => attempts === 1 && nextAttemptAt !== null);
  // As if it were the last attempt after three days.
  await sql('UPDATE webhook_delivery SET round = 9, next_attempt_at = now() WHERE id = $1', [last.id]);
  expect(await deliveryOnce(api, last, ({ status }) => status === 'FAILED')).toMatchObject({ nextAttemptAt: null });
  expect(await readEndpoint(api, endpoint.id)).toMatchObject({ enabled: true });
  await sql(`UPDATE webhook_endpoint SET failing_since = now() - interval '6 days' WHERE id = $1`, [endpoint.id]);
  const disabling = await sendTest(api, endpoint.id);
  await eventually(async () => (await readEndpoint(api, endpoint.id)).disabledReason === 'FAILING');
  await makeDue(system, disabling.id);
  expect(await deliveryOnce(api, disabling, ({ status }) => status === 'FAILED')).toMatchObject({
    lastError: 'ENDPOINT_DISABLED',
  });
  await update(endpoint.id, receiver.url, true);
  const lost = await sendTest(api, endpoint.id);
  await deliveryOnce(api, lost, ({ attempts, nextAttemptAt }) => attempts === 1 && nextAttemptAt !== null);
  await remove(endpoint.id);
  await makeDue(system, lost.id);
  expect(await deliveryOnce(api, lost, ({ status }) => status === 'FAILED')).toMatchObject({
    lastError: 'ENDPOINT_DELETED',
    attempts: 1,
  });
});

test('deliveries are listed by pages for 30 days', async () => {
  const { receiver, endpoint } = await receiving(quiet);
  const sent = [];
  for (let index = 0; index < 5; index += 1) sent.push((await sendTest(api, endpoint.id)).id);
  await receiver.of('webhook.test', 5);
  const endpointId = endpoint.id;
  const listed: string[] = [];
  for (let after: string | null = null; ;) {
    const { nodes, pageInfo } = await listDeliveries(api, { endpointId, first: 2, after });
    listed.push(...nodes.map(({ id }) => id));
    if (!pageInfo.hasNextPage) break;
    after = pageInfo.endCursor;
  }
  expect(listed).toEqual(sent.toReversed());
  await gatewaySql(system)(
    `UPDATE webhook_delivery SET created_at = now() - interval '31 days' WHERE id = ANY($1::uuid[])`,
    [sent.slice(0, 4)],
  );
  await eventually(async () => (await listDeliveries(api, { endpointId })).nodes.length === 1);
  await remove(endpointId);
});

test('invalid input is refused, and changes nothing', async () => {
  const { receiver, endpoint } = await receiving(quiet);
  const refusedInput = (input: Record<string, unknown>) => api.refused(createDocument, { input });
  for (const url of ['nowhere', 'ftp://example.org/', 'https://user:word@example.org/', 'https://example.org/#part'])
    expect(await refusedInput({ url })).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'input.url' });
  expect(await refusedInput({ url: receiver.url, events: [] })).toMatchObject({ argument: 'input.events' });
  const overlong = { id: endpoint.id, overlapHours: 169 };
  expect(await api.refused(rotateDocument, overlong)).toMatchObject({ argument: 'overlapHours' });
  const sent = await sendTest(api, endpoint.id);
  const both = { endpointId: endpoint.id, deliveryId: sent.id, failedSince: new Date().toISOString() };
  expect(await api.refused(redeliverDocument, both)).toMatchObject({ argument: 'deliveryId' });
  expect(await api.refused(redeliverDocument, { endpointId: endpoint.id })).toMatchObject({ argument: 'deliveryId' });
  const stranger = await system.client({ organization: 'webhooks-other' });
  for (const refused of [
    stranger.refused(testDocument, { id: endpoint.id }),
    stranger.refused(rotateDocument, { id: endpoint.id }),
    stranger.refused(updateDocument, { id: endpoint.id, input: { url: receiver.url } }),
    stranger.refused('mutation ($id: ID!) { deleteWebhookEndpoint(id: $id) }', { id: endpoint.id }),
  ])
    expect(await refused).toMatchObject({ code: 'NOT_FOUND', argument: 'id' });
  const weak = await system.client({ organization, scopes: ['gdpr:request:add'] });
  expect(await weak.refused(testDocument, { id: endpoint.id })).toMatchObject({ code: 'FORBIDDEN' });
  const before = (await api.ask<{ webhookEndpoints: unknown[] }>('{ webhookEndpoints { id } }')).webhookEndpoints
    .length;
  for (let index = before; index < 20; index += 1) await createEndpoint(api, receiver.url, quiet);
  expect(await refusedInput({ url: receiver.url })).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'input' });
});
