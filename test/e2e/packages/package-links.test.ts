/** A package for the person, by a link and a code (R37): in a real browser, and with wrong codes. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ApiClient } from '../../../scripts/develop/api-client';
import type { Cast } from '../../../scripts/develop/seed/ensure-cast';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { fitsItsWindow, startBrowser, testInBrowser, violationsOf } from '../../support/web/browser';
import { newOrganization } from '../../support/people/cast';
import { exported } from '../../support/api/exported';
import { inDatabase } from '../../support/run/database';
import { createRequest, finishedRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const organization = 'package-links';
const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-links-'));
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

interface Link {
  url: string;
  code: string;
  expiresAt: string;
}

const document = `mutation ($requestId: ID!, $expiresInDays: Int) {
  createPackageLink(requestId: $requestId, expiresInDays: $expiresInDays) { url code expiresAt } }`;

const linkOf = async (requestId: string, expiresInDays = 7) =>
  (await api.ask<{ createPackageLink: Link }>(document, { requestId, expiresInDays })).createPackageLink;

const tried = (url: string, code: string) =>
  fetch(url, { method: 'POST', body: new URLSearchParams({ code }), redirect: 'manual' });

const log = async (id: string) => {
  const { auditLog } = await api.ask<{ auditLog: { nodes: { action: string; detail: string }[] } }>(
    'query ($id: ID!) { auditLog(filter: { requestId: $id }) { nodes { action detail } } }',
    { id },
  );
  return auditLog.nodes.filter(({ action }) => /^PACKAGE_/.test(action)).map(({ action }) => action);
};

testInBrowser(
  'a person opens the link, types the code and has the package, on a narrow screen and by keyboard alone',
  async () => {
    const { id, sha256 } = await exported(api, cast.elena[0]);
    const { url, code, expiresAt } = await linkOf(id);
    expect(new Date(expiresAt).getTime()).toBeLessThanOrEqual(Date.now() + 7 * 24 * 3_600_000);
    expect(url).not.toMatch(/elena|marin|officer/i);
    const { context, close } = await startBrowser();
    try {
      const page = await context.newPage();
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      await page.setViewportSize({ width: 360, height: 700 });
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        await page.goto(url);
        expect(await fitsItsWindow(page)).toBe(true);
        expect(await violationsOf(page)).toEqual([]);
        if (process.env.HABEAS_SCREENSHOTS)
          await page.screenshot({ path: path.join(process.env.HABEAS_SCREENSHOTS, `link-${colorScheme}.png`) });
      }
      await page.keyboard.press('Tab');
      // Typed like a person might: in lower case, without the hyphen.
      await page.keyboard.type(code.toLowerCase().replace('-', ' '));
      const [download] = await Promise.all([page.waitForEvent('download'), page.keyboard.press('Enter')]);
      const file = path.join(directory, 'package.zip');
      await download.saveAs(file);
      expect(createHash('sha256').update(readFileSync(file)).digest('hex')).toBe(sha256);
      // No address contains the code.
      expect(asked.filter((each) => each.toUpperCase().includes(code.slice(0, 5)))).toEqual([]);
      expect(await log(id)).toEqual(['PACKAGE_LINK_CREATED', 'PACKAGE_LINK_OPENED', 'PACKAGE_DOWNLOADED']);
    } finally {
      await close();
    }
  },
);

test('the page speaks the reader’s language', async () => {
  const { url } = await linkOf((await exported(api, cast.elena[0])).id);
  const page = await (await fetch(url, { headers: { 'accept-language': 'es-ES,es;q=0.9' } })).text();
  expect(page).toContain('<html lang="es">');
  expect(page).toContain('Escriba el código');
});

test('five wrong codes end a link, also when they come at once, and each is logged', async () => {
  const { id } = await exported(api, cast.elena[0]);
  const { url, code } = await linkOf(id);
  const first = await tried(url, 'WRONG');
  expect([first.status, await first.text()]).toEqual([403, expect.stringContaining('Tries left: 4.')]);
  const others = await Promise.all(Array.from({ length: 10 }, () => tried(url, '')));
  expect(others.map(({ status }) => status).sort()).toEqual([403, 403, 403, ...Array<number>(7).fill(410)]);
  expect((await tried(url, code)).status).toBe(410);
  expect((await fetch(url)).status).toBe(410);
  expect(await log(id)).toEqual(['PACKAGE_LINK_CREATED', ...Array<string>(5).fill('PACKAGE_LINK_REFUSED')]);
});

test('a link ends with its time and with its package, and is invalid when altered', async () => {
  const { id } = await exported(api, cast.tomas);
  const { url, code } = await linkOf(id, 1);
  expect((await fetch(`${url.slice(0, -4)}AAAA`)).status).toBe(410);
  expect((await fetch(url.split('?')[0] ?? '')).status).toBe(410);
  const stored = databaseName(system.databasePrefix, 'gateway');
  await inDatabase(stored, (client) =>
    client.query(`UPDATE gdpr_package_link SET expires_at = now() WHERE request_id = $1`, [id]),
  );
  expect((await tried(url, code)).status).toBe(410);
  const another = await linkOf(id);
  expect((await fetch(another.url)).status).toBe(200);
  const erasure = { type: 'DELETE', term: { externalContactId: cast.tomas }, deleteConfirmed: true };
  const { request } = await createRequest(api, erasure);
  expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
  expect((await tried(another.url, another.code)).status).toBe(410);
});

test('a link needs an existing package, an allowed time, and a caller with the scope', async () => {
  const { id } = await exported(api, cast.elena[0]);
  const refused = (variables: Record<string, unknown>, client = api) => client.refused(document, variables);
  expect(await refused({ requestId: id, expiresInDays: 0 })).toMatchObject({ argument: 'expiresInDays' });
  expect(await refused({ requestId: id, expiresInDays: 31 })).toMatchObject({ argument: 'expiresInDays' });
  const stranger = await system.client({ organization: 'package-links-other' });
  expect(await refused({ requestId: id }, stranger)).toMatchObject({ code: 'NOT_FOUND', argument: 'requestId' });
  const weak = await system.client({ organization, scopes: ['gdpr:request:view'] });
  expect(await refused({ requestId: id }, weak)).toMatchObject({ code: 'FORBIDDEN' });
  // The database does not hold the code in clear.
  const { code } = await linkOf(id);
  const rows = await inDatabase(databaseName(system.databasePrefix, 'gateway'), async (client) => {
    const { rows: found } = await client.query<{ row: string }>('SELECT link::text AS row FROM gdpr_package_link link');
    return found.map(({ row }) => row).join('\n');
  });
  expect(rows).not.toContain(code.slice(0, 5));
});

test('a package by a value is handed to a person only when the value matched exactly one subject (R13)', async () => {
  const create = async (input: object) =>
    (
      await api.ask<{ createExternalContact: { id: string } }>(
        'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }',
        { input },
      )
    ).createExternalContact.id;
  const hanna = await create({
    firstName: 'Hanna Sofie',
    lastName: 'Lindqvist Berg',
    homePhone: '+34 600 000 811',
    personalEmail: 'hanna@links.example',
    externalIdentities: [{ source: 'crm', value: 'links-811' }],
  });
  const peter = await create({ firstName: 'Peter', lastName: 'Lindqvist', homePhone: '+34 600 000 811' });
  const of = async (term: object) => {
    const { request } = await createRequest(api, { type: 'EXPORT', term });
    expect((await finishedRequest(api, request.id)).status).toBe('COMPLETED');
    return request.id;
  };
  // Both of the household, and one who matches in part.
  for (const [term, matches] of [
    [{ phone: '+34 600 000 811' }, 2],
    [{ name: 'Hanna Berg' }, 1],
  ] as const)
    expect(await api.refused(document, { requestId: await of(term) })).toMatchObject({
      code: 'BROAD_TERM',
      argument: 'requestId',
      matches,
    });
  for (const term of [
    { email: 'HANNA@links.example' },
    { name: 'Lindqvist Berg, Hanna Sofie' },
    { externalId: { value: 'links-811' } },
    { externalId: { value: 'links-811', source: 'crm' } },
    { externalContactId: hanna },
    { externalContactId: peter },
  ])
    expect((await linkOf(await of(term))).code).toMatch(/^\w{5}-\w{5}$/);
});
