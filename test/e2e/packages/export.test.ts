/** The package that a person receives (R13, R17), downloaded and opened like the person would. */
import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { uuidv7 } from 'uuidv7';
import { ensureCast, type Cast } from '../../../scripts/develop/seed/ensure-cast';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { gatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { inDatabase } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { filesIn } from '../../support/files';
import { proxyService } from '../../support/faults/fault-proxy';
import { createRequest, finishedRequest, readRequest } from '../../support/api/requests';
import { checkedPackage, sha256 } from '../../support/zip';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;
let api: ApiClient;
let cast: Cast;
let token: string;
const organization = 'export';

beforeAll(async () => {
  system = await sharedSystem();
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

  const { entries, manifest } = await checkedPackage(bytes);
  expect(manifest.omitted).toEqual([]);
  expect(manifest.services).toHaveLength(5);
  expect(manifest.files.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'data/external-contacts/ExternalContact.json',
      'attachments/messaging/broken kettle.png',
      'attachments/messaging/receipt.txt',
    ]),
  );
  expect(manifest.files.some(({ name }) => name.startsWith('attachments/recordings/recording-'))).toBe(true);
  const messages = String(entries.get('data/messaging/Message.json'));
  expect(JSON.parse(messages)).toHaveLength(2);
  // It holds no address of other people, and none of ours.
  expect(messages).not.toMatch(/priya\.raman|127\.0\.0\.1|localhost/);
});

