/** The whole system with its files in an S3-compatible store: attachments, recordings, packages (R13). */
import { setTimeout as pause } from 'node:timers/promises';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { ensureCast } from '../../../scripts/develop/seed/ensure-cast';
import { credentials, startBucketStore, type BucketStore } from '../../support/servers/bucket-store';
import { eventually } from '../../support/eventually';
import { startHangingStore, type HangingStore } from '../../support/faults/hanging-store';
import { createRequest, finishedRequest } from '../../support/api/requests';
import { startTestSystem, type TestSystem } from '../../support/run/system';
import { checkedPackage, sha256 } from '../../support/zip';

let store: BucketStore;
let proxy: HangingStore;
let system: TestSystem;
const organization = 'bucket';

beforeAll(async () => {
  store = await startBucketStore();
  proxy = await startHangingStore(store.place.endpoint);
  system = await startTestSystem({
    environment: {
      BLOB_S3_BUCKET: store.place.bucket,
      BLOB_S3_ENDPOINT: proxy.endpoint,
      BLOB_S3_TIMEOUT_MS: '2000',
      ...credentials,
    },
  });
}, 90_000);

afterAll(async () => {
  await system.stop();
  await proxy.stop();
  await store.stop();
});

const statusOf = async (api: ApiClient, id: string) =>
  (await api.ask<{ gdprRequest: { status: string } }>('query ($id: ID!) { gdprRequest(id: $id) { status } }', { id }))
    .gdprRequest.status;

/** The files of people; checkpoints of the audit log belong to nobody. */
const files = async () => (await store.keys()).filter((key) => !key.startsWith('audit-checkpoints/'));
const places = async () => [...new Set((await files()).map((key) => key.split('/').slice(0, 2).join('/')))];

test('files and packages are stored in the bucket, and an erasure removes them', async () => {
  const api = await system.client({ organization });
  const { elena } = await ensureCast(api);
  const term = { externalContactId: elena[0] };
  const { request } = await createRequest(api, { type: 'EXPORT', term });
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
  expect(await places()).toEqual([
    `exports/${organization}`,
    `messaging/${organization}`,
    `recordings/${organization}`,
  ]);

  const { gdprRequest } = await api.ask<{ gdprRequest: { package: { url: string; sha256: string } } }>(
    'query ($id: ID!) { gdprRequest(id: $id) { package { url sha256 } } }',
    { id: request.id },
  );
  const headers = { authorization: `Bearer ${await system.token({ organization })}` };
  const response = await fetch(gdprRequest.package.url, { headers });
  const bytes = Buffer.from(await response.arrayBuffer());
  expect(sha256(bytes)).toBe(gdprRequest.package.sha256);
  const { manifest } = await checkedPackage(bytes);
  expect(manifest.omitted).toEqual([]);
  expect(manifest.files.map(({ name }) => name)).toContain('attachments/messaging/broken kettle.png');
  const part = await fetch(gdprRequest.package.url, { headers: { ...headers, range: 'bytes=100-199' } });
  expect(Buffer.from(await part.arrayBuffer())).toEqual(bytes.subarray(100, 200));

  const erasure = await createRequest(api, { type: 'DELETE', term, deleteConfirmed: true });
  expect((await finishedRequest(api, erasure.request.id)).status).toBe('COMPLETED');
  await eventually(async () => ((await places()).includes(`exports/${organization}`) ? null : true), 10_000);
  // Files of others stay: a member of the cast has a chat that belongs to nobody.
  const left = (await files()).filter((key) => !key.startsWith('messaging/'));
  expect(left).toEqual([]);
});

test('an export continues when the store is back, although its pending calls are never answered', async () => {
  const api = await system.client({ organization: 'hanging' });
  const { elena } = await ensureCast(api);
  proxy.silent = true;
  const { request } = await createRequest(api, { type: 'EXPORT', term: { externalContactId: elena[0] } });
  await pause(15_000);
  expect(await statusOf(api, request.id)).toBe('EXPORTING');
  proxy.silent = false;
  const began = Date.now();
  await eventually(async () => (await statusOf(api, request.id)) === 'COMPLETED', 60_000);
  expect(Date.now() - began).toBeLessThan(45_000);
  // Nothing is missing, and nothing is there twice.
  const { gdprRequest } = await api.ask<{ gdprRequest: { package: { url: string } } }>(
    'query ($id: ID!) { gdprRequest(id: $id) { package { url } } }',
    { id: request.id },
  );
  const headers = { authorization: `Bearer ${await system.token({ organization: 'hanging' })}` };
  const response = await fetch(gdprRequest.package.url, { headers });
  const { manifest } = await checkedPackage(Buffer.from(await response.arrayBuffer()));
  expect(manifest.omitted).toEqual([]);
}, 120_000);
