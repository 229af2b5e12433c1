/** Webhooks (R32): what they say, to whom, how they are signed, and which ones are listed. */
import type { ApiClient } from '../../../scripts/develop/api-client';
import type { Cast } from '../../../scripts/develop/seed/ensure-cast';
import { newOrganization } from '../../support/people/cast';
import { gatewaySql } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { createRequest, finishedRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';
import { bodyOf, verified } from '../../support/servers/webhook-receiver';
import {
  createDocument,
  createEndpoint,
  deliveryOnce,
  listDeliveries,
  openLoopback,
  quiet,
  redeliverDocument,
  removeEndpoint,
  rotateDocument,
  sendTest,
  suiteReceivers,
  testDocument,
  updateDocument,
} from '../../support/api/webhooks';

const organization = 'webhooks';
const { receiving } = suiteReceivers();
let system: TestSystem;
let api: ApiClient;
let cast: Cast;

beforeAll(async () => {
  system = await sharedSystem(openLoopback);
  ({ api, cast } = await newOrganization(system, organization));
}, 180_000);

afterAll(() => system.stop());

test('the life of a request is sent, in order, with ids, types, states and times only', async () => {
  const { receiver, endpoint, secret } = await receiving(api);
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
  await removeEndpoint(api, endpoint.id);
});

const never = (): never => {
  throw new Error('There is nothing.');
};

test('events of a family, a cancellation, a removed package, and deadlines are sent, each once', async () => {
  const { receiver, endpoint, secret } = await receiving(api);
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
  await removeEndpoint(api, endpoint.id);
});

test('an endpoint gets the events that it asked for, and each endpoint has ids of its own', async () => {
  const some = await receiving(api, ['GDPR_REQUEST_CANCELLED', 'GDPR_REQUEST_CREATED']);
  const other = await receiving(api, ['GDPR_REQUEST_CREATED']);
  expect(some.endpoint.events).toEqual(['GDPR_REQUEST_CREATED', 'GDPR_REQUEST_CANCELLED']);
  const { request } = await createRequest(api, { type: 'GET', term: { email: 'nobody@webhooks.example' } });
  await finishedRequest(api, request.id);
  const [here] = await some.receiver.of('gdpr_request.created');
  const [there] = await other.receiver.of('gdpr_request.created');
  expect(here?.id).not.toBe(there?.id);
  expect(() => verified(some.secret, there ?? never())).toThrow('No matching signature found');
  expect(some.receiver.received.map((attempt) => bodyOf(attempt).type)).toEqual(['gdpr_request.created']);
  await removeEndpoint(api, some.endpoint.id);
  await removeEndpoint(api, other.endpoint.id);
});

test('a cancellation, and an erasure that a later search finds undone, are sent', async () => {
  const { receiver, endpoint } = await receiving(api, [
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
  await removeEndpoint(api, endpoint.id);
});

test('deliveries are listed by pages for 30 days', async () => {
  const { receiver, endpoint } = await receiving(api, quiet);
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
  await removeEndpoint(api, endpointId);
});

test('invalid input is refused, and changes nothing', async () => {
  const { receiver, endpoint } = await receiving(api, quiet);
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
