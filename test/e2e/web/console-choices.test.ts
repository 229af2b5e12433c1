/** The console with a user's own choices: light or dark, the filters of the log, certificates to verify. */
import type { BrowserContext, Page } from 'playwright-core';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { hasBrowser, startBrowser } from '../../support/web/browser';
import {
  consoleWords,
  enterConsole,
  lookAtConsole,
  openConsole,
  type ConsoleLanguage,
} from '../../support/web/console';
import { createContact } from '../../support/people/every-value';
import { createFamily } from '../../support/people/family';
import { keyboard } from '../../support/web/pages';
import { createRequest, finishedRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const organization = 'console-choices';
const words = consoleWords('en');
const actionDocument = `query ($action: AuditAction!) {
  auditLog(filter: { action: $action }, first: 200) { nodes { actor } } }`;

/** The operations of each screen; the desk has two. */
const screens = {
  '': ['Cases', 'Requests'],
  find: ['Subjects'],
  cases: ['Cases'],
  requests: ['Requests'],
  approvals: ['Requests'],
  holds: ['Holds'],
  restrictions: ['Restrictions'],
  log: ['Log'],
  register: ['Register'],
  services: ['Services'],
  report: ['Report'],
  webhooks: ['Endpoints'],
};

test.each(['en', 'es'] as const)('every screen has a name in %s', (language) => {
  const { common } = consoleWords(language);
  for (const screen of Object.keys(screens)) expect(common[(screen || 'desk') as keyof typeof common]).toBeTruthy();
});

for (const browser of hasBrowser ? ['in a real browser'] : [])
  describe(browser, () => {
    let system: TestSystem;
    let context: BrowserContext;
    let api: ApiClient;
    const closing: (() => unknown)[] = [];
    /** Every address that a page requested. */
    const addresses: string[] = [];

    beforeAll(async () => {
      system = await sharedSystem();
      closing.push(() => system.stop());
      const started = await startBrowser();
      closing.push(started.close);
      ({ context } = started);
      context.on('request', (request) => addresses.push(request.url()));
      api = await system.client({ organization, subject: 'maker' });
      await createFamily(api, 'chosen', 'chosen@example.com');
    }, 180_000);
    afterAll(async () => {
      for (const close of closing.reverse()) await close();
    }, 60_000);

    const at = (screen: string, subject: string, language: ConsoleLanguage = 'en'): Promise<Page> =>
      openConsole(system, context, screen, { claims: { organization, subject }, language });
    const go = (tab: Page, screen: string) => tab.goto(`${new URL(tab.url()).origin}/#/${screen}`);
    async function search(tab: Page, value: string): Promise<void> {
      await tab.getByLabel(words.finding.value).fill(value);
      await tab.getByRole('button', { name: words.finding.search, exact: true }).click();
    }
    const entriesOf = async (action: string, actor: string) => {
      const { auditLog } = await api.ask<{ auditLog: { nodes: { actor: string }[] } }>(actionDocument, { action });
      return auditLog.nodes.filter((entry) => entry.actor === actor).length;
    };

    test('the system chooses light or dark until the user does, and only that choice is kept', async () => {
      const tab = await at('services', 'chooser');
      const ground = () => tab.evaluate(() => getComputedStyle(document.body).backgroundColor);
      const choice = tab.getByLabel(words.common.scheme);
      await tab.emulateMedia({ colorScheme: 'dark' });
      const dark = await ground();
      await tab.emulateMedia({ colorScheme: 'light' });
      const light = await ground();
      expect(dark).not.toBe(light);
      const { choose } = keyboard(tab);
      await choose(choice, words.common.schemes.dark);
      expect(await ground()).toBe(dark);
      const kept = () =>
        tab.evaluate(async () => [
          { ...localStorage },
          sessionStorage.length,
          document.cookie,
          await indexedDB.databases(),
        ]);
      expect(await kept()).toEqual([{ 'habeas.scheme': 'dark' }, 0, '', []]);
      // It applies before anybody signs in; paper is always light.
      await tab.reload();
      await tab.getByRole('button', { name: words.signing.useToken }).waitFor();
      expect(await ground()).toBe(dark);
      await enterConsole(tab, system, { organization, subject: 'chooser' });
      await tab.getByText(words.records.answers).first().waitFor();
      await tab.emulateMedia({ media: 'print' });
      expect(await tab.evaluate(() => getComputedStyle(document.documentElement).colorScheme)).toBe('light');
      await tab.emulateMedia({ media: 'screen' });
      await choice.selectOption({ label: words.common.schemes.light });
      await tab.emulateMedia({ colorScheme: 'dark' });
      expect(await ground()).toBe(light);
      await choice.selectOption({ label: words.common.schemes.system });
      expect(await ground()).toBe(dark);
      expect(await kept()).toEqual([{}, 0, '', []]);
      await tab.close();
    }, 180_000);

    test('a search is sent once, and recorded once', async () => {
      const tab = await at('find', 'looker');
      await search(tab, 'Personchosen');
      await tab.getByText(words.finding.merged(3)).first().waitFor();
      await go(tab, 'restrictions');
      await tab.getByText(words.restrictions.none).waitFor();
      // The log is read last, when everything before it has been recorded.
      await go(tab, 'log');
      await tab.getByText(words.records.intact).waitFor();
      expect(await entriesOf('SUBJECTS_SEARCHED', 'looker')).toBe(1);
      expect(await entriesOf('RESTRICTIONS_LISTED', 'looker')).toBe(1);
      await tab.close();
    }, 120_000);

    test('a match is explained, and a person who reappeared after an erasure is marked', async () => {
      const create = () =>
        api.ask<{ createExternalContact: { id: string } }>(
          'mutation { createExternalContact(input: { firstName: "Again", personalEmail: "again@example.com" }) { id } }',
        );
      const { createExternalContact: erased } = await create();
      const input = { type: 'DELETE', term: { externalContactId: erased.id }, deleteConfirmed: true };
      expect((await finishedRequest(api, (await createRequest(api, input)).request.id)).status).toBe('COMPLETED');
      await create();
      const tab = await at('find', 'looker');
      await search(tab, 'again@example.com');
      const row = tab.getByRole('row').filter({ hasText: words.restrictions.reappeared });
      await row.getByText(words.enums.match.EXACT).waitFor();
      await row.getByText(words.names.service['external-contacts'] ?? '').waitFor();
      await lookAtConsole(tab, 'came-back');
      await search(tab, 'Person');
      await tab.getByText(words.finding.nobody).waitFor();
      await search(tab, 'Personchosen');
      await tab.getByText(words.enums.match.PARTIAL).first().waitFor();
      await tab.close();
    }, 240_000);

    test('an id of another system is suggested, looked up and asked for with that system', async () => {
      const email = 'two-systems@example.com';
      const externalIdentities = ['CRM', 'shop'].map((source) => ({ value: '1001', source }));
      await createContact(api, { personalEmail: email, externalIdentities });
      const { request } = await createRequest(api, { type: 'GET', term: { email } });
      await finishedRequest(api, request.id);
      const tab = await at(`requests/${request.id}`, 'looker');
      const suggested = tab.getByRole('region', { name: words.requests.suggestions }).getByRole('listitem');
      await suggested.filter({ hasText: '1001 (shop)' }).waitFor();
      const { press } = keyboard(tab);
      await press(suggested.filter({ hasText: '1001 (CRM)' }).getByRole('button', { name: words.requests.lookUp }));
      await press(tab.getByRole('button', { name: words.finding.byValue }));
      await tab.getByRole('heading', { name: `${words.finding.request}: 1001 (CRM)` }).waitFor();
      await lookAtConsole(tab, 'sourced-id');
      await tab.close();
    }, 180_000);

    test('an employee needs a statement, and it is recorded when recipients were told (R16, R36)', async () => {
      await api.ask(
        'mutation { createUser(input: { name: "Wanda Working", email: "wanda.working@example.com" }) { id } }',
      );
      const tab = await at('find', 'looker');
      const { press, fill } = keyboard(tab);
      await search(tab, 'wanda.working@example.com');
      await press(tab.getByRole('button', { name: words.finding.choose, exact: true }).first());
      await press(tab.getByRole('button', { name: words.enums.typeHelp.DELETE }));
      const create = tab.getByRole('button', { name: words.finding.create(words.enums.type.DELETE) });
      await create.waitFor();
      expect(await create.isDisabled()).toBe(true);
      await press(tab.getByLabel(words.finding.stateEmployee));
      await lookAtConsole(tab, 'employee');
      await press(create);
      const dialog = tab.getByRole('dialog');
      await fill(dialog.getByLabel(words.common.typeToConfirm(words.finding.eraseWord)), words.finding.eraseWord);
      await press(dialog.getByRole('button', { name: words.finding.createErase, exact: true }));
      await tab.getByRole('status').getByText(words.enums.status.COMPLETED, { exact: true }).waitFor();
      const recipients = tab.getByRole('region', { name: words.requests.recipients });
      await press(recipients.getByRole('button', { name: words.requests.tell, exact: true }).first());
      await recipients
        .getByText(/looker/)
        .first()
        .waitFor();
      await lookAtConsole(tab, 'recipients');
      await tab.close();
    }, 240_000);

    test('the log is filtered by person and by actor, without a value in an address', async () => {
      const tab = await at('find', 'reader');
      await search(tab, 'chosen@example.com');
      await tab.getByRole('button', { name: words.finding.choose, exact: true }).first().click();
      await tab.getByRole('button', { name: new RegExp(words.enums.type.GET) }).click();
      await tab.getByText(words.finding.previewHelp).waitFor();
      await tab.getByRole('button', { name: words.finding.inLog, exact: true }).click();
      // The search by the person's id is about them; the one by a word is not.
      const cell = (action: string) =>
        tab.getByRole('cell', { name: new RegExp(`${words.enums.action[action] ?? ''}$`) }).first();
      await cell('REQUEST_PREVIEWED').waitFor();
      expect(await cell('SUBJECTS_SEARCHED').count()).toBe(0);
      const hash = () => new URLSearchParams(new URL(tab.url()).hash.split('?')[1]);
      expect(hash().get('about')).toMatch(/^[0-9a-f]{8}$/);
      await lookAtConsole(tab, 'log-about');
      // By a typed value, with the keyboard alone, and by actor.
      const { press, fill } = keyboard(tab);
      await press(tab.getByRole('button', { name: new RegExp(`^${words.records.about}`) }));
      await fill(tab.getByRole('dialog').getByLabel(words.finding.value), 'chosen@example.com');
      await lookAtConsole(tab, 'log-about-whom');
      await press(tab.getByRole('dialog').getByRole('button', { name: words.common.apply, exact: true }));
      await cell('SUBJECTS_SEARCHED').waitFor();
      await fill(tab.getByLabel(words.records.actor), 'somebody-else');
      await tab.getByText(words.records.noEntries).waitFor();
      await fill(tab.getByLabel(words.records.actor), 'reader');
      await cell('SUBJECTS_SEARCHED').waitFor();
      expect(decodeURIComponent(tab.url())).not.toMatch(/chosen|reader|example/);
      // The value is kept in the page, and nowhere else.
      await go(tab, 'cases');
      await tab.getByRole('heading', { name: words.common.cases }).waitFor();
      await tab.goBack();
      await tab.getByRole('button', { name: `${words.records.about} chosen@example.com` }).waitFor();
      await tab.reload();
      await enterConsole(tab, system, { organization, subject: 'reader' });
      await tab.getByText(words.records.filterLost).waitFor();
      expect(addresses.filter((address) => /chosen|reader/.test(decodeURIComponent(address)))).toEqual([]);
      await tab.close();
    }, 240_000);

    test('a certificate file is verified in the page, and an altered one is detected', async () => {
      const { request } = await createRequest(api, { type: 'GET', term: { email: 'chosen@example.com' } });
      await finishedRequest(api, request.id);
      const { gdprRequest } = await api.ask<{ gdprRequest: { certificate: string } }>(
        'query ($id: ID!) { gdprRequest(id: $id) { certificate } }',
        { id: request.id },
      );
      const tab = await at('certificates', 'verifier');
      const paste = tab.getByRole('textbox', { name: words.records.certificate, exact: true });
      const verify = tab.getByRole('button', { name: words.requests.verify, exact: true });
      await paste.fill(gdprRequest.certificate);
      await verify.click();
      await tab.getByText(words.requests.holds).waitFor();
      await tab.locator('pre').getByText(request.id).waitFor();
      await lookAtConsole(tab, 'certificate-holds');
      const [head, payload = '', signature] = gdprRequest.certificate.split('.');
      const altered = `${payload.slice(0, 40)}${payload[40] === 'A' ? 'B' : 'A'}${payload.slice(41)}`;
      await paste.fill([head, altered, signature].join('.'));
      await verify.click();
      await tab.getByText(/signature does not hold/).waitFor();
      await paste.fill('no certificate');
      await verify.click();
      await tab.getByText(/This is no certificate/).waitFor();
      await lookAtConsole(tab, 'certificate-refused');
      await tab.close();
    }, 180_000);

    test('the operation of each screen opens in the explorer', async () => {
      const tab = await at('', 'explorer');
      const open = tab.getByRole('button', { name: words.common.openInExplorer });
      const { origin } = new URL(system.url);
      for (const [screen, operations] of Object.entries(screens)) {
        await go(tab, screen);
        await tab
          .getByRole('navigation')
          .locator('a[aria-current]')
          .getByText(words.common[(screen || 'desk') as 'desk'])
          .waitFor();
        await open.nth(operations.length - 1).waitFor();
        for (const [index, operation] of operations.entries()) {
          const [explorer] = await Promise.all([context.waitForEvent('page'), open.nth(index).click()]);
          await explorer.locator('.graphiql-query-editor').getByText(operation, { exact: true }).first().waitFor();
          expect(explorer.url()).toBe(`${origin}/explorer`);
          await explorer.close();
        }
      }
      await tab.close();
    }, 400_000);
  });
