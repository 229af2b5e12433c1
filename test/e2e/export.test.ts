/** The package that a person receives (R13, R17), downloaded and opened as they would. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fromBufferPromise } from 'yauzl';
import { ensureCast, type Cast } from '../../scripts/seed/ensure-cast';
import type { ApiClient } from '../../scripts/api-client';
import { createRequest, finishedRequest } from '../support/requests';
import { startTestSystem, type TestSystem } from '../support/system';

let system: TestSystem;
let api: ApiClient;
let cast: Cast;
let token: string;
const organization = 'export';

beforeAll(async () => {
  system = await startTestSystem();
  api = await system.client({ organization });
  token = await system.token({ organization });
  cast = await ensureCast(api);
}, 90_000);

afterAll(() => system.stop());

interface PackageView {
  gdprRequest: { package: { url: string; byteSize: number; sha256: string; expiresAt: string } | null };
}

const packageOf = async (client: ApiClient, id: string) =>
  (
    await client.ask<PackageView>(
      'query ($id: ID!) { gdprRequest(id: $id) { package { url byteSize sha256 expiresAt } } }',
      { id },
    )
  ).gdprRequest.package;

const download = (url: string, bearer?: string) =>
  fetch(url, bearer ? { headers: { authorization: `Bearer ${bearer}` } } : {});

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

/** Reads a package with a reader of somebody else's. */
async function unzip(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true });
  const entries = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    entries.set(entry.fileName, Buffer.concat(chunks));
  }
  return entries;
}

test('an export becomes a package with every record, every file and a manifest whose checksums hold', async () => {
  const { request } = await createRequest(api, { type: 'EXPORT', term: { externalContactId: cast.elena[0] } });
  const finished = await finishedRequest(api, request.id);
  expect(finished.status).toBe('COMPLETED');
  const found = await packageOf(api, request.id);
  expect(new Date(found?.expiresAt ?? 0).getTime()).toBeGreaterThan(Date.now() + 6 * 24 * 3_600_000);
  const response = await download(found?.url ?? '', token);
  expect(response.headers.get('content-type')).toBe('application/zip');
  const bytes = Buffer.from(await response.arrayBuffer());
  expect([bytes.length, sha256(bytes)]).toEqual([found?.byteSize, found?.sha256]);

  const entries = await unzip(bytes);
  const manifest = JSON.parse(String(entries.get('manifest.json'))) as {
    services: { service: string; outcome: string }[];
    files: { name: string; byteSize: number; sha256: string }[];
    omitted: unknown[];
  };
  expect(manifest.omitted).toEqual([]);
  expect(manifest.services).toHaveLength(5);
  expect([...entries.keys()].sort()).toEqual([...manifest.files.map(({ name }) => name), 'manifest.json'].sort());
  for (const { name, byteSize, sha256: expected } of manifest.files) {
    const content = entries.get(name) ?? Buffer.alloc(0);
    expect([name, content.length, sha256(content)]).toEqual([name, byteSize, expected]);
  }
  expect(manifest.files.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'data/external-contacts/ExternalContact.ndjson',
      'attachments/messaging/broken kettle.png',
      'attachments/messaging/receipt.txt',
    ]),
  );
  expect(manifest.files.some(({ name }) => name.startsWith('attachments/recordings/recording-'))).toBe(true);
  const messages = String(entries.get('data/messaging/Message.ndjson'));
  expect(messages.trim().split('\n')).toHaveLength(2);
  // Nobody else's address, and no address of ours.
  expect(messages).not.toMatch(/priya\.raman|127\.0\.0\.1|localhost/);
});

test('a download takes a token of the organisation with the scope, and everything else finds nothing', async () => {
  const { request } = await createRequest(api, { type: 'EXPORT', term: { externalContactId: cast.tomas } });
  await finishedRequest(api, request.id);
  const url = (await packageOf(api, request.id))?.url ?? '';
  const status = async (bearer?: string, address = url) => (await download(address, bearer)).status;
  expect(await status()).toBe(401);
  expect(await status(await system.token({ organization: 'stranger' }))).toBe(404);
  expect(await status(await system.token({ organization, scopes: ['gdpr:request:add'] }))).toBe(403);
  expect(await status(token, url.replace(request.id, '01900000-0000-7000-8000-000000000000'))).toBe(404);
  expect(await status(token, url.replace(request.id, 'none'))).toBe(404);
  expect(await status(token)).toBe(200);
  const { auditLog } = await api.ask<{ auditLog: { nodes: { action: string }[] } }>(
    'query ($id: ID!) { auditLog(requestId: $id) { nodes { action } } }',
    { id: request.id },
  );
  expect(auditLog.nodes.filter(({ action }) => action === 'PACKAGE_DOWNLOADED')).toHaveLength(1);
});

test('the stored package shows no value, and goes with a later erasure of the same person', async () => {
  const term = { externalContactId: cast.tomas };
  const { request } = await createRequest(api, { type: 'EXPORT', term });
  await finishedRequest(api, request.id);
  const stored = path.join(system.dataDir, 'blobs', 'exports', organization, `${request.id}.zip.sealed`);
  const sealed = readFileSync(stored).toString('latin1');
  expect(sealed.startsWith('PK')).toBe(false);
  expect(sealed).not.toMatch(/manifest\.json|ExternalContact|newsletter/);
  const erasure = await createRequest(api, { type: 'DELETE', term, deleteConfirmed: true });
  expect((await finishedRequest(api, erasure.request.id)).status).toBe('COMPLETED');
  expect(await packageOf(api, request.id)).toBeNull();
  expect((await download(`${new URL(system.url).origin}/exports/${request.id}`, token)).status).toBe(404);
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(readdirSync(path.dirname(stored))).not.toContain(path.basename(stored));
});
