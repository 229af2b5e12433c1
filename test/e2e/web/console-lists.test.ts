/** The console's lists beyond their first page, and what it sends again after a lost reply. Pages are cut short on their way, so that few rows make many. */
import type { BrowserContext, Page, Route } from 'playwright-core';
import { addressOf, parseRoute } from '../../../gateway/web/console/route';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { eventually } from '../../support/eventually';
import { hasBrowser, startBrowser } from '../../support/web/browser';
import { consoleWords, lookAtConsole, openConsole } from '../../support/web/console';
import { createFamily } from '../../support/people/family';
import { createRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const organization = 'console-lists';
const words = consoleWords('en');
/** How many rows a page has at most. */
const short = 2;

interface Sent {
  operationName: string;
  variables: { first?: number; after?: string; filter?: { open?: boolean } | null };
}

test('the address of a list keeps how it is sorted and filtered', () => {
  const { screen, id, search } = parseRoute(addressOf('requests', undefined, { sort: 'due', status: 'ON HOLD&' }));
  expect([screen, id, Object.fromEntries(search)]).toEqual([
    'requests',
    undefined,
    { sort: 'due', status: 'ON HOLD&' },
  ]);
});

for (const browser of hasBrowser ? ['in a real browser'] : [])
  describe(browser, () => {
    let system: TestSystem;
    let context: BrowserContext;
    let api: ApiClient;
    const closing: (() => unknown)[] = [];

    const openCase = async (number: number) =>
      (
        await api.ask<{ openGdprCase: { id: string } }>(
          'mutation ($input: OpenGdprCaseInput!) { openGdprCase(input: $input) { id } }',
          {
            input: {
              receivedAt: new Date(Date.now() - (10 - number) * 3_600_000).toISOString(),
              reference: `CASE-${number}`,
            },
          },
        )
      ).openGdprCase.id;

    beforeAll(async () => {
      system = await sharedSystem({ APPROVAL_TYPES: 'DELETE' });
      closing.push(() => system.stop());
      const started = await startBrowser();
      closing.push(started.close);
      ({ context } = started);
      api = await system.client({ organization, subject: 'officer' });
      const first = await openCase(0);
      await api.ask('mutation ($id: ID!) { closeGdprCase(id: $id, outcome: WITHDRAWN) { id } }', { id: first });
      for (const number of [1, 2, 3, 4, 5]) await openCase(number);
    }, 180_000);
    afterAll(async () => {
      for (const close of closing.reverse()) await close();
    }, 60_000);

    /** Opens a screen with short pages. @param meet may answer what is sent in another way, and then returns true */
    async function at(
      screen: string,
      subject = 'officer',
      meet: (sent: Sent, route: Route) => Promise<boolean> = () => Promise.resolve(false),
    ): Promise<Page> {
      const tab = await openConsole(system, context, 'certificates', { claims: { organization, subject } });
      await tab.route('**/graphql', async (route) => {
        const sent = route.request().postDataJSON() as Sent;
        if (sent.variables.first !== undefined) sent.variables.first = Math.min(sent.variables.first, short);
        if (!(await meet(sent, route))) await route.continue({ postData: JSON.stringify(sent) });
      });
      await tab.goto(`${new URL(system.url).origin}/#/${screen}`);
      return tab;
    }

    const referencesOf = async (tab: Page) => {
      const links = await tab.getByRole('row').getByRole('link').allInnerTexts();
      return links.filter((text) => text.startsWith('CASE-'));
    };
    const more = (tab: Page) => tab.getByRole('button', { name: words.common.more });
    const contact = async (label: string) => (await createFamily(api, label))[0];

    test('a page that comes late is not shown under another filter, nor twice, and one that fails says so', async () => {
      let hold = Promise.resolve();
      let refused = 1;
      const tab = await at('cases?state=all', 'officer', async ({ variables }, route) => {
        if (variables.after !== undefined && refused-- > 0) {
          await route.fulfill({ status: 503, body: 'down' });
          return true;
        }
        await hold;
        return false;
      });
      await more(tab).click();
      await tab.getByRole('alert').getByText(words.problems.pageLost).waitFor();
      await lookAtConsole(tab, 'page-refused');
      await tab.getByText(words.problems.lostHelp).waitFor({ state: 'detached' });
      await more(tab).click();
      await eventually(async () => (await referencesOf(tab)).length === 2 * short);
      expect(await tab.getByRole('alert').count()).toBe(0);

      let release = () => {};
      hold = new Promise((resolve) => (release = resolve));
      await more(tab).click();
      expect(await more(tab).isDisabled()).toBe(true);
      await tab.getByLabel(words.cases.state).selectOption({ label: words.cases.filterClosed });
      // Until the filter is answered, nothing of another one is shown.
      await tab.getByText(words.common.loading).waitFor();
      expect(await referencesOf(tab)).toEqual([]);
      release();
      await eventually(async () => (await referencesOf(tab)).length > 0);
      await tab.waitForTimeout(500);
      expect(await referencesOf(tab)).toEqual(['CASE-0']);
      await tab.close();
    }, 240_000);

    test('a request is filed in a case that the first page of cases does not have (R28)', async () => {
      const tab = await at('find');
      await tab.getByLabel(words.finding.value).fill(await contact('filed'));
      await tab.getByRole('button', { name: words.finding.search, exact: true }).click();
      await tab.getByRole('button', { name: words.enums.typeHelp.GET }).click();
      const choice = tab.getByRole('combobox', { name: words.finding.case, exact: true });
      const others = tab.getByRole('button', { name: words.finding.moreCases });
      await others.waitFor();
      await lookAtConsole(tab, 'cases-to-choose');
      await others.click();
      await tab.getByText(words.common.of('4', '5')).waitFor();
      await others.click();
      await choice.selectOption({ label: 'CASE-5' });
      await tab.getByRole('button', { name: words.finding.create(words.enums.type.GET) }).click();
      await tab.getByRole('link', { name: 'CASE-5' }).waitFor();
      await tab.close();
    }, 240_000);

    test('a request whose reply was lost is sent again under the same key, and made once (R10)', async () => {
      const id = await contact('lost');
      const keys: unknown[] = [];
      const tab = await at('find', 'officer', async ({ operationName, variables }, route) => {
        if (operationName !== 'CreateRequest') return false;
        keys.push((variables as { input?: { idempotencyKey: string } }).input?.idempotencyKey);
        if (keys.length > 1) return false;
        await route.fetch();
        await route.abort('connectionreset');
        return true;
      });
      await tab.getByLabel(words.finding.value).fill(id);
      await tab.getByRole('button', { name: words.finding.search, exact: true }).click();
      await tab.getByRole('button', { name: words.enums.typeHelp.GET }).click();
      const create = tab.getByRole('button', { name: words.finding.create(words.enums.type.GET) });
      await create.click();
      await tab.getByText(words.problems.sendAgain).waitFor();
      await lookAtConsole(tab, 'reply-lost');
      const made = () =>
        api.ask<{ gdprRequests: { totalCount: number; nodes: { status: string }[] } }>(
          'query ($filter: GdprRequestFilter) { gdprRequests(filter: $filter) { totalCount nodes { status } } }',
          { filter: { term: { externalContactId: id }, related: false } },
        );
      // Once it has ended, nothing but the key tells that it was made.
      await eventually(async () => (await made()).gdprRequests.nodes.every(({ status }) => status === 'COMPLETED'));
      await create.click();
      await tab.getByRole('status').getByText(words.enums.status.COMPLETED, { exact: true }).waitFor();
      expect(new Set(keys).size).toBe(1);
      expect((await made()).gdprRequests.totalCount).toBe(1);
      await tab.close();
    }, 240_000);

    test('families and more requests than a page has leave none out that waits for approval (R30)', async () => {
      const made: string[] = [];
      for (const label of ['first', 'second', 'third']) {
        const term = { externalContactId: await contact(label) };
        made.push((await createRequest(api, { type: 'DELETE', term, deleteConfirmed: true })).request.id);
      }
      const tab = await at('approvals', 'second');
      const ids = tab.getByRole('row').getByRole('link').locator('code');
      await tab.getByText(words.governance.newestOnly).waitFor();
      await lookAtConsole(tab, 'approvals-cut');
      await more(tab).click();
      await tab.getByText(words.governance.newestOnly).waitFor({ state: 'detached' });
      // All are due alike in their order of creation: the first made is due first.
      expect(await ids.allInnerTexts()).toEqual(made.map((id) => id.slice(-8)));
      await tab.goto(`${new URL(system.url).origin}/#/`);
      await tab.getByRole('link', { name: `3 ${words.desk.waiting}`, exact: true }).waitFor();
      await tab.close();
      const whole = await openConsole(system, context, '', { claims: { organization, subject: 'second' } });
      await whole.getByRole('link', { name: `3 ${words.desk.waitingForMe}`, exact: true }).waitFor();
      await whole.close();
    }, 240_000);

    test('an approver is told to reject a request whose family has changed (R30)', async () => {
      const [one, other] = [await contact('changed'), await contact('joined')];
      const { request } = await createRequest(api, {
        type: 'DELETE',
        term: { externalContactId: one },
        deleteConfirmed: true,
      });
      const tab = await at(`requests/${request.id}`, 'second');
      await tab.getByRole('button', { name: words.governance.look, exact: true }).click();
      await tab.getByRole('button', { name: words.governance.approve, exact: true }).click();
      await api.ask('mutation ($a: ID!, $b: ID!) { mergeExternalContacts(sourceId: $a, targetId: $b) { id } }', {
        a: other,
        b: one,
      });
      const dialog = tab.getByRole('dialog');
      const { approveWord } = words.governance;
      await dialog.getByLabel(words.common.typeToConfirm(approveWord)).fill(approveWord);
      await dialog.getByRole('button', { name: words.governance.approve, exact: true }).click();
      const alert = tab.getByRole('alert');
      await alert.getByText(words.governance.planChanged).waitFor();
      await lookAtConsole(tab, 'plan-changed');
      expect(await alert.getByRole('button').count()).toBe(0);
      await tab.close();
    }, 240_000);

    test('every listed hold shows the requests that wait for it (R31)', async () => {
      const waiting: string[] = [];
      for (const label of ['one', 'two', 'three']) {
        const term = { externalContactId: await contact(`held-${label}`) };
        await api.ask('mutation ($input: LegalHoldInput!) { placeLegalHold(input: $input) { id } }', {
          input: { subject: term, ground: 'LEGAL_CLAIMS', reason: 'A claim.', reference: `H-${label}` },
        });
        const replacements = [{ type: 'NAME', existing: `Personheld-${label}`, updated: 'Somebody' }];
        waiting.push((await createRequest(api, { type: 'UPDATE', term, replacements })).request.id);
      }
      const tab = await at('holds');
      await more(tab).click();
      const row = tab.getByRole('row').filter({ hasText: 'H-one' });
      await row.getByText(waiting[0]?.slice(-8) ?? '').waitFor();
      await lookAtConsole(tab, 'holds-waiting');
      await tab.close();
    }, 240_000);
  });
