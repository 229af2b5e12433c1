/** Webhooks while processes die, and with names that resolve to private addresses (R32): only workers send them, and only where they may. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { ApiClient } from '../../../scripts/develop/api-client';
import type { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import { certificate } from '../../support/certificate';
import { eventually } from '../../support/eventually';
import { loopbackSpellings } from '../../support/loopback-spellings';
import { startNameServer, type NameServer } from '../../support/servers/name-server';
import { createRequest } from '../../support/api/requests';
import { gatewaySql } from '../../support/run/database';
import { startReplica } from '../../support/run/replica';
import { startTestSystem, type TestSystem } from '../../support/run/system';
import { startReceiver, verified, type WebhookReceiver } from '../../support/servers/webhook-receiver';
import {
  createDocument,
  createEndpoint,
  deliveryOnce,
  listDeliveries,
  listEndpoints,
  makeDue,
  readEndpoint,
  sendTest,
} from '../../support/api/webhooks';

/** The network that a worker may send to: one address of this machine. */
const openHere = { WEBHOOK_ALLOWED_NETWORKS: '127.0.0.1' };
/** Every network, so that any spelling of loopback can be registered. */
const openEverywhere = { WEBHOOK_ALLOWED_NETWORKS: '0.0.0.0/0,::/0' };

let nameServer: NameServer;
/** A system whose own gateway opens no network, and sends nothing. */
let system: TestSystem;
/** A gateway of the same system at which everything can be registered. */
let opened: ManagedProcess;
const started: { stop(): Promise<void> }[] = [];
const receivers: WebhookReceiver[] = [];

beforeAll(async () => {
  nameServer = await startNameServer();
  system = await startTestSystem({ environment: { RUN_WORKERS: 'false', WEBHOOK_NAME_SERVERS: nameServer.address } });
  opened = await startReplica(system, 'gateway-opened', openEverywhere);
  started.push(opened);
}, 180_000);

afterAll(async () => {
  for (const process of started) await process.stop();
  await Promise.all(receivers.map((receiver) => receiver.close()));
  await system.stop();
  await nameServer.close();
});

const clientOf = async (organization: string) => new ApiClient(opened.url, await system.token({ organization }));

async function receiving(tls?: { cert: Buffer; key: Buffer }): Promise<WebhookReceiver> {
  const receiver = await startReceiver(tls);
  receivers.push(receiver);
  return receiver;
}

/** Runs a worker for the duration of some work. */
async function withWorker<T>(environment: Record<string, string>, work: (worker: ManagedProcess) => Promise<T>) {
  const worker = await startReplica(system, `worker-${started.length}`, environment, 'worker');
  started.push(worker);
  try {
    return await work(worker);
  } finally {
    await worker.stop();
  }
}

test('killed between the commit and the sending, and again while sending: the event is delivered, under the same id', async () => {
  const api = await clientOf('webhooks-killed');
  const receiver = await receiving();
  const { endpoint, secret } = await createEndpoint(api, receiver.url, ['GDPR_REQUEST_CREATED']);
  await createRequest(api, { type: 'GET', term: { email: 'nobody@killed.example' } });
  // Committed but not sent: the gateway that wrote it dies.
  await opened.kill('SIGKILL');
  const [row] = await gatewaySql(system)<{ id: string; attempts: number }>(
    'SELECT id, attempts FROM webhook_delivery WHERE endpoint_id = $1',
    [endpoint.id],
  );
  expect(row?.attempts).toBe(0);
  receiver.answer = () => 'never';
  await withWorker(openHere, async (worker) => {
    await receiver.of('gdpr_request.created');
    await worker.kill('SIGKILL');
  });
  receiver.answer = () => 204;
  // As if its lease had expired.
  await makeDue(system, row?.id ?? '');
  await withWorker(openHere, () => receiver.of('gdpr_request.created', 2));
  expect(receiver.received.map(({ id }) => id)).toEqual([row?.id, row?.id]);
  for (const attempt of receiver.received) expect(verified(secret, attempt).data.status).toBe('INITIATED');
  await opened.start();
});

