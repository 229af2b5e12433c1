/** The console in a real browser on the real system: a privacy officer's day, from the letter to the closed case. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Page, Request } from 'playwright-core';
import { requestStatuses } from '../../../gateway/gdpr/lifecycle';
import { common } from '../../../gateway/web/console/words/common';
import { enums } from '../../../gateway/web/console/words/values/enums';
import { finding } from '../../../gateway/web/console/words/screens/finding';
import { signing } from '../../../gateway/web/console/words/screens/signing';
import { freePort } from '../../../scripts/develop/ports';
import type { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import { allScopes } from '../../../scripts/develop/token';
import { fitsItsWindow, hasBrowser, startBrowser, violationsOf } from '../../support/web/browser';
import { newOrganization } from '../../support/people/cast';
import { consoleWords, languageChoice } from '../../support/web/console';
import { startIssuer } from '../../support/servers/issuer';
import { keyboard, pointer, signInAtIssuer, type Hands } from '../../support/web/pages';
import { sharedSystem } from '../../support/run/shared-system';
import { startReplica } from '../../support/run/replica';
import type { TestSystem } from '../../support/run/system';

const shots = process.env.HABEAS_SCREENSHOTS;
const known = 'elena.marin@example.com';
const corrected = 'elena.ortega@example.com';
/** Erasures need an approval. */
const approvals = { APPROVAL_TYPES: 'DELETE' };
/** Actions of a person wait for the system, which may take long. */
const patience = { timeout: 60_000 };

/** The time of the first paint, in milliseconds from the navigation. */
const firstPaint = (tab: Page) =>
  tab.evaluate(() =>
    JSON.stringify(performance.getEntriesByType('paint').map(({ name, startTime }) => [name, startTime])),
  );

test('every status of a request has a text in both languages', () => {
  for (const language of ['en', 'es'] as const)
    expect(Object.keys(enums[language].status).sort()).toEqual([...requestStatuses].sort());
});

