/** A package by a link for a browser: for five minutes, for this package and caller, and once in the log (R13, R21). */
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createHash } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import type { ApiClient } from '../../../scripts/develop/api-client';
import type { Cast } from '../../../scripts/develop/seed/ensure-cast';
import { startBrowser, testInBrowser } from '../../support/web/browser';
import { newOrganization } from '../../support/people/cast';
import { exported, packageSelection, type ExportedPackage } from '../../support/api/exported';
import { eventsOf } from '../../support/api/event-stream';
import { createRequest, finishedRequest } from '../../support/api/requests';
import { callRest } from '../../support/api/rest';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const organization = 'download-links';
const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-downloads-'));
let system: TestSystem;
let api: ApiClient;
let cast: Cast;

beforeAll(async () => {
  system = await sharedSystem();
  ({ api, cast } = await newOrganization(system, organization));
}, 180_000);

afterAll(async () => {
  await system.stop();
  rmSync(directory, { recursive: true, force: true });
});

const bytesOf = async (response: Response) => Buffer.from(await response.arrayBuffer());
const digest = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

const looksAt = async (id: string) => {
  const { auditLog } = await api.ask<{ auditLog: { nodes: { actor: string; detail: string }[] } }>(
    'query ($id: ID!) { auditLog(filter: { requestId: $id, action: PACKAGE_DOWNLOADED }) { nodes { actor detail } } }',
    { id },
  );
  return auditLog.nodes;
};

test('the link gives the package without a token, in any ranges, and its use is logged once', async () => {
  const { id, downloadUrl, sha256, byteSize } = await exported(api, cast.elena[0]);
  const url = downloadUrl ?? '';
  expect(new URL(url).pathname).toBe(`/exports/${id}`);
  expect(url).not.toMatch(/officer|elena/i);
  const half = Math.floor(byteSize / 2);
  const first = await fetch(url, { headers: { range: `bytes=0-${half - 1}` } });
  expect([first.status, first.headers.get('content-disposition')]).toEqual([
    206,
    `attachment; filename="personal-data-${id}.zip"`,
  ]);
  expect(first.headers.get('referrer-policy')).toBe('no-referrer');
  const second = await fetch(url, { headers: { range: `bytes=${half}-` } });
  expect(digest(Buffer.concat([await bytesOf(first), await bytesOf(second)]))).toBe(sha256);
  expect(digest(await bytesOf(await fetch(url)))).toBe(sha256);
  const looks = await looksAt(id);
  expect(looks).toHaveLength(1);
  expect(looks[0]).toMatchObject({ actor: 'privacy-officer', detail: expect.stringContaining('by link ') as string });
});

test('a related request has the link of its family’s package (R8)', async () => {
  const { id, sha256 } = await exported(api, cast.elena[0]);
  const document = `query ($id: ID!) { gdprRequest(id: $id) { ${packageSelection} relatedRequests { id } } }`;
  interface Family {
    gdprRequest: { package: ExportedPackage; relatedRequests: { id: string }[] };
  }
  const { gdprRequest: parent } = await api.ask<Family>(document, { id });
  expect(parent.relatedRequests).toHaveLength(2);
  for (const related of parent.relatedRequests) {
    const { gdprRequest } = await api.ask<Family>(document, { id: related.id });
    expect(digest(await bytesOf(await fetch(gdprRequest.package.downloadUrl ?? '')))).toBe(sha256);
  }
});

test('lists and subscriptions give no link', async () => {
  const { id } = await exported(api, cast.tomas);
  const { gdprRequests } = await api.ask<{ gdprRequests: { nodes: { package: ExportedPackage | null }[] } }>(
    `{ gdprRequests(filter: { type: EXPORT }) { nodes { ${packageSelection} } } }`,
  );
  const packages = gdprRequests.nodes.flatMap((each) => each.package ?? []);
  expect(packages.length).toBeGreaterThan(0);
  expect(packages.map(({ downloadUrl }) => downloadUrl)).toEqual(packages.map(() => null));
  const events = [];
  const token = await system.token({ organization });
  const document = `subscription ($id: ID!) { gdprRequestUpdated(id: $id) { ${packageSelection} } }`;
  for await (const { data } of eventsOf(system.url, token, document, { id })) if (data?.data) events.push(data.data);
  expect(events).toMatchObject([{ gdprRequestUpdated: { id, package: { downloadUrl: null } } }]);
});

test('a link is valid for its package only, and ends with it', async () => {
  const one = await exported(api, cast.tomas);
  const url = one.downloadUrl ?? '';
  expect((await fetch(url, { method: 'HEAD' })).status).toBe(200);
  const refusalOf = async (address: string, init?: RequestInit) => {
    const refused = await fetch(address, init);
    const { errors } = (await refused.json()) as { errors: { extensions: { code: string } }[] };
    return [refused.status, errors[0]?.extensions.code];
  };
  const [address = '', query = ''] = url.split('?');
  const other = await exported(api, cast.tomas);
  for (const wrong of [
    url.slice(0, -3),
    `${address}?ticket=`,
    `${address}?${query}&${query}`,
    `${address}?ticket=${'a'.repeat(600)}`,
    `${address.replace(one.id, other.id)}?${query}`,
  ])
    expect(await refusalOf(wrong)).toEqual([404, 'NOT_FOUND']);
  // Without a ticket the route needs a token, and a ticket opens no other route.
  for (const closed of [address, `${address}?tickets=${query.slice(7)}`, `${new URL(url).origin}/downloads?${query}`])
    expect(await refusalOf(closed)).toEqual([401, 'UNAUTHENTICATED']);
  expect(await refusalOf(`${system.url}?${query}`)).toEqual([401, 'UNAUTHENTICATED']);
  const erasure = { type: 'DELETE', term: { externalContactId: cast.tomas }, deleteConfirmed: true };
  const { request } = await createRequest(api, erasure);
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
  expect((await fetch(url)).status).toBe(404);
});

/** The address that each API sends a browser to: clients of the REST API ask for it (R35). */
const doors = {
  GraphQL: ({ downloadUrl }: ExportedPackage) => Promise.resolve(downloadUrl ?? ''),
  REST: async ({ id }: ExportedPackage & { id: string }) => {
    const token = await system.token({ organization, subject: 'privacy-officer' });
    const { body } = await callRest<{ resultsUrl: string }>(system, `/gdpr/requests/${id}`, { token });
    const answer = await fetch(`${body.resultsUrl}?issueRedirect=false`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return ((await answer.json()) as { url: string }).url;
  },
};

for (const [door, addressOf] of Object.entries(doors))
  testInBrowser(`a browser follows the address of ${door}`, async () => {
    const made = await exported(api, cast.elena[0]);
    const { id, sha256 } = made;
    const address = await addressOf(made);
    const { context, close } = await startBrowser();
    try {
      const page = await context.newPage();
      await page.setContent(`<a href="${address}">Download</a>`);
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Download').click()]);
      expect(download.suggestedFilename()).toBe(`personal-data-${id}.zip`);
      const file = path.join(directory, 'package.zip');
      await download.saveAs(file);
      const hash = createHash('sha256');
      await pipeline(createReadStream(file), hash);
      expect(hash.digest('hex')).toBe(sha256);
    } finally {
      await close();
    }
  });
