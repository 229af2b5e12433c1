/** The console when something goes wrong: it says so and what to do, and recovers when it is over. */
import type { BrowserContext, Page } from 'playwright-core';
import { auditActions } from '../../../gateway/audit/actions';
import { enums } from '../../../gateway/web/console/words/values/enums';
import type { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import type { TokenClaims } from '../../../scripts/develop/token';
import { hasBrowser, startBrowser } from '../../support/web/browser';
import { consoleWords, enterConsole, languageChoice, lookAtConsole, openConsole } from '../../support/web/console';
import { createFamily } from '../../support/people/family';
import { sharedSystem } from '../../support/run/shared-system';
import { startReplica } from '../../support/run/replica';
import type { TestSystem } from '../../support/run/system';

const organization = 'console-troubles';
const words = consoleWords('en');

test('every action of the log has a text in both languages', () => {
  const actions = Object.keys(auditActions).sort();
  for (const language of ['en', 'es'] as const) expect(Object.keys(enums[language].action).sort()).toEqual(actions);
});

for (const browser of hasBrowser ? ['in a real browser'] : [])
  describe(browser, () => {
    let system: TestSystem;
    /** A gateway with strict limits, which the tests stop and start again. */
    let gateway: ManagedProcess;
    let context: BrowserContext;
    let caseId: string;
    const closing: (() => unknown)[] = [];

    beforeAll(async () => {
      system = await sharedSystem();
      closing.push(() => system.stop());
      gateway = await startReplica(system, 'strict', { RATE_LIMIT_SUBJECTS: '2/120' });
      closing.push(() => gateway.stop());
      const started = await startBrowser();
      closing.push(started.close);
      ({ context } = started);
      const api = await system.client({ organization });
      await createFamily(api, 'troubled');
      const opened = await api.ask<{ openGdprCase: { id: string } }>(
        'mutation ($input: OpenGdprCaseInput!) { openGdprCase(input: $input) { id } }',
        { input: { receivedAt: new Date(Date.now() - 3_600_000).toISOString(), reference: 'TROUBLE' } },
      );
      caseId = opened.openGdprCase.id;
    }, 180_000);
    afterAll(async () => {
      for (const close of closing.reverse()) await close();
    }, 60_000);

    const claimsOf = (claims: Partial<TokenClaims>) => ({ organization, subject: 'officer', ...claims });
    /** Opens a screen with a token of these claims. */
    const at = (screen: string, claims: Partial<TokenClaims> = {}, url = system.url): Promise<Page> =>
      openConsole(system, context, screen, { claims: claimsOf(claims), url });
    async function search(tab: Page, value: string): Promise<void> {
      await tab.getByLabel(words.finding.value).fill(value);
      await tab.getByRole('button', { name: words.finding.search, exact: true }).click();
    }

    test.each([
      ['find', 'gdpr:subject:view'],
      ['cases', 'gdpr:case:view'],
      ['holds', 'gdpr:hold:manage'],
      ['log', 'audit:view'],
      ['register', 'inventory:view'],
      ['', 'gdpr:case:view'],
    ])('the screen %p names the missing scope: %s', async (screen, scope) => {
      const tab = await at(screen, { scopes: ['gdpr:request:view'] });
      await tab.getByText(words.problems.noScope(scope)).first().waitFor();
      await tab.close();
    });

    test('what is refused at the sign-in and in a certificate is told in Spanish', async () => {
      const w = consoleWords('es');
      const tab = await context.newPage();
      await tab.goto(`${new URL(system.url).origin}/#/certificates`);
      await languageChoice(tab).selectOption('es');
      await tab.getByLabel(w.signing.token, { exact: true }).fill('no.token.this');
      await tab.getByRole('button', { name: w.signing.useToken }).click();
      await tab.getByRole('alert').getByText(w.signing.refused).waitFor();
      // What the gateway says is marked as English.
      await tab.locator('[lang=en]').getByText('The token is malformed.').waitFor();
      await lookAtConsole(tab, 'sign-in-refused-es');
      await enterConsole(tab, system, claimsOf({}), 'es');
      const paste = tab.getByRole('textbox', { name: w.records.certificate, exact: true });
      for (const [text, problem] of [
        ['no certificate', w.requests.notValid.NO_CERTIFICATE],
        ['eyJhbGciOiJFZERTQSJ9.e30.AAAA', w.requests.notValid.SIGNATURE_INVALID],
      ] as const) {
        await paste.fill(text);
        await tab.getByRole('button', { name: w.requests.verify, exact: true }).click();
        await tab.getByText(problem ?? '').waitFor();
      }
      await lookAtConsole(tab, 'certificate-refused-es');
      await tab.close();
    });

    test("another organisation's officer sees nothing of this one", async () => {
      const other = { organization: 'console-elsewhere' };
      const tab = await at(`cases/${caseId}`, other);
      await tab.getByText(words.problems.byCode.NOT_FOUND ?? '').waitFor();
      await tab.getByRole('navigation').getByRole('link', { name: words.common.find }).click();
      await search(tab, 'Persontroubled');
      await tab.getByText(words.finding.nobody).waitFor();
      await tab.getByRole('navigation').getByRole('link', { name: words.common.cases }).click();
      await tab.getByText(words.cases.empty).waitFor();
      expect(await tab.locator('main').innerText()).not.toContain('TROUBLE');
      await tab.close();
    });

    test('a stopped service is named, until it is back', async () => {
      const down = system.processes.get('dialer');
      await down?.stop();
      const tab = await at('find');
      await search(tab, 'Persontroubled');
      await tab.getByText(words.problems.unavailable(words.names.service.dialer ?? '')).waitFor();
      await tab.getByText(words.finding.merged(3)).first().waitFor();
      await tab.getByRole('navigation').getByRole('link', { name: words.common.services }).click();
      const row = tab.getByRole('row').filter({ hasText: 'dialer' });
      await row.getByText(words.records.silent).waitFor();
      await down?.start();
      await row.getByText(words.records.answers).waitFor();
      await tab.close();
    }, 240_000);

    test('a reached limit states how long to wait', async () => {
      const tab = await at('find', { subject: 'limited' }, gateway.url);
      for (const value of ['Persontroubled one', 'Persontroubled two']) {
        await search(tab, value);
        // A search that is given up might not count, so each is waited for.
        await tab.getByRole('heading', { name: words.finding.found(words.common.people(0)) }).waitFor();
      }
      await search(tab, 'Persontroubled three');
      await tab.getByText(words.problems.byCode.RATE_LIMITED ?? '').waitFor();
      await tab.getByText(/Try again in \d+ s\./).waitFor();
      await tab.close();
    });

    test('an ended session keeps the screen, and the same person continues there', async () => {
      const tab = await at(`cases/${caseId}`, { expiresIn: '20s' });
      await tab.getByRole('heading', { name: 'TROUBLE' }).waitFor();
      await tab.getByText(words.signing.endedHelp).waitFor();
      expect(await tab.getByRole('heading', { name: 'TROUBLE' }).isVisible()).toBe(true);
      await enterConsole(tab, system, claimsOf({}));
      await tab.getByText(words.signing.endedHelp).waitFor({ state: 'detached' });
      await tab.getByRole('button', { name: words.cases.confirmIdentity }).click();
      await tab.getByRole('dialog').getByRole('button', { name: words.cases.confirmIdentity }).click();
      await tab.getByText(words.enums.means.ID_DOCUMENT).first().waitFor();
      await tab.close();
    });

    test('a restart of the gateway is shown and waited for, and then the data are read again', async () => {
      const tab = await at('services', {}, gateway.url);
      await tab.getByText(words.records.answers).first().waitFor();
      await gateway.stop();
      await tab.getByText(words.problems.lostHelp).waitFor();
      await gateway.start();
      await tab.getByText(words.problems.lostHelp).waitFor({ state: 'detached' });
      await tab.getByText(words.records.answers).first().waitFor();
      expect(await tab.getByRole('alert').count()).toBe(0);
      await tab.close();
    }, 240_000);

    test('the operation of a screen opens in the explorer, signed in, with nothing in the address', async () => {
      const tab = await at('services');
      const [explorer] = await Promise.all([
        context.waitForEvent('page'),
        tab.getByRole('button', { name: words.common.openInExplorer }).click(),
      ]);
      await explorer.getByRole('button', { name: 'Sign out' }).waitFor();
      expect(explorer.url()).toBe(`${new URL(system.url).origin}/explorer`);
      await explorer.locator('.graphiql-query-editor').getByText('piiServices').first().waitFor();
      await explorer.getByRole('button', { name: 'Execute query' }).click();
      await explorer.locator('.graphiql-response').getByText('available').first().waitFor();
      await explorer.close();
      await tab.close();
    });

    test('the sorting and filters of a table are in its address, and are restored from it', async () => {
      const tab = await at('cases');
      await tab.getByRole('button', { name: words.cases.receivedAt }).click();
      await tab.getByRole('columnheader', { name: words.cases.receivedAt }).waitFor();
      await tab.getByLabel(words.cases.state).selectOption({ label: words.common.all });
      const { hash } = new URL(tab.url());
      expect(Object.fromEntries(new URLSearchParams(hash.split('?')[1]))).toEqual({
        'cases.sort': 'received',
        state: 'all',
      });
      await tab.getByRole('navigation').getByRole('link', { name: words.common.requests }).click();
      await tab.goBack();
      await tab.locator('th[aria-sort=ascending]').getByText(words.cases.receivedAt).waitFor();
      expect(await tab.getByLabel(words.cases.state).inputValue()).toBe('all');
      await tab.close();
    });

    test('a hold is placed on a found person, stops an erasure, and is released', async () => {
      const tab = await at('find');
      await search(tab, 'Persontroubled');
      await tab.getByRole('button', { name: words.finding.choose, exact: true }).first().click();
      await tab.getByRole('button', { name: words.governance.place }).click();
      const dialog = tab.getByRole('dialog');
      await dialog.getByLabel(words.governance.holdReason).fill('A claim is before the court.');
      await dialog.getByLabel(words.governance.reference).fill('CLAIM-7');
      await dialog.getByRole('button', { name: words.governance.place }).click();
      await tab.getByRole('cell', { name: /CLAIM-7/ }).waitFor();
      await tab.getByRole('link', { name: words.common.find }).first().click();
      await search(tab, 'Persontroubled');
      await tab.getByRole('button', { name: words.finding.choose, exact: true }).first().click();
      await tab.getByRole('button', { name: words.enums.typeHelp.DELETE }).click();
      await tab.getByRole('button', { name: words.finding.create(words.enums.type.DELETE) }).click();
      await dialog.getByLabel(words.common.typeToConfirm(words.finding.eraseWord)).fill(words.finding.eraseWord);
      await dialog.getByRole('button', { name: words.finding.createErase, exact: true }).click();
      await tab.getByRole('status').getByText(words.enums.status.ON_HOLD, { exact: true }).waitFor();
      await tab.getByRole('group', { name: words.governance.heldBy }).getByText('CLAIM-7').waitFor();
      const request = tab.url();
      await tab.getByRole('navigation').getByRole('link', { name: words.common.holds }).click();
      await tab.getByRole('button', { name: words.governance.release, exact: true }).click();
      await dialog.getByLabel(words.governance.decision).fill('DECISION-7');
      await dialog
        .getByLabel(words.common.typeToConfirm(words.governance.releaseWord))
        .fill(words.governance.releaseWord);
      await dialog.getByRole('button', { name: words.governance.release, exact: true }).click();
      await tab.getByText(words.governance.noHolds).waitFor();
      await tab.goto(request);
      await tab.getByRole('status').getByText(words.enums.status.COMPLETED, { exact: true }).waitFor();
      await tab.close();
    }, 240_000);
  });