for (const browser of hasBrowser ? ['in a real browser'] : [])
  describe(browser, () => {
    let system: TestSystem;
    /** A gateway with callers that sign in at the issuer. */
    let gateway: ManagedProcess;
    let origin: string;
    let issuer: string;
    let context: BrowserContext;
    const closing: (() => unknown)[] = [];
    /** Every request of the pages, and their console messages. */
    const calls: Request[] = [];
    const said: string[] = [];

    beforeAll(async () => {
      if (shots) mkdirSync(shots, { recursive: true });
      system = await sharedSystem(approvals);
      closing.push(() => system.stop());
      const port = await freePort();
      issuer = `http://127.0.0.1:${port}`;
      gateway = await startReplica(system, 'console', {
        ...approvals,
        CALLER_JWKS_URL: `${issuer}/jwks`,
        CALLER_ISSUER: issuer,
        OIDC_ISSUER: issuer,
        OIDC_CLIENT_ID: 'explorer',
        OIDC_SCOPE: `openid ${allScopes.join(' ')}`,
      });
      closing.push(() => gateway.stop());
      ({ origin } = new URL(gateway.url));
      closing.push(await startIssuer({ port, page: origin, organization: 'console-en', scopes: allScopes }));
      const started = await startBrowser();
      closing.push(started.close);
      ({ context } = started);
      for (const organization of ['console-en', 'console-es']) await newOrganization(system, organization);
    }, 180_000);
    afterAll(async () => {
      for (const close of closing.reverse()) await close();
    }, 60_000);

    async function open(at: string): Promise<Page> {
      const tab = await context.newPage();
      tab.setDefaultTimeout(patience.timeout);
      tab.on('request', (request) => calls.push(request));
      tab.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
      tab.on('pageerror', (error) => said.push(error.message));
      await tab.goto(at);
      return tab;
    }

    /** Finds Elena's whole set, previews a request on it, and creates it. */
    async function ask(tab: Page, { press, fill }: Hands, language: 'en' | 'es', type: 'EXPORT' | 'UPDATE' | 'DELETE') {
      const w = consoleWords(language);
      // Her address, before and after its correction.
      await fill(tab.getByLabel(w.finding.value), type === 'DELETE' ? corrected : known);
      await tab.getByText(w.finding.guessed(w.enums.identifier.EMAIL)).waitFor();
      await press(tab.getByRole('button', { name: w.finding.search, exact: true }));
      await tab
        .getByText(w.finding.found(w.common.people(1)))
        .first()
        .waitFor();
      await tab.getByText(w.finding.merged(3)).first().waitFor();
      await press(tab.getByRole('button', { name: w.finding.choose, exact: true }));
      await press(tab.getByRole('button', { name: w.enums.typeHelp[type] }));
      await tab.getByText(w.finding.previewHelp).waitFor();
      const create = tab.getByRole('button', { name: w.finding.create(w.enums.type[type]) });
      await create.waitFor();
      if (type === 'UPDATE') {
        await fill(tab.getByLabel(w.finding.existing), known);
        await fill(tab.getByLabel(w.finding.updated), corrected);
      }
      await press(create);
      if (type !== 'EXPORT') {
        const dialog = tab.getByRole('dialog');
        const word = type === 'DELETE' ? w.finding.eraseWord : w.finding.updateWord;
        const action = dialog.getByRole('button', {
          name: type === 'DELETE' ? w.finding.createErase : w.finding.createUpdate,
          exact: true,
        });
        expect(await action.isDisabled()).toBe(true);
        await fill(dialog.getByLabel(w.common.typeToConfirm(word)), word);
        await press(action);
      }
      const status = type === 'DELETE' ? w.enums.status.AWAITING_APPROVAL : w.enums.status.COMPLETED;
      await tab.getByRole('status').getByText(status, { exact: true }).waitFor(patience);
    }

    /** A second person looks at the plan of the waiting request on the first one's screen, and approves it. */
    async function approve(waiting: Page, organization: string, language: 'en' | 'es'): Promise<void> {
      const w = consoleWords(language);
      const tab = await open(`${new URL(system.url).origin}/`);
      await languageChoice(tab).selectOption({ label: language === 'en' ? 'English' : 'Español' });
      await tab
        .getByLabel(w.signing.token, { exact: true })
        .fill(await system.token({ organization, subject: 'second' }));
      await tab.getByRole('button', { name: w.signing.useToken }).click();
      await tab.getByRole('navigation').getByRole('link', { name: w.common.approvals, exact: true }).click();
      const row = tab.getByRole('row').filter({ has: tab.getByText(w.governance.forYou) });
      await row.getByRole('link').first().click();
      expect(new URL(tab.url()).hash).toBe(new URL(waiting.url()).hash);
      await tab.getByRole('button', { name: w.governance.look, exact: true }).click();
      await tab.getByRole('button', { name: w.governance.approve, exact: true }).click();
      const dialog = tab.getByRole('dialog');
      await dialog.getByLabel(w.common.typeToConfirm(w.governance.approveWord)).fill(w.governance.approveWord);
      await dialog.getByRole('button', { name: w.governance.approve, exact: true }).click();
      await tab.getByText(w.governance.approvedBy('second', '').split('second')[0] ?? '').waitFor();
      await tab.close();
    }

    test.each([
      { language: 'en', width: 1280, by: 'pointer' },
      { language: 'es', width: 360, by: 'keyboard' },
    ] as const)(
      'a whole day in $language, at $width px, by $by',
      async ({ language, width, by }) => {
        const w = consoleWords(language);
        const tab = await open(language === 'en' ? `${origin}/` : `${new URL(system.url).origin}/`);
        await tab.setViewportSize({ width, height: 900 });
        const hands = by === 'keyboard' ? keyboard(tab) : pointer;
        const { press, fill, choose } = hands;
        const goTo = async (name: string) => {
          const link = tab.getByRole('navigation').getByRole('link', { name, exact: true });
          const menu = tab.getByRole('button', { name: w.common.menu, exact: true });
          if (await menu.isVisible()) await press(menu);
          await press(link);
        };
        await choose(languageChoice(tab), language === 'en' ? 'English' : 'Español');
        if (language === 'en') {
          const begin = () => tab.getByRole('button', { name: w.signing.signIn, exact: true }).click();
          await signInAtIssuer(context, begin, 'officer');
        } else {
          const token = await system.token({ organization: 'console-es', subject: 'oficial' });
          await fill(tab.getByLabel(w.signing.token, { exact: true }), token);
          await press(tab.getByRole('button', { name: w.signing.useToken }));
        }
        // A case for the letter.
        await press(tab.getByRole('button', { name: w.cases.open, exact: true }));
        await fill(tab.getByRole('dialog').getByLabel(w.cases.reference), `DAY-${language}`);
        await press(tab.getByRole('dialog').getByRole('button', { name: w.cases.open, exact: true }));
        await tab.getByRole('heading', { name: `DAY-${language}` }).waitFor();
        const caseAddress = tab.url();
        await press(tab.getByRole('button', { name: w.cases.confirmIdentity, exact: true }));
        await choose(tab.getByLabel(w.cases.means), w.enums.means.CALL_BACK);
        await press(tab.getByRole('dialog').getByRole('button', { name: w.cases.confirmIdentity, exact: true }));
        await tab.getByText(w.enums.means.CALL_BACK).first().waitFor();
        // Her copy, and a link for her.
        await press(tab.getByRole('link', { name: w.cases.addRequest }).first());
        await ask(tab, hands, language, 'EXPORT');
        await press(tab.getByRole('button', { name: w.requests.createLink, exact: true }));
        await press(tab.getByRole('dialog').getByRole('button', { name: w.requests.createLink, exact: true }));
        await tab.getByText(w.requests.linkCode, { exact: true }).waitFor();
        // The correction, then the erasure.
        for (const type of ['UPDATE', 'DELETE'] as const) {
          await tab.goto(`${caseAddress}`);
          await press(tab.getByRole('link', { name: w.cases.addRequest }).first());
          await ask(tab, hands, language, type);
        }
        await tab.getByText(`${w.governance.yours}.`).waitFor();
        await approve(tab, `console-${language}`, language);
        await tab.getByRole('status').getByText(w.enums.status.COMPLETED, { exact: true }).waitFor(patience);
        await press(tab.getByRole('button', { name: w.requests.verify, exact: true }));
        await tab.getByText(w.requests.holds).waitFor();
        await press(tab.getByRole('link', { name: `DAY-${language}` }));
        // The case is closed, by keyboard.
        await press(tab.getByRole('button', { name: w.cases.close, exact: true }));
        await choose(tab.getByLabel(w.cases.outcome), w.enums.outcome.FULFILLED);
        await fill(tab.getByLabel(w.common.typeToConfirm(w.cases.closeWord)), w.cases.closeWord);
        await press(tab.getByRole('dialog').getByRole('button', { name: w.cases.close, exact: true }));
        await tab.getByRole('status').getByText(w.enums.outcome.FULFILLED, { exact: true }).waitFor();
        await goTo(w.common.log);
        // On a narrow page the name of a cell begins with the name of its column.
        await tab
          .getByRole('cell', { name: new RegExp(`${w.enums.action.CASE_CLOSED ?? ''}$`) })
          .first()
          .waitFor();
        await tab.getByText(w.records.intact).waitFor();
        await tab.close();
      },
      300_000,
    );

    test('nothing is sent elsewhere, and no token or value is in an address or stored', async () => {
      const addresses = calls.map((request) => request.url()).filter((url) => !/^(?:data|blob):/.test(url));
      const own = new URL(system.url).origin;
      expect(new Set(addresses.map((url) => new URL(url).origin))).toEqual(new Set([origin, issuer, own]));
      const [token] = calls.map((request) => request.headers().authorization?.replace('Bearer ', '')).filter(Boolean);
      expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
      for (const value of [token ?? '', 'elena', 'ortega'])
        expect(addresses.filter((url) => decodeURIComponent(url).includes(value))).toEqual([]);
      const tab = await open(`${origin}/`);
      const kept = await tab.evaluate(async () => [
        localStorage.length,
        sessionStorage.length,
        document.cookie,
        await indexedDB.databases(),
      ]);
      expect(kept).toEqual([0, 0, '', []]);
      // The page's policy would have reported anything that it refused.
      expect(said).toEqual([]);
      await tab.close();
    });

    describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
      test.each([360, 1280])(
        'every screen is in reach at %d px',
        async (width) => {
          const tab = await open(`${new URL(system.url).origin}/`);
          await tab.emulateMedia({ colorScheme });
          await tab.setViewportSize({ width, height: 800 });
          const look = async (name: string) => {
            await tab.mouse.move(0, 0);
            await tab.getByText(common.en.loading).first().waitFor({ state: 'detached' });
            if (shots)
              await tab.screenshot({
                path: path.join(shots, `console-${width}-${colorScheme}-${name}.png`),
                fullPage: true,
              });
            expect(await fitsItsWindow(tab)).toBe(true);
            expect([name, await violationsOf(tab)]).toEqual([name, []]);
          };
          await tab.getByRole('button', { name: signing.en.developmentToken }).waitFor();
          if (shots) writeFileSync(path.join(shots, `first-paint-${width}-${colorScheme}.json`), await firstPaint(tab));
          await look('signed-out');
          await tab.getByLabel(signing.en.organization).fill('console-en');
          await tab.getByRole('button', { name: signing.en.developmentToken }).click();
          await tab.getByRole('heading', { name: common.en.desk }).waitFor();
          await look('desk');
          for (const screen of [
            'find',
            'cases',
            'requests',
            'approvals',
            'holds',
            'log',
            'register',
            'services',
            'report',
            'certificates',
          ]) {
            await tab.goto(`${new URL(tab.url()).origin}/#/${screen}?state=all`);
            await tab.getByRole('heading', { level: 1 }).waitFor();
            await look(screen);
          }
          await tab.goto(`${new URL(tab.url()).origin}/#/cases?state=closed`);
          await tab.getByRole('link', { name: 'DAY-en' }).click();
          await tab.getByRole('heading', { name: 'DAY-en' }).waitFor();
          await look('case');
          await tab.getByRole('link', { name: enums.en.type.DELETE }).first().click();
          await tab.getByRole('heading', { name: enums.en.type.DELETE }).waitFor();
          await look('request');
          await tab.emulateMedia({ media: 'print', colorScheme });
          expect(await tab.getByRole('navigation').count()).toBe(0);
          if (shots)
            await tab.screenshot({
              path: path.join(shots, `console-${width}-${colorScheme}-printed.png`),
              fullPage: true,
            });
          await tab.emulateMedia({ media: 'screen', colorScheme });
          await tab.goto(`${new URL(tab.url()).origin}/#/find`);
          await tab.getByLabel(finding.en.value).fill('Marín');
          await tab.getByRole('button', { name: finding.en.search, exact: true }).click();
          await tab.getByRole('button', { name: finding.en.choose, exact: true }).first().click();
          await tab.getByRole('button', { name: enums.en.typeHelp.DELETE }).click();
          await tab.getByRole('button', { name: finding.en.create(enums.en.type.DELETE) }).click();
          await tab.getByRole('dialog').waitFor();
          await look('erase');
          await tab.close();
        },
        180_000,
      );
    });
  });