describe('loopback, in any spelling', () => {
  let target: WebhookReceiver;
  let spellings: string[];
  beforeAll(async () => {
    target = await receiving();
    spellings = loopbackSpellings(new URL(target.url).port);
  });

  test('is refused at registration', async () => {
    const api = await system.client({ organization: 'webhooks-spelled' });
    expect(spellings.length).toBeGreaterThanOrEqual(13);
    for (const url of [...spellings, ...spellings.map((each) => each.replace('https:', 'http:'))])
      expect([url, await api.refused(createDocument, { input: { url } })]).toMatchObject([
        url,
        { code: 'WEBHOOK_ADDRESS_REFUSED', argument: 'input.url' },
      ]);
    expect(await listEndpoints(api)).toEqual([]);
  });

  test('is refused at delivery, and disables the endpoint', async () => {
    const api = await clientOf('webhooks-spelled');
    for (const url of spellings) await sendTest(api, (await createEndpoint(api, url)).endpoint.id);
    await withWorker({}, async () => {
      const failed = await eventually(async () => {
        const { nodes } = await listDeliveries(api, { status: 'FAILED', first: 200 });
        return nodes.length === spellings.length && nodes;
      });
      expect(new Set(failed.map(({ lastError }) => lastError))).toEqual(new Set(['ADDRESS_REFUSED']));
    });
    const endpoints = await listEndpoints(api);
    expect(endpoints.map(({ enabled, disabledReason }) => [enabled, disabledReason])).toEqual(
      spellings.map(() => [false, 'ADDRESS_REFUSED']),
    );
    expect(target.connections()).toBe(0);
  });
});

test('a name with one good and one private address is refused at registration, and at delivery once its answer changes', async () => {
  const { names, asked } = nameServer;
  names.set('half.example', ['93.184.215.14', '10.0.0.5']);
  const closed = await system.client({ organization: 'webhooks-names' });
  expect(await closed.refused(createDocument, { input: { url: 'https://half.example/' } })).toMatchObject({
    code: 'WEBHOOK_ADDRESS_REFUSED',
    argument: 'input.url',
  });
  expect(await closed.refused(createDocument, { input: { url: 'https://nowhere.example/' } })).toMatchObject({
    code: 'WEBHOOK_ADDRESS_REFUSED',
  });
  const api = await clientOf('webhooks-names');
  const receiver = await receiving();
  const { port } = new URL(receiver.url);
  names.set('moving.example', ['127.0.0.1']);
  const { endpoint } = await createEndpoint(api, `http://moving.example:${port}/hook`);
  await withWorker(openHere, async () => {
    const good = await sendTest(api, endpoint.id);
    await deliveryOnce(api, good, ({ status }) => status === 'DELIVERED');
    expect(receiver.received).toHaveLength(1);
    // For a moment the name has no address, which is tried again.
    names.set('moving.example', []);
    const waiting = await sendTest(api, endpoint.id);
    const unresolved = await deliveryOnce(api, waiting, ({ lastError }) => lastError !== null);
    expect(unresolved).toMatchObject({ status: 'PENDING', lastError: 'NAME_NOT_FOUND' });
    names.set('moving.example', ['127.0.0.1', '10.0.0.5']);
    await makeDue(system, waiting.id);
    expect(await deliveryOnce(api, waiting, ({ status }) => status === 'FAILED')).toMatchObject({
      lastError: 'ADDRESS_REFUSED',
    });
  });
  expect(await readEndpoint(api, endpoint.id)).toMatchObject({ enabled: false, disabledReason: 'ADDRESS_REFUSED' });
  expect(receiver.received).toHaveLength(1);
  expect(asked.filter((name) => name === 'moving.example').length).toBeGreaterThanOrEqual(4);
});

test('an event goes by https to a receiver that proves its name, and to no other', async () => {
  const own = await certificate('receiver', ['hooks.example']);
  const authority = path.join(system.dataDir, 'receiver.pem');
  writeFileSync(authority, own.cert);
  const receiver = await receiving(own);
  const { port } = new URL(receiver.url);
  for (const name of ['hooks.example', 'another.example']) nameServer.names.set(name, ['127.0.0.1']);
  const api = await clientOf('webhooks-tls');
  const right = await createEndpoint(api, `https://hooks.example:${port}/hook`);
  const wrong = await createEndpoint(api, `https://another.example:${port}/hook`);
  await withWorker({ ...openHere, NODE_EXTRA_CA_CERTS: authority }, async () => {
    const sent = await sendTest(api, right.endpoint.id);
    await deliveryOnce(api, sent, ({ status }) => status === 'DELIVERED');
    const refused = await sendTest(api, wrong.endpoint.id);
    expect(await deliveryOnce(api, refused, ({ lastError }) => lastError !== null)).toMatchObject({
      status: 'PENDING',
      lastError: 'TLS_FAILED',
      lastStatusCode: null,
    });
  });
  expect(receiver.received.map((attempt) => verified(right.secret, attempt).type)).toEqual(['webhook.test']);
});
