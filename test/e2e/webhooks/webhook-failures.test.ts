/** Webhooks whose receivers fail (R32): repeated under their id, given up after days, and sent again when somebody asks. */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { gatewaySql } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { createRequest, finishedRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';
import { verified } from '../../support/servers/webhook-receiver';
import {
  createEndpoint,
  deliveryOnce,
  listDeliveries,
  makeDue,
  openLoopback,
  quiet,
  readEndpoint,
  redeliverDocument,
  removeEndpoint,
  sendTest,
  suiteReceivers,
  testDocument,
  updateDocument,
} from '../../support/api/webhooks';

const organization = 'webhook-failures';
const { start, receiving } = suiteReceivers();
let system: TestSystem;
let api: ApiClient;

beforeAll(async () => {
  system = await sharedSystem(openLoopback);
  api = await system.client({ organization, subject: 'privacy-officer' });
}, 180_000);

afterAll(() => system.stop());

const update = (id: string, url: string, enabled?: boolean) =>
  api.ask(updateDocument, { id, input: { url, events: quiet }, enabled });
const again = async (variables: Record<string, unknown>) =>
  (await api.ask<{ redeliverWebhooks: number }>(redeliverDocument, variables)).redeliverWebhooks;

test('a failed delivery is attempted again under its id, with a new signature: after three answers of 500 it is delivered', async () => {
  const { receiver, endpoint, secret } = await receiving(api, quiet);
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
  await removeEndpoint(api, endpoint.id);
});

test('410 disables an endpoint; later events fail visibly, and are sent again when it is enabled', async () => {
  const { receiver, endpoint } = await receiving(api, ['GDPR_REQUEST_CREATED']);
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
  await removeEndpoint(api, endpoint.id);
});

test('a receiver that does not answer, or does not stop answering, is given up', async () => {
  const silent = await receiving(api, quiet);
  silent.receiver.answer = () => 'never';
  const unanswered = await sendTest(api, silent.endpoint.id);
  const talkative = await receiving(api, quiet);
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
  for (const { endpoint } of [silent, talkative]) await removeEndpoint(api, endpoint.id);
});

test('an organisation with destroyed keys gets no more events', async () => {
  const forgotten = await system.client({ organization: 'webhooks-forgotten' });
  const receiver = await start();
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
  const target = await start();
  const { receiver, endpoint } = await receiving(api, quiet);
  receiver.answer = () => ({ status: 307, headers: { location: target.url } });
  const sent = await sendTest(api, endpoint.id);
  const failed = await deliveryOnce(
    api,
    sent,
    ({ attempts, nextAttemptAt }) => attempts === 1 && nextAttemptAt !== null,
  );
  expect(failed).toMatchObject({ status: 'PENDING', lastStatusCode: 307, lastError: 'REDIRECT' });
  expect(target.received).toEqual([]);
  await removeEndpoint(api, endpoint.id);
});

test('an endpoint that only fails is disabled after days, a delivery fails after its attempts, and a deleted endpoint gets nothing', async () => {
  const { receiver, endpoint } = await receiving(api, quiet);
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
  await removeEndpoint(api, endpoint.id);
  await makeDue(system, lost.id);
  expect(await deliveryOnce(api, lost, ({ status }) => status === 'FAILED')).toMatchObject({
    lastError: 'ENDPOINT_DELETED',
    attempts: 1,
  });
});
