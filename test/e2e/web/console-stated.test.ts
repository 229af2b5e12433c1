/** What a user of the console has stated or typed is about what they saw, and is neither taken for something else nor lost. */
import type { BrowserContext, Page } from 'playwright-core';
import { parseRoute } from '../../../gateway/web/console/route';
import type { TokenClaims } from '../../../scripts/develop/token';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';
import { hasBrowser, startBrowser } from '../../support/web/browser';
import { consoleWords, enterConsole, openConsole } from '../../support/web/console';

const organization = 'console-stated';
const words = consoleWords('en');

test('an address that was cut off is read as far as it goes', () => {
  expect(parseRoute('#/requests/%')).toMatchObject({ screen: 'requests', id: '%' });
  expect(parseRoute('#/requests/%41?sort=%')).toMatchObject({ screen: 'requests', id: 'A' });
});

for (const browser of hasBrowser ? ['in a real browser'] : [])
  describe(browser, () => {
    let system: TestSystem;
    let context: BrowserContext;
    let api: ApiClient;
    const closing: (() => unknown)[] = [];

    beforeAll(async () => {
      system = await sharedSystem();
      closing.push(() => system.stop());
      const started = await startBrowser();
      closing.push(started.close);
      ({ context } = started);
      api = await system.client({ organization, subject: 'officer' });
    }, 180_000);
    afterAll(async () => {
      for (const close of closing.reverse()) await close();
    }, 60_000);

    const at = (screen: string, claims: Partial<TokenClaims> = {}): Promise<Page> =>
      openConsole(system, context, screen, { claims: { organization, subject: 'officer', ...claims } });
    const contact = async (lastName: string): Promise<string> =>
      (
        await api.ask<{ createExternalContact: { id: string } }>(
          'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }',
          { input: { firstName: 'Ada', lastName } },
        )
      ).createExternalContact.id;
    async function search(tab: Page, value: string): Promise<void> {
      await tab.getByLabel(words.finding.value).fill(value);
      await tab.getByRole('button', { name: words.finding.search, exact: true }).click();
    }
    const ended = (tab: Page) => tab.getByText(words.signing.endedHelp).first();

    test('what was stated about two people does not hold for a third who came since (R24)', async () => {
      await Promise.all([contact('Zwilling'), contact('Zwilling')]);
      const tab = await at('find', { expiresIn: '25s' });
      await search(tab, 'Ada Zwilling');
      await tab.getByRole('button', { name: words.finding.byValue }).click();
      await tab.getByRole('button', { name: words.enums.typeHelp.DELETE }).click();
      const stated = (people: number) => tab.getByLabel(words.finding.stateSeveral(words.common.people(people)));
      await stated(2).check();
      await contact('Zwilling');
      await ended(tab).waitFor();
      await enterConsole(tab, system, { organization, subject: 'officer' });
      await stated(3).waitFor();
      await tab.getByText(words.finding.planChanged).waitFor();
      expect(await stated(3).isChecked()).toBe(false);
      const create = tab.getByRole('button', { name: words.finding.create(words.enums.type.DELETE) });
      expect(await create.isDisabled()).toBe(true);
      await stated(3).check();
      expect(await create.isDisabled()).toBe(false);
      expect(await tab.getByText(words.finding.planChanged).count()).toBe(0);
      await tab.close();
    }, 120_000);

    test('a dialog that is open when the session ends has the sign-in, and keeps what was typed', async () => {
      const id = await contact('Dialogue');
      const tab = await at('find', { expiresIn: '25s' });
      await search(tab, id);
      await tab.getByRole('button', { name: words.governance.place }).click();
      const dialog = tab.getByRole('dialog');
      await dialog.getByLabel(words.governance.holdReason).fill('A lawsuit');
      await ended(tab).waitFor();
      // Beside the dialog, where the page's own sign-in is.
      await tab.mouse.click(5, 5);
      await dialog
        .getByLabel(words.signing.token, { exact: true })
        .fill(await system.token({ organization, subject: 'officer' }));
      await dialog.getByRole('button', { name: words.signing.useToken }).click();
      await ended(tab).waitFor({ state: 'detached' });
      expect(await dialog.getByLabel(words.governance.holdReason).inputValue()).toBe('A lawsuit');
      await tab.close();
    }, 120_000);

    test('a poll that fails takes neither the screen nor what is typed in a dialog', async () => {
      const { openGdprCase } = await api.ask<{ openGdprCase: { id: string } }>(
        'mutation ($input: OpenGdprCaseInput!) { openGdprCase(input: $input) { id } }',
        { input: { receivedAt: new Date(Date.now() - 3_600_000).toISOString(), reference: 'POLLED' } },
      );
      const tab = await at(`cases/${openGdprCase.id}`);
      await tab.getByRole('button', { name: words.cases.close }).click();
      const note = tab.getByRole('dialog').getByLabel(words.cases.note);
      await note.fill('Withdrawn by telephone');
      let failed = 0;
      await tab.route('**/graphql', (route) =>
        failed < 2 && route.request().postData()?.includes('gdprCase(') ? (failed++, route.abort()) : route.continue(),
      );
      while (failed < 2) await tab.waitForTimeout(500);
      await tab.waitForTimeout(3_000);
      expect(await note.inputValue()).toBe('Withdrawn by telephone');
      await tab.close();
    }, 120_000);

    test('a correction that is filled in half is not left out silently (R14)', async () => {
      const tab = await at('find');
      await search(tab, await contact('Halb'));
      await tab.getByRole('button', { name: words.enums.typeHelp.UPDATE }).click();
      const create = tab.getByRole('button', { name: words.finding.create(words.enums.type.UPDATE) });
      await tab.getByLabel(words.finding.existing).fill('Ada Halb');
      await tab.getByLabel(words.finding.updated).fill('Ada Ganz');
      expect(await create.isDisabled()).toBe(false);
      await tab.getByRole('button', { name: words.finding.addReplacement }).click();
      await tab.getByLabel(words.finding.updated).nth(1).fill('+34600111222');
      await tab.getByText(words.finding.halfReplacement).waitFor();
      expect(await create.isDisabled()).toBe(true);
      await tab.close();
    }, 120_000);

    test('a restriction that was just placed is shown as it is in the services (R34)', async () => {
      const tab = await at('find');
      await search(tab, await contact('Ruhe'));
      await tab.getByRole('button', { name: words.restrictions.restrict }).click();
      await tab.getByRole('dialog').getByRole('button', { name: words.restrictions.restrict }).click();
      await tab.getByText(words.restrictions.everywhere).waitFor();
      await tab.close();
    }, 120_000);

    test.each(['requests/%', 'report?to=20266-01-01', 'report?from=x', 'log?from=x', 'log?to=20266-01-01'])(
      'an address that says nothing, %s, keeps the page and its menu',
      async (screen) => {
        const tab = await at(screen);
        await tab.locator('main').getByRole('alert').first().waitFor();
        await tab.getByRole('navigation').getByRole('link', { name: words.common.find }).click();
        await tab.getByLabel(words.finding.value).waitFor();
        await tab.close();
      },
      60_000,
    );
  });
