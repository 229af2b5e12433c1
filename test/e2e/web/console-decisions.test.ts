/** Decisions in the console: a deadline is extended, an approval refused, a request stopped or retried, a period counted. */
import type { BrowserContext, Page } from 'playwright-core';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { gatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { hasBrowser, startBrowser } from '../../support/web/browser';
import { consoleWords, lookAtConsole, openConsole, type ConsoleLanguage } from '../../support/web/console';
import { inDatabase } from '../../support/run/database';
import { createFamily } from '../../support/people/family';
import { throughProxy } from '../../support/faults/fault-proxy';
import { keyboard } from '../../support/web/pages';
import { createRequest, finishedRequest, readRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const organization = 'console-decisions';
const words = consoleWords('en');

test('every English text of the console has a Spanish one', () => {
  const named = (value: unknown): unknown =>
    typeof value === 'object' && value !== null
      ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, named(inner)]))
      : typeof value;
  expect(named(consoleWords('es'))).toEqual(named(words));
});

for (const browser of hasBrowser ? ['in a real browser'] : [])
  describe(browser, () => {
    let system: TestSystem;
    let context: BrowserContext;
    let api: ApiClient;
    const closing: (() => unknown)[] = [];

    beforeAll(async () => {
      system = await sharedSystem({ APPROVAL_TYPES: 'UPDATE,DELETE' });
      closing.push(() => system.stop());
      const started = await startBrowser();
      closing.push(started.close);
      ({ context } = started);
      api = await system.client({ organization, subject: 'officer' });
    }, 180_000);
    afterAll(async () => {
      for (const close of closing.reverse()) await close();
    }, 60_000);

    const at = (screen: string, subject = 'officer', language: ConsoleLanguage = 'en'): Promise<Page> =>
      openConsole(system, context, screen, { claims: { organization, subject }, language });

    test("a case's deadline is extended once, with a reason, when the person was told (R29)", async () => {
      const { openGdprCase } = await api.ask<{ openGdprCase: { id: string; legalDueAt: string } }>(
        'mutation ($input: OpenGdprCaseInput!) { openGdprCase(input: $input) { id legalDueAt } }',
        { input: { receivedAt: new Date(Date.now() - 86_400_000).toISOString(), reference: 'COMPLEX' } },
      );
      const tab = await at(`cases/${openGdprCase.id}`);
      const { press, fill, choose } = keyboard(tab);
      await press(tab.getByRole('button', { name: words.cases.extend, exact: true }));
      const dialog = tab.getByRole('dialog');
      const confirm = dialog.getByRole('button', { name: words.cases.extend, exact: true });
      const until = dialog.getByLabel(words.cases.until);
      // The latest date that the law allows is the default; a year later is refused, and changes nothing.
      const most = await until.inputValue();
      await until.fill(`${Number(most.slice(0, 4)) + 1}${most.slice(4)}`);
      await choose(dialog.getByLabel(words.cases.reason), words.enums.extension.NUMBER_OF_REQUESTS);
      await fill(dialog.getByLabel(words.common.typeToConfirm(words.cases.extendWord)), words.cases.extendWord);
      await press(confirm);
      await dialog.getByText(words.problems.byCode.EXTENSION_TOO_LONG ?? '').waitFor();
      await lookAtConsole(tab, 'extend');
      await until.fill(most);
      await press(confirm);
      await dialog.waitFor({ state: 'detached' });
      await tab.getByText(new RegExp(words.enums.extension.NUMBER_OF_REQUESTS)).first().waitFor();
      expect(await tab.getByRole('button', { name: words.cases.extend, exact: true }).count()).toBe(0);
      const { gdprCase } = await api.ask<{
        gdprCase: { legalDueAt: string; extension: { originalDueAt: string; reason: string; by: string } };
      }>('query ($id: ID!) { gdprCase(id: $id) { legalDueAt extension { originalDueAt reason by } } }', {
        id: openGdprCase.id,
      });
      expect(gdprCase.extension).toEqual({
        originalDueAt: openGdprCase.legalDueAt,
        reason: 'NUMBER_OF_REQUESTS',
        by: 'officer',
      });
      expect(Date.parse(gdprCase.legalDueAt)).toBeGreaterThan(Date.parse(openGdprCase.legalDueAt));
      await lookAtConsole(tab, 'case-extended');
      await tab.close();
    }, 240_000);

    test('a second person refuses an erasure, in Spanish and by keyboard alone (R30)', async () => {
      const [contact] = await createFamily(api, 'refused');
      const input = { type: 'DELETE', term: { externalContactId: contact }, deleteConfirmed: true };
      const { request } = await createRequest(api, input);
      const w = consoleWords('es');
      const tab = await at('approvals', 'second', 'es');
      const { press, fill, choose } = keyboard(tab);
      const row = tab.getByRole('row').filter({ has: tab.getByText(w.governance.forYou) });
      await press(row.getByRole('link').first());
      await press(tab.getByRole('button', { name: w.governance.look, exact: true }));
      await press(tab.getByRole('button', { name: w.governance.reject, exact: true }));
      const dialog = tab.getByRole('dialog');
      await choose(dialog.getByLabel(w.governance.reason), w.enums.rejection.WRONG_PERSON);
      await fill(dialog.getByLabel(w.common.typeToConfirm(w.governance.rejectWord)), w.governance.rejectWord);
      await lookAtConsole(tab, 'reject');
      await press(dialog.getByRole('button', { name: w.governance.reject, exact: true }));
      await tab.getByRole('status').getByText(w.enums.status.REJECTED, { exact: true }).waitFor();
      await tab.getByText(w.governance.rejectedFor(w.enums.rejection.WRONG_PERSON)).waitFor();
      expect((await finishedRequest(api, request.id)).status).toBe('REJECTED');
      await lookAtConsole(tab, 'rejected');
      await tab.goto(`${new URL(tab.url()).origin}/#/approvals`);
      await tab.getByText(w.governance.noApprovals).waitFor();
      await tab.close();
    }, 240_000);

    test('a second person sees what a rectification replaces, masked at first (R30)', async () => {
      const [contact] = await createFamily(api, 'corrected', 'wrong@decisions.example');
      const replacements = [{ type: 'EMAIL', existing: 'wrong@decisions.example', updated: 'right@decisions.example' }];
      await createRequest(api, { type: 'UPDATE', term: { externalContactId: contact }, replacements });
      const tab = await at('approvals', 'second');
      const { press } = keyboard(tab);
      await press(tab.getByRole('row').filter({ hasText: words.governance.forYou }).getByRole('link').first());
      await press(tab.getByRole('button', { name: words.governance.look, exact: true }));
      const planned = tab.getByRole('group', { name: words.finding.replacements });
      await planned.getByText('r…t@d…s.example').waitFor();
      await lookAtConsole(tab, 'planned');
      await tab.getByLabel(words.finding.clearValues).check();
      await planned.getByText('right@decisions.example').waitFor();
      await tab.close();
    }, 240_000);

    test('a stuck request shows where it waits and until when, and can be stopped', async () => {
      const [contact] = await createFamily(api, 'stuck');
      await throughProxy(system, 'messaging', 'refuse', async () => {
        const { request } = await createRequest(api, { type: 'GET', term: { externalContactId: contact } });
        const tab = await at(`requests/${request.id}`);
        const row = tab
          .getByRole('group', { name: words.requests.services })
          .getByRole('row')
          .filter({ hasText: words.enums.service.RETRYING });
        await row.getByText(/SERVICE_UNAVAILABLE/).waitFor();
        await row
          .getByRole('listitem')
          .filter({ hasText: words.requests.nextAttempt('').trim() })
          .waitFor();
        await lookAtConsole(tab, 'request-stuck');
        // The desk shows which service delays requests.
        await tab.goto(`${new URL(tab.url()).origin}/#/`);
        const waiting = tab.getByRole('figure').filter({ hasText: words.desk.byService });
        await waiting.getByText(words.names.service.messaging ?? '').waitFor();
        await tab.goto(`${new URL(tab.url()).origin}/#/requests/${request.id}`);
        const { press, fill } = keyboard(tab);
        await press(tab.getByRole('button', { name: words.requests.cancel, exact: true }));
        const dialog = tab.getByRole('dialog');
        await fill(dialog.getByLabel(words.common.typeToConfirm(words.requests.cancelWord)), words.requests.cancelWord);
        await press(dialog.getByRole('button', { name: words.requests.cancel, exact: true }));
        await tab.getByRole('status').getByText(words.enums.status.CANCELLED, { exact: true }).waitFor();
        expect(await tab.getByRole('button', { name: words.requests.cancel, exact: true }).count()).toBe(0);
        expect((await readRequest(api, request.id)).status).toBe('CANCELLED');
        await tab.close();
      });
    }, 240_000);

    test('the desk counts late and failed requests among all, not only among those that it lists', async () => {
      const many = 'console-many';
      const officer = await system.client({ organization: many, subject: 'officer' });
      await officer.ask('{ gdprRequests(first: 1) { totalCount } }');
      // The late one is the oldest, and requests are listed from the newest on.
      await inDatabase(databaseName(system.databasePrefix, gatewayDatabase), (client) =>
        client.query(
          `INSERT INTO gdpr_request (organization_id, id, type, status, created_by, term_digest, subject_digest, created_at,
             due_at, completed_at)
           SELECT $1, gen_random_uuid(), 'GET', 'ERROR', 'tester', '\\x00', '\\x00', now() - number * interval '1 minute',
             now() + CASE WHEN number = 120 THEN -1 ELSE 14 END * interval '1 day', now()
           FROM generate_series(1, 120) AS number`,
          [many],
        ),
      );
      const tab = await openConsole(system, context, '', { claims: { organization: many, subject: 'officer' } });
      const figure = (label: string) => tab.getByRole('link').filter({ hasText: label });
      await figure(words.desk.failed).getByText('120', { exact: true }).waitFor();
      await figure(words.desk.overdueRequests).getByText('1', { exact: true }).waitFor();
      await figure(words.desk.inFlight).getByText('0', { exact: true }).waitFor();
      await tab.close();
    }, 240_000);

    test('a failed request is found from the desk, and retried on its screen', async () => {
      const { createExternalContact: contact } = await api.ask<{ createExternalContact: { id: string } }>(
        'mutation { createExternalContact(input: { firstName: "Failing", lastName: "Once" }) { id } }',
      );
      const failed = await throughProxy(system, 'messaging', 'error', async () => {
        const { request } = await createRequest(api, { type: 'GET', term: { externalContactId: contact.id } });
        return finishedRequest(api, request.id);
      });
      expect(failed.status).toBe('ERROR');
      const tab = await at('');
      const { press } = keyboard(tab);
      await press(tab.getByRole('link', { name: new RegExp(words.desk.failed) }));
      await press(tab.getByRole('link', { name: new RegExp(failed.id.slice(-8)) }));
      await tab.getByRole('status').getByText(words.enums.status.ERROR, { exact: true }).waitFor();
      await lookAtConsole(tab, 'request-failed');
      await press(tab.getByRole('button', { name: words.requests.retry, exact: true }));
      await tab.getByRole('status').getByText(words.enums.status.COMPLETED, { exact: true }).waitFor();
      expect(await tab.getByRole('button', { name: words.requests.retry, exact: true }).count()).toBe(0);
      expect((await readRequest(api, failed.id)).status).toBe('COMPLETED');
      await tab.close();
    }, 240_000);

    test('the report counts the requests of a period, which is part of the address', async () => {
      const { request } = await createRequest(api, { type: 'GET', term: { email: 'nobody.counted@example.com' } });
      await finishedRequest(api, request.id);
      const tab = await at('report');
      const rows = tab.getByRole('group', { name: words.records.reportTitle }).getByRole('row');
      const counted = rows
        .filter({ hasText: words.enums.type.GET })
        .filter({ hasText: words.enums.status.COMPLETED })
        .getByRole('cell');
      await counted.first().waitFor();
      expect(Number(await counted.nth(2).innerText())).toBeGreaterThan(0);
      await tab.getByText(words.records.byStatus).waitFor();
      await lookAtConsole(tab, 'report-counted');
      await tab.getByLabel(words.records.to).fill('2019-12-31');
      await tab.getByLabel(words.records.from).fill('2019-01-01');
      await tab.getByText(words.records.nothingInPeriod).waitFor();
      expect(new URLSearchParams(new URL(tab.url()).hash.split('?')[1]).get('from')).toBe('2019-01-01');
      // A period that ends before it begins is refused.
      await tab.getByLabel(words.records.from).fill('2020-06-01');
      await tab.getByRole('alert').waitFor();
      await lookAtConsole(tab, 'report-refused');
      await tab.close();
    }, 240_000);

    test.each(['en', 'es'] as const)(
      'the register says in %s where what is, and lists unreachable places',
      async (language) => {
        const w = consoleWords(language);
        const tab = await at('register', 'auditor', language);
        const { press } = keyboard(tab);
        const label = language === 'en' ? 'Outbound calls' : 'Llamadas salientes';
        await tab.getByRole('heading', { name: new RegExp(label) }).waitFor();
        await tab.getByRole('group', { name: w.records.fields }).getByRole('row').nth(5).waitFor();
        await press(tab.getByRole('button', { name: w.records.list, exact: true }));
        await tab
          .getByText(w.records.noPlaces)
          .or(tab.getByRole('columnheader', { name: w.records.remedy }))
          .waitFor();
        await lookAtConsole(tab, `register-${language}`);
        // Each search was recorded.
        await tab.goto(`${new URL(tab.url()).origin}/#/log`);
        await tab
          .getByRole('cell', { name: new RegExp(`${w.enums.action.UNREACHABLE_DATA_LISTED ?? ''}$`) })
          .first()
          .waitFor();
        await tab.close();
      },
      240_000,
    );

    test('the services screen shows what each service owns and how long it took, and can be sorted by that', async () => {
      const tab = await at('services');
      const rows = tab.getByRole('group', { name: words.records.servicesTitle }).getByRole('row');
      await rows.filter({ hasText: words.records.answers }).nth(4).waitFor();
      await keyboard(tab).press(tab.getByRole('button', { name: words.records.time, exact: true }));
      await tab.locator('th[aria-sort=ascending]').getByText(words.records.time).waitFor();
      expect(new URL(tab.url()).hash).toContain('services.sort=time');
      await lookAtConsole(tab, 'services-sorted');
      await tab.close();
    }, 180_000);
  });