test('a download needs a token of the organisation with the scope; otherwise the package is not found', async () => {
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

test('the stored package shows no value, and a later erasure of the same person removes it', async () => {
  const term = { externalContactId: cast.tomas };
  const { request } = await createRequest(api, { type: 'EXPORT', term });
  await finishedRequest(api, request.id);
  const stored = path.join(system.dataDir, 'blobs', 'exports', organization, request.id, 'package', '1');
  const sealed = readFileSync(stored).toString('latin1');
  expect(sealed.startsWith('PK')).toBe(false);
  expect(sealed).not.toMatch(/manifest\.json|ExternalContact|newsletter/);
  const erasure = await createRequest(api, { type: 'DELETE', term, deleteConfirmed: true });
  expect((await finishedRequest(api, erasure.request.id)).status).toBe('COMPLETED');
  expect(await packageOf(api, request.id)).toBeNull();
  expect((await download(`${new URL(system.url).origin}/exports/${request.id}`, token)).status).toBe(404);
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(existsSync(stored)).toBe(false);
});

test('an interrupted download can be resumed, byte for byte; an invalid range is refused', async () => {
  const { createExternalContact: contact } = await api.ask<{ createExternalContact: { id: string } }>(
    'mutation { createExternalContact(input: { firstName: "Large" }) { id } }',
  );
  await api.ask('mutation ($input: AddRecordingInput!) { addRecording(input: $input) { id } }', {
    input: {
      externalContactId: contact.id,
      startedAt: '2026-01-01T00:00:00Z',
      durationMs: 1_000,
      mediaType: 'audio/wav',
      base64: randomBytes(300_000).toString('base64'),
    },
  });
  const { request } = await createRequest(api, { type: 'EXPORT', term: { externalContactId: contact.id } });
  await finishedRequest(api, request.id);
  const { url = '', byteSize = 0, sha256: expected = '' } = (await packageOf(api, request.id)) ?? {};
  const get = (range: string, more: Record<string, string> = {}) =>
    fetch(url, { headers: { authorization: `Bearer ${token}`, range, ...more } });
  const whole = Buffer.from(await (await download(url, token)).arrayBuffer());
  const etag = `"${expected}"`;
  for (const [start, end] of [
    [0, 0],
    [0, byteSize - 1],
    [1_000, 70_000],
    [65_535, 65_536],
    [byteSize - 10, byteSize - 1],
  ] as const) {
    const response = await get(`bytes=${start}-${end}`);
    const last = Math.min(end, byteSize - 1);
    expect([response.status, response.headers.get('content-range')]).toEqual([
      206,
      `bytes ${start}-${last}/${byteSize}`,
    ]);
    expect(Buffer.from(await response.arrayBuffer()).equals(whole.subarray(start, last + 1))).toBe(true);
  }
  const half = byteSize >> 1;
  const rest = await get(`bytes=${half}-`, { 'if-range': etag });
  const resumed = Buffer.concat([whole.subarray(0, half), Buffer.from(await rest.arrayBuffer())]);
  expect(sha256(resumed)).toBe(expected);
  // If the package has changed, the download starts again.
  expect((await get(`bytes=${half}-`, { 'if-range': '"another"' })).status).toBe(200);
  const beyond = await get(`bytes=${byteSize}-`);
  expect([beyond.status, beyond.headers.get('content-range')]).toEqual([416, `bytes */${byteSize}`]);
  const head = await fetch(url, { method: 'HEAD', headers: { authorization: `Bearer ${token}` } });
  expect([head.status, head.headers.get('content-length'), head.headers.get('accept-ranges')]).toEqual([
    200,
    String(byteSize),
    'bytes',
  ]);
  // However many ranges are fetched, also at once, one download is one entry (R21, R27).
  const parts = await Promise.all(Array.from({ length: 100 }, (_, part) => get(`bytes=${part}-${part}`)));
  expect(new Set(parts.map(({ status }) => status))).toEqual(new Set([206]));
  const { auditLog } = await api.ask<{ auditLog: { nodes: { action: string; detail: string }[] } }>(
    'query ($id: ID!) { auditLog(requestId: $id, first: 200) { nodes { action detail } } }',
    { id: request.id },
  );
  const entry = `${byteSize} bytes, sha256 ${expected}`;
  expect(auditLog.nodes.filter(({ action }) => action === 'PACKAGE_DOWNLOADED').map(({ detail }) => detail)).toEqual([
    entry,
    `in ranges, the first bytes 0-0 of ${entry}`,
    // With another `If-Range` the whole file was sent; a HEAD also asks for the whole.
    entry,
    entry,
  ]);
});

test('the progress of an export can be seen while it runs', async () => {
  const { request } = await createRequest(api, { type: 'EXPORT', term: { externalContactId: cast.elena[0] } });
  await finishedRequest(api, request.id);
  const { gdprRequest } = await api.ask<{
    gdprRequest: { services: { service: string; recordsFound: number; bytesFound: number | null }[] };
  }>('query ($id: ID!) { gdprRequest(id: $id) { services { service recordsFound bytesFound } } }', { id: request.id });
  const messaging = gdprRequest.services.find(({ service }) => service === 'messaging');
  expect(messaging?.recordsFound).toBeGreaterThan(2);
  // The picture alone is larger than this.
  expect(messaging?.bytesFound).toBeGreaterThan(1_000);
  expect(gdprRequest.services.find(({ service }) => service === 'directory')).toMatchObject({
    recordsFound: 0,
    bytesFound: 0,
  });
});

const filesOf = (id: string) => filesIn(path.join(system.dataDir, 'blobs', 'exports', organization, id));

test('gathered data are removed once the package is written; the package is removed when it expires', async () => {
  const { request } = await createRequest(api, { type: 'EXPORT', term: { externalContactId: cast.elena[0] } });
  await finishedRequest(api, request.id);
  await eventually(() => Promise.resolve(filesOf(request.id).length === 1));
  const { url = '' } = (await packageOf(api, request.id)) ?? {};
  await inDatabase(databaseName(system.databasePrefix, 'gateway'), (client) =>
    client.query('UPDATE gdpr_export SET expires_at = now() WHERE request_id = $1', [request.id]),
  );
  expect(await packageOf(api, request.id)).toBeNull();
  expect((await download(url, token)).status).toBe(404);
  await eventually(() => Promise.resolve(filesOf(request.id).length === 0));
});

/** A person with one contact and a message, without related requests. */
async function createLoner(): Promise<string> {
  const create = async (mutation: string, type: string, input: object) =>
    Object.values(
      await api.ask<Record<string, { id: string }>>(
        `mutation ($input: ${type}!) { ${mutation}(input: $input) { id } }`,
        { input },
      ),
    )[0]?.id ?? '';
  const externalContactId = await create('createExternalContact', 'CreateExternalContactInput', { firstName: 'Loner' });
  const conversationId = await create('startConversation', 'StartConversationInput', {
    channel: 'SMS',
    externalContactId,
  });
  await create('addMessage', 'AddMessageInput', { conversationId, direction: 'INBOUND', text: 'hello' });
  return externalContactId;
}

test('a part that learns late of a cancellation leaves nothing behind either', async () => {
  const externalContactId = await createLoner();
  const messaging = await proxyService(system, 'messaging');
  messaging.fault = 'late';
  const { request } = await createRequest(api, { type: 'EXPORT', term: { externalContactId } });
  await eventually(() => Promise.resolve(messaging.calls.length > 0 && filesOf(request.id).length > 0));
  await api.ask('mutation ($id: ID!) { cancelGdprRequest(id: $id) { status } }', { id: request.id });
  // The service answers when everything is over.
  await new Promise((resolve) => setTimeout(resolve, 6_000));
  expect(filesOf(request.id)).toEqual([]);
  await inDatabase(databaseName(system.databasePrefix, 'gateway'), async (client) => {
    const { rows } = await client.query<{ expires_at: Date | null }>(
      'SELECT expires_at FROM gdpr_export_part WHERE request_id = $1',
      [request.id],
    );
    expect(rows.filter(({ expires_at: at }) => at === null)).toEqual([]);
  });
  await messaging.close();
});

/** An export that waits for a service that is away, until the function that it returns is called. */
async function heldExport(term: unknown) {
  const messaging = await proxyService(system, 'messaging');
  messaging.fault = 'refuse';
  const { request } = await createRequest(api, { type: 'EXPORT', term });
  await eventually(async () =>
    (await readRequest(api, request.id)).services.some(({ status }) => status === 'RETRYING'),
  );
  return { request, messaging };
}

test.each([
  ['the very subject', 'COMPLETED'],
  ['a subject that a service told of', 'COMPLETED'],
  ['the very subject', 'ERROR'],
  ['a subject that a service told of', 'CANCELLED'],
])('an export that closes after an erasure of %s has ended, %s, leaves no package', async (whom, status) => {
  const term = { externalContactId: await createLoner() };
  const { request, messaging } = await heldExport(term);
  // The two contradict each other, and could not be in flight together if the gateway knew of the subject.
  await inDatabase(databaseName(system.databasePrefix, gatewayDatabase), async (owner) => {
    const erasure = uuidv7();
    const digest = whom === 'the very subject' ? 'subject_digest' : `sha256('told')`;
    await owner.query(
      `INSERT INTO gdpr_request (organization_id, id, type, created_by, term_digest, subject_digest, created_at, due_at, status, completed_at)
         SELECT organization_id, $2, 'DELETE', 'tester', ${digest}, ${digest}, now(), now(), $3, now()
         FROM gdpr_request WHERE id = $1`,
      [request.id, erasure, status],
    );
    // One that ends so has erased what its services say.
    await owner.query(
      `INSERT INTO gdpr_task (organization_id, request_id, service, status, dispositions)
         SELECT organization_id, id, 'external-contacts', 'COMPLETED', $2 FROM gdpr_request WHERE id = $1`,
      [erasure, '[{"recordType":"ExternalContact","disposition":"ERASED","count":1,"reason":null,"retainUntil":null}]'],
    );
    if (whom !== 'the very subject')
      await owner.query(
        `INSERT INTO gdpr_matched_subject (organization_id, request_id, subject_digest)
           SELECT organization_id, id, sha256('told') FROM gdpr_request WHERE id = ANY($1::uuid[])`,
        [[request.id, erasure]],
      );
  });
  messaging.fault = 'none';
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
  expect(await packageOf(api, request.id)).toBeNull();
  await eventually(() => Promise.resolve(filesOf(request.id).length === 0));
  await messaging.close();
});

test('a cancelled export leaves nothing behind; a retry of a failed one runs the failed part only', async () => {
  const term = { externalContactId: await createLoner() };
  const { request, messaging } = await heldExport(term);
  expect(filesOf(request.id).length).toBeGreaterThan(0);
  await api.ask('mutation ($id: ID!) { cancelGdprRequest(id: $id) { status } }', { id: request.id });
  await eventually(() => Promise.resolve(filesOf(request.id).length === 0));

  messaging.fault = 'error';
  const failing = (await createRequest(api, { type: 'EXPORT', term })).request;
  expect((await finishedRequest(api, failing.id)).status).toBe('ERROR');
  expect(await packageOf(api, failing.id)).toBeNull();
  messaging.fault = 'none';
  const calls = async () =>
    (await readRequest(api, failing.id)).services.map(({ service, attempts }) => [service, attempts]);
  const before = Object.fromEntries(await calls()) as Record<string, number>;
  await api.ask('mutation ($id: ID!) { retryGdprRequest(id: $id) { id } }', { id: failing.id });
  expect((await finishedRequest(api, failing.id)).status).toBe('COMPLETED');
  // The circuit may have held back some attempts; no other service was called again.
  const { messaging: attempts, ...others } = Object.fromEntries(await calls()) as Record<string, number>;
  expect(attempts).toBeGreaterThan(1);
  expect({ ...others, messaging: before.messaging }).toEqual(before);
  const { url = '' } = (await packageOf(api, failing.id)) ?? {};
  const { manifest } = await checkedPackage(Buffer.from(await (await download(url, token)).arrayBuffer()));
  expect(manifest.files.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['data/messaging/Message.json', 'data/external-contacts/ExternalContact.json']),
  );
  await messaging.close();
});

test('a retry keeps what was gathered for as long as it runs, past the time until which it was kept', async () => {
  const term = { externalContactId: await createLoner() };
  const messaging = await proxyService(system, 'messaging');
  messaging.fault = 'error';
  const { id } = (await createRequest(api, { type: 'EXPORT', term })).request;
  expect((await finishedRequest(api, id)).status).toBe('ERROR');
  messaging.fault = 'refuse';
  await inDatabase(databaseName(system.databasePrefix, 'gateway'), (client) =>
    client.query(`UPDATE gdpr_export_part SET expires_at = now() + interval '3 seconds' WHERE request_id = $1`, [id]),
  );
  await api.ask('mutation ($id: ID!) { retryGdprRequest(id: $id) { id } }', { id });
  const kept = filesOf(id).length;
  // Until a sweep would have removed them.
  await new Promise((resolve) => setTimeout(resolve, 7_000));
  expect(filesOf(id).length).toBe(kept);
  messaging.fault = 'none';
  expect((await finishedRequest(api, id, 60_000)).status).toBe('COMPLETED');
  const { url = '' } = (await packageOf(api, id)) ?? {};
  const { manifest } = await checkedPackage(Buffer.from(await (await download(url, token)).arrayBuffer()));
  expect(manifest.files.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['data/messaging/Message.json', 'data/external-contacts/ExternalContact.json']),
  );
  await messaging.close();
});
