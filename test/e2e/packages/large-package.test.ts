/**
 * A package as its reader gets it: a large one downloaded by a browser's navigation, and its page with a service of another team
 * (R13). `LARGE_PACKAGE_MIB=2048` tests the size that the download is meant for; a smaller one shows the same in less time.
 */
import { createHash } from 'node:crypto';
import {
  createReadStream,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { pathToFileURL } from 'node:url';
import { generatedContact, generatedSdl, generatedService } from '../../../scripts/bench/references/generated-service';
import { startGenerated } from '../../../scripts/bench/references/start-generated';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { composeProject } from '../../../scripts/develop/compose';
import { keyFiles } from '../../../scripts/develop/installation/key-places';
import { freePort } from '../../../scripts/develop/ports';
import { completeSdl } from '../../../subgraphs/kit/base/sdl';
import { fitsItsWindow, startBrowser, testInBrowser, violationsOf } from '../../support/web/browser';
import { testServerUrl } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { exported } from '../../support/api/exported';
import { outcome, readRequest } from '../../support/api/requests';
import { loyaltyFolder, startLoyalty, type LoyaltyService } from '../../support/servers/loyalty';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';
import { unzip } from '../../support/zip';

const mebibytes = Number(process.env.LARGE_PACKAGE_MIB ?? 64);
/** More than two pages, so that they come as a stream. */
const records = Math.max(1_200, mebibytes);
const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-large-package-'));
let system: TestSystem;
let loyalty: LoyaltyService;
let generated: { url: string; stop: () => void };
let supergraph: string;
let api: ApiClient;

beforeAll(async () => {
  system = await sharedSystem();
  supergraph = readFileSync(system.supergraphFile, 'utf8');
  loyalty = await startLoyalty({
    databaseServer: testServerUrl(),
    databasePrefix: system.databasePrefix,
    keysFile: keyFiles(system.dataDir).services,
    port: await freePort(),
  });
  generated = await startGenerated(records, mebibytes, 1024 * 1024);
  await composeProject({
    urls: Object.fromEntries([...system.processes].map(([name, { url }]) => [name, url])),
    more: [
      { name: generatedService, url: generated.url, sdl: generatedSdl() },
      {
        name: 'loyalty',
        url: loyalty.url,
        sdl: completeSdl(readFileSync(path.join(loyaltyFolder(), 'schema.graphql'), 'utf8')),
      },
    ],
    output: system.supergraphFile,
  });
  const scopes = ['external-contacts', 'loyalty'].flatMap((name) => [`${name}:view`, `${name}:edit`]);
  api = await system.client({
    organization: 'large-package',
    scopes: [...scopes, 'gdpr:request:view', 'gdpr:request:add', 'gdpr:subject:view', 'inventory:view'],
  });
  await eventually(async () => {
    const { piiServices } = await api.ask<{ piiServices: { name: string }[] }>('{ piiServices { name } }');
    return ['loyalty', generatedService].every((wanted) => piiServices.some(({ name }) => name === wanted));
  });
}, 180_000);

afterAll(async () => {
  writeFileSync(`${system.supergraphFile}.new`, supergraph);
  renameSync(`${system.supergraphFile}.new`, system.supergraphFile);
  generated.stop();
  await loyalty.stop();
  await system.stop();
  rmSync(directory, { recursive: true, force: true });
});

test('the package with many data of a joined service, which streams them, can be downloaded by its link (R13)', async () => {
  const { id, downloadUrl, sha256 } = await exported(api, generatedContact, 60_000 + mebibytes * 500);
  const hash = createHash('sha256');
  const { body } = await fetch(downloadUrl ?? '');
  if (!body) throw new Error('The answer has no body.');
  await pipeline(body, hash);
  expect(hash.digest('hex')).toBe(sha256);

  const { status, recordsFound } = outcome(await readRequest(api, id), generatedService);
  expect([status, recordsFound]).toEqual(['COMPLETED', records]);
  const authorization = `Bearer ${await system.token({ organization: 'large-package' })}`;
  const metrics = await fetch(`${new URL(system.url).origin}/metrics`, { headers: { authorization } });
  const streams = `habeas_contract_call_duration_seconds_count{service="${generatedService}",call="openStream"}`;
  expect((await metrics.text()).split('\n')).toContain(`${streams} 1`);
}, 180_000);

testInBrowser(
  `a browser has a package of ${mebibytes} MiB by following its link, with no token in the page`,
  async () => {
    const { downloadUrl, sha256, byteSize } = await exported(api, generatedContact, 60_000 + mebibytes * 500);
    expect(byteSize).toBeGreaterThan(mebibytes * 1024 * 1024);
    const { context, close } = await startBrowser();
    try {
      const page = await context.newPage();
      await page.setContent(`<a href="${downloadUrl ?? ''}">Download</a>`);
      const [download] = await Promise.all([page.waitForEvent('download'), page.getByText('Download').click()]);
      const file = await download.path();
      expect(statSync(file).size).toBe(byteSize);
      const hash = createHash('sha256');
      await pipeline(createReadStream(file), hash);
      expect(hash.digest('hex')).toBe(sha256);
    } finally {
      await close();
    }
  },
  120_000 + mebibytes * 1_000,
);

testInBrowser(
  'the page names a joined service, its purpose and its records in words, in both languages, narrow and in the dark',
  async () => {
    const { createExternalContact } = await api.ask<{ createExternalContact: { id: string } }>(
      'mutation { createExternalContact(input: { firstName: "Lena", workEmail: "lena@large.example" }) { id } }',
    );
    const { openLoyaltyAccount } = await api.ask<{ openLoyaltyAccount: { id: string } }>(
      'mutation ($id: ID!) { openLoyaltyAccount(email: "lena@large.example", externalContactId: $id) { id } }',
      { id: createExternalContact.id },
    );
    await api.ask('mutation ($id: ID!) { addPurchase(accountId: $id, item: "a kettle") { id } }', {
      id: openLoyaltyAccount.id,
    });
    const { downloadUrl } = await exported(api, createExternalContact.id);
    const answer = await fetch(downloadUrl ?? '');
    for (const [name, content] of await unzip(Buffer.from(await answer.arrayBuffer()))) {
      mkdirSync(path.dirname(path.join(directory, name)), { recursive: true });
      writeFileSync(path.join(directory, name), content);
    }
    const { context, close } = await startBrowser();
    try {
      const tab = await context.newPage();
      const elsewhere: string[] = [];
      tab.on('request', (request) => {
        if (!request.url().startsWith('file:')) elsewhere.push(request.url());
      });
      await tab.goto(pathToFileURL(path.join(directory, 'index.html')).toString());
      const words = {
        en: ['Loyalty programme', 'a kettle'],
        es: [
          'Programa de fidelización',
          'Gestionar el programa de fidelización: cuentas, puntos y compras.',
          'a kettle',
        ],
      };
      for (const [width, colorScheme] of [
        [360, 'dark'],
        [1280, 'light'],
      ] as const) {
        await tab.setViewportSize({ width, height: 900 });
        await tab.emulateMedia({ colorScheme });
        for (const language of ['en', 'es'] as const) {
          await tab.click(`label[for=show-${language}]`);
          const text = (await tab.locator('.language:visible').textContent()) ?? '';
          for (const word of words[language]) expect(text).toContain(word);
          // Only file names contain the raw names of its types.
          expect(text).not.toMatch(/(?<!data\/loyalty\/)LoyaltyAccount/);
          expect(await fitsItsWindow(tab)).toBe(true);
          expect(await violationsOf(tab)).toEqual([]);
          if (process.env.HABEAS_SCREENSHOTS)
            await tab.screenshot({
              path: path.join(process.env.HABEAS_SCREENSHOTS, `joined-${language}-${width}.png`),
              fullPage: true,
            });
        }
      }
      expect(elsewhere).toEqual([]);
    } finally {
      await close();
    }
  },
  120_000,
);
