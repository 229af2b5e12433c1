/** The explorer in a real browser on the real system: an auditor signs in and works with it. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Page, Request } from 'playwright-core';
import { freePort } from '../../../scripts/develop/ports';
import type { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import { allScopes } from '../../../scripts/develop/token';
import { fitsItsWindow, hasBrowser, startBrowser, violationsOf } from '../../support/web/browser';
import { eventually } from '../../support/eventually';
import { exampleOperations, savedOperations } from '../../support/api/examples';
import { createFamily } from '../../support/people/family';
import { startIssuer } from '../../support/servers/issuer';
import { placeHold } from '../../support/api/holds';
import { signInAtIssuer } from '../../support/web/pages';
import { createRequest, finishedRequest } from '../../support/api/requests';
import { approvedUpdates, planOf, waitingUpdate } from '../../support/api/approvals';
import { createEndpoint } from '../../support/api/webhooks';
import { sharedSystem } from '../../support/run/shared-system';
import { startReplica, type TestSystem } from '../../support/run/system';

const organization = 'explorer';
const purpose = 'Quarterly audit of the explorer';
const shots = process.env.HABEAS_SCREENSHOTS;

test('the saved operations are exactly those of the examples', () => {
  const files = savedOperations().flatMap(({ operations }) => operations.map(({ file }) => file));
  expect(new Set(files)).toEqual(new Set(exampleOperations().keys()));
});

for (const browser of hasBrowser ? ['in a real browser'] : [])
  describe(browser, () => {
    let system: TestSystem;
    /** A gateway with callers that sign in at the issuer. */
    let gateway: ManagedProcess;
    let origin: string;
    let issuer: string;
    let context: BrowserContext;
    let contact: string;
    let exported: string;
    let caseId: string;
    let erasureId: string;
    /** Corrections that wait for an approval, and the plan of the first one. */
    let waiting: string[];
    let planHash: string;
    let webhookId: string;
    let goneWebhookId: string;
    let kept: string;
    let holdId: string;
    let restricted: string;
    let restrictionId: string;
    /** The page in which the auditor works throughout the tests. */
    let auditor: Page;
    const closing: (() => unknown)[] = [];
    /** Every request of the explorer's pages, and their console messages. */
    const requests: Request[] = [];
    const said: string[] = [];

    beforeAll(async () => {
      if (shots) mkdirSync(shots, { recursive: true });
      system = await sharedSystem({ ...approvedUpdates, WEBHOOK_ALLOWED_NETWORKS: '127.0.0.1' });
      closing.push(() => system.stop());
      const port = await freePort();
      issuer = `http://127.0.0.1:${port}`;
      gateway = await startReplica(system, 'signed-in', {
        CALLER_JWKS_URL: `${issuer}/jwks`,
        CALLER_ISSUER: issuer,
        OIDC_ISSUER: issuer,
        OIDC_CLIENT_ID: 'explorer',
        OIDC_SCOPE: `openid ${allScopes.join(' ')}`,
      });
      closing.push(() => gateway.stop());
      ({ origin } = new URL(gateway.url));
      closing.push(await startIssuer({ port, page: origin, organization, scopes: allScopes }));
      const started = await startBrowser();
      closing.push(started.close);
      ({ context } = started);
      const api = await system.client({ organization });
      [contact] = await createFamily(api, 'explored');
      const { request } = await createRequest(api, { type: 'EXPORT', term: { externalContactId: contact } });
      exported = (await finishedRequest(api, request.id)).id;
      const [gone] = await createFamily(api, 'gone', 'gone@example.com');
      const erasure = { type: 'DELETE', term: { externalContactId: gone }, deleteConfirmed: true };
      erasureId = (await finishedRequest(api, (await createRequest(api, erasure)).request.id)).id;
      [restricted] = await createFamily(api, 'restricted');
      const placed = await api.ask<{ restrictProcessing: { id: string } }>(
        'mutation ($id: ID!) { restrictProcessing(input: { subject: { externalContactId: $id }, ground: UNLAWFUL }) { id } }',
        { id: restricted },
      );
      restrictionId = placed.restrictProcessing.id;
      await eventually(async () => {
        const { restrictions } = await api.ask<{ restrictions: { nodes: { recipients: object[] }[] } }>(
          '{ restrictions { nodes { recipients { service } } } }',
        );
        return restrictions.nodes.every(({ recipients }) => recipients.length > 0);
      });
      const receivedAt = new Date(Date.now() - 3_600_000).toISOString();
      const opened = await api.ask<{ openGdprCase: { id: string } }>(
        'mutation ($input: OpenGdprCaseInput!) { openGdprCase(input: $input) { id } }',
        { input: { receivedAt } },
      );
      caseId = opened.openGdprCase.id;
      const [one, two] = [(await createFamily(api, 'waits'))[0], (await createFamily(api, 'rejected'))[0]];
      await api.ask('mutation ($id: ID!) { confirmGdprCaseIdentity(id: $id, means: OTHER) { id } }', { id: caseId });
      waiting = [await waitingUpdate(api, one, caseId), await waitingUpdate(api, two)];
      planHash = await planOf(api, waiting[0] ?? '');
      for (const take of [(id: string) => (webhookId = id), (id: string) => (goneWebhookId = id)]) {
        // Nothing listens there, and the event never occurs.
        const { endpoint } = await createEndpoint(api, 'http://127.0.0.1:9/hook', ['GDPR_SUBJECT_REAPPEARED']);
        take(endpoint.id);
      }
      [kept] = await createFamily(api, 'kept');
      holdId = (await placeHold(api, { externalContactId: kept })).id;
    }, 180_000);
    afterAll(async () => {
      for (const close of closing.reverse()) await close();
    }, 60_000);

    /** Opens the explorer of a gateway. */
    async function open(at: string): Promise<Page> {
      const tab = await context.newPage();
      tab.on('request', (request) => requests.push(request));
      tab.on('console', (message) => said.push(`${message.type()}: ${message.text()}`));
      tab.on('pageerror', (error) => said.push(error.message));
      await tab.goto(at);
      return tab;
    }

    async function signIn(tab: Page): Promise<void> {
      const begin = () => tab.getByRole('button', { name: 'Sign in', exact: true }).click();
      await signInAtIssuer(context, begin, 'auditor');
      await tab.getByRole('button', { name: 'Sign out' }).waitFor();
    }

    /** Chooses a saved operation, sets its variables, and runs it. @returns the gateway's answer */
    async function run(tab: Page, title: string, variables: object): Promise<{ data?: Data; errors?: unknown }> {
      await openPane(tab, 'Saved operations');
      await tab.getByRole('button', { name: title, exact: true }).click();
      await type(tab, 'Variables', JSON.stringify(variables));
      const answered = tab.waitForResponse((response) => response.url() === `${origin}/graphql`);
      await tab.getByRole('button', { name: 'Execute query' }).click();
      return (await (await answered).json()) as { data?: Data };
    }
    type Data = Record<string, Record<string, unknown>>;

    /** Shows a pane of GraphiQL, by its name. */
    async function openPane(tab: Page, name: string): Promise<void> {
      const hidden = tab.getByRole('button', { name: `Show ${name}`, exact: true });
      if (await hidden.isVisible()) await hidden.click();
    }

    /** Replaces the text of an editor. */
    async function type(tab: Page, editor: 'Operation Editor' | 'Variables', text: string): Promise<void> {
      await tab.getByRole('region', { name: editor, exact: true }).locator('.view-lines').first().click();
      await tab.keyboard.press('Control+A');
      await tab.keyboard.press('Delete');
      await tab.keyboard.insertText(text);
    }

    /** The text of an editor; Monaco's no-break spaces become spaces. */
    const shown = async (tab: Page, region: string) =>
      (await tab.locator(`${region} .view-lines`).first().innerText()).replaceAll('\u00a0', ' ');

    test('a person signs in at the issuer, and nothing of it is kept', async () => {
      const tab = await open(`${origin}/explorer`);
      await signIn(tab);
      expect(await tab.getByRole('status').first().innerText()).toContain(`auditor of ${organization}`);
      auditor = tab;
    });

    test('the API is documented by its own descriptions', async () => {
      await openPane(auditor, 'Documentation Explorer');
      await auditor.locator('.graphiql-doc-explorer').getByText('Query', { exact: true }).click();
      await auditor.getByText('Everyone in any service whom the term matches.').waitFor();
    });

    const byTitle = (): Record<string, object> => ({
      'Find subjects': { term: { name: 'Personexplored' } },
      'Preview a request': { type: 'DELETE', term: { externalContactId: contact } },
      'Report on a person': { term: { externalContactId: contact }, purpose, unmasked: true },
      'Walk conversations': { id: contact },
      'Was it erased before?': { term: { email: 'gone@example.com' } },
      'Came back of their own will': { term: { email: 'gone@example.com' }, reference: 'LETTER-9' },
      'Create a request': { input: { type: 'GET', term: { externalContactId: contact } } },
      'List requests': {},
      'Overdue requests': { filter: { overdue: true } },
      'Read a request': { id: exported },
      'Requests that wait': { filter: { status: ['AWAITING_APPROVAL'] } },
      'Read what waits': { id: waiting[0] },
      'Approve a request': { id: waiting[0], planHash },
      'Reject a request': { id: waiting[1], reason: 'OTHER' },
      'Which requests wait': {},
      'A link for the person': { requestId: exported },
      'Read a certificate': { id: exported },
      'Open a case': { input: { receivedAt: new Date(Date.now() - 3_600_000).toISOString() } },
      'Cases by their limit': { filter: { open: true } },
      'Overdue cases': { filter: { overdue: true } },
      'Read a case': { id: caseId },
      'Confirm an identity': { id: caseId, means: 'CALL_BACK' },
      'Extend a case': {
        id: caseId,
        input: {
          until: new Date(Date.now() + 60 * 24 * 3_600_000).toISOString(),
          reason: 'COMPLEXITY',
          informedAt: new Date().toISOString(),
        },
      },
      'Tell a recipient': {
        requestId: erasureId,
        service: 'external-contacts',
        recipient: "The organisation's agents",
        at: new Date().toISOString(),
      },
      'Close a case': { id: caseId, outcome: 'WITHDRAWN' },
      'Report on a period': { from: '2026-01-01T00:00:00Z', to: '2028-01-01T00:00:00Z' },
      'Register a webhook': { input: { url: 'http://127.0.0.1:9/', events: ['GDPR_REQUEST_COMPLETED'] } },
      Webhooks: {},
      'Test a webhook': { id: webhookId },
      'Webhook deliveries': { endpointId: webhookId },
      'Failed webhook deliveries': { status: 'FAILED' },
      'Send webhooks again': { endpointId: webhookId, failedSince: new Date(Date.now() - 3_600_000).toISOString() },
      'Change a webhook': { id: webhookId, input: { url: 'http://127.0.0.1:9/' }, enabled: true },
      "Rotate a webhook's secret": { id: webhookId, overlapHours: 1 },
      'Remove a webhook': { id: goneWebhookId },
      'Place a hold': {
        input: {
          subject: { externalContactId: kept },
          ground: 'AUTHORITY',
          reason: 'A court has ordered it.',
          reference: 'ORDER-7',
        },
      },
      'Holds that stand': { active: true },
      'Release a hold': { id: holdId, reference: 'SETTLED-7' },
      'Restrict processing': { input: { subject: { externalContactId: restricted }, ground: 'OBJECTION' } },
      'Restrictions that stand': { active: true },
      'Tell a recipient of a restriction': {
        restrictionId,
        service: 'external-contacts',
        recipient: "The organisation's agents",
        at: new Date().toISOString(),
      },
      'Lift a restriction': { id: restrictionId, informedAt: new Date(Date.now() - 3_600_000).toISOString() },
      'The register': {},
      'Unreachable places': {},
      'The services': {},
      'Services that joined': {},
      'The log of today': { filter: { from: new Date(Date.now() - 3_600_000).toISOString() } },
      'The log of a request': { filter: { requestId: exported } },
      'The log of a person': { filter: { term: { externalContactId: contact } } },
    });
    const titles = savedOperations().flatMap(({ operations }) => operations.map(({ title }) => title));

    // One is tested below; retiring needs a service that has joined, as in test/e2e/services/registering.test.ts.
    const apart = ['Follow a request', 'Retire a service'];
    test.each(titles.filter((title) => !apart.includes(title)))('%s', async (title) => {
      const variables = byTitle()[title];
      if (!variables) throw new Error('The operation has no variables.');
      const answer = await run(auditor, title, variables);
      expect(answer.errors).toBeUndefined();
      expect(Object.values(answer.data ?? {}).every((value) => value !== null)).toBe(true);
      await eventually(async () => (await shown(auditor, '.graphiql-response')).includes('"data"'));
    });

    test('a report is found in the log, with its purpose', async () => {
      const { data } = await run(auditor, 'The log of a person', byTitle()['The log of a person'] ?? {});
      const { nodes } = data?.auditLog as unknown as { nodes: { actor: string; detail: string }[] };
      const entry = nodes.find(({ detail }) => detail.includes(`, unmasked, purpose: ${purpose}`));
      expect(entry).toMatchObject({ actor: 'auditor' });
    });

    test('a request is followed until it has finished', async () => {
      await openPane(auditor, 'Saved operations');
      const { request } = await createRequest(await system.client({ organization }), {
        type: 'GET',
        term: { externalContactId: contact },
      });
      await auditor.getByRole('button', { name: 'Follow a request', exact: true }).click();
      await type(auditor, 'Variables', JSON.stringify({ id: request.id }));
      await auditor.getByRole('button', { name: 'Execute query' }).click();
      await eventually(async () => (await shown(auditor, '.graphiql-response')).includes('"status": "COMPLETED"'));
      const followed = requests.find((request) => request.postData()?.includes('gdprRequestUpdated'));
      expect(followed?.method()).toBe('POST');
      expect((await followed?.response())?.headers()['content-type']).toContain('text/event-stream');
    });

    test('a certificate is verified in the page, and an altered one is not', async () => {
      const { data } = await run(auditor, 'Read a certificate', { id: exported });
      const certificate = String(data?.gdprRequest?.certificate);
      await openPane(auditor, 'Verify a certificate');
      const verify = async (text: string) => {
        await auditor.getByLabel('Certificate', { exact: true }).fill(text);
        await auditor.getByRole('button', { name: 'Verify', exact: true }).click();
      };
      await verify(certificate);
      await auditor.getByText('The signature holds.').waitFor();
      expect(await auditor.locator('.certificate pre').innerText()).toContain(exported);
      const [head, payload = '', signature] = certificate.split('.');
      const altered = Buffer.from(payload, 'base64url').toString().replace('"EXPORT"', '"DELETE"');
      await verify([head, Buffer.from(altered).toString('base64url'), signature].join('.'));
      await auditor.getByText('The signature does not hold').waitFor();
    });

    test('an operation is built by choosing fields', async () => {
      await auditor.getByRole('button', { name: 'New tab' }).click();
      await openPane(auditor, 'GraphiQL Explorer');
      await auditor.getByText('piiServices', { exact: true }).click();
      await auditor.locator('.graphiql-explorer-root').getByText('available', { exact: true }).click();
      const operation = await shown(auditor, '.graphiql-query-editor');
      expect(operation.replaceAll(/\s+/g, ' ')).toContain('piiServices { available');
    });

    test('nothing is sent elsewhere, and no token or value is in an address or stored', async () => {
      const addresses = requests.map((request) => request.url()).filter((url) => !url.startsWith('data:'));
      expect(new Set(addresses.map((url) => new URL(url).origin))).toEqual(new Set([origin, issuer]));
      const tokens = requests.map((request) => request.headers().authorization?.replace('Bearer ', ''));
      const [token] = tokens.filter(Boolean);
      expect(token).toMatch(/^[\w-]+\.[\w-]+\.[\w-]+$/);
      for (const value of [token ?? '', 'Personexplored', contact, purpose])
        expect(addresses.filter((url) => decodeURIComponent(url).includes(value))).toEqual([]);
      const kept = await auditor.evaluate(async () => [
        localStorage.length,
        sessionStorage.length,
        document.cookie,
        await indexedDB.databases(),
      ]);
      expect(kept).toEqual([0, 0, '', []]);
      expect(auditor.url()).toBe(`${origin}/explorer`);
      // The page's policy would have reported anything that it refused.
      expect(said).toEqual([]);
    });

    test('nothing is left after signing out', async () => {
      await auditor.getByRole('button', { name: 'Sign out' }).click();
      await auditor.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
      expect(await auditor.locator('.graphiql-tab').count()).toBe(1);
      expect(await auditor.locator('body').innerText()).not.toContain('auditor');
    });

    test('a pasted token is accepted; after its end, another one continues on the same page', async () => {
      const tab = await open(`${new URL(system.url).origin}/explorer`);
      const paste = async (token: string) => {
        await tab.getByLabel('Token', { exact: true }).fill(token);
        await tab.getByRole('button', { name: 'Use this token' }).click();
      };
      await paste('no-token');
      await tab.getByRole('alert').getByText('The token is malformed.').waitFor();
      await paste(await system.token({ organization, expiresIn: '15s' }));
      await tab.getByRole('button', { name: 'Sign out' }).waitFor();
      await tab.getByRole('button', { name: 'The services', exact: true }).click();
      await tab.getByText('the token has ended').waitFor();
      await paste(await system.token({ organization }));
      await tab.getByText('the token has ended').waitFor({ state: 'detached' });
      await tab.getByRole('button', { name: 'Execute query' }).click();
      await eventually(async () => (await shown(tab, '.graphiql-response')).includes('"data"'));
      // The next person starts with an empty page.
      await tab.getByRole('button', { name: 'Sign out' }).click();
      await eventually(async () => !(await shown(tab, '.graphiql-query-editor')).includes('piiServices'));
      await tab.close();
    });

    describe.each(['light', 'dark'] as const)('%s', (colorScheme) => {
      test.each([360, 1280])('nothing is out of reach at %d px', async (width) => {
        const tab = await open(`${new URL(system.url).origin}/explorer`);
        await tab.emulateMedia({ colorScheme });
        await tab.setViewportSize({ width, height: 800 });
        const look = async (name: string) => {
          await tab.mouse.move(0, 0);
          if (shots) await tab.screenshot({ path: path.join(shots, `explorer-${width}-${colorScheme}-${name}.png`) });
          expect(await fitsItsWindow(tab)).toBe(true);
          expect(await violationsOf(tab)).toEqual([]);
        };
        await tab.getByRole('button', { name: 'Use a development token' }).waitFor();
        await look('signed-out');
        await tab.getByLabel('Organisation').fill(organization);
        await tab.getByRole('button', { name: 'Use a development token' }).click();
        await tab.getByRole('button', { name: 'Sign out' }).waitFor();
        await tab.getByRole('button', { name: 'The services', exact: true }).click();
        await tab.getByRole('button', { name: 'Execute query' }).click();
        await eventually(async () => (await shown(tab, '.graphiql-response')).includes('"data"'));
        await look('saved-operations');
        for (const pane of ['Documentation Explorer', 'GraphiQL Explorer', 'Verify a certificate', 'History']) {
          await openPane(tab, pane);
          await look(pane.toLowerCase().replaceAll(' ', '-'));
        }
        await tab.close();
      });
    });
  });
