/** The explorer in a real browser on the real system: an auditor signs in and works with it. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContext, Page, Request } from 'playwright-core';
import { freePort } from '../../../scripts/develop/ports';
import type { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import { allScopes } from '../../../scripts/develop/token';
import { fitsItsWindow, hasBrowser, startBrowser, violationsOf } from '../../support/web/browser';
import { openPane, run, shown, signInToExplorer, type } from '../../support/web/explorer';
import { makeExplored, purpose, variablesByTitle, type Explored } from '../../support/web/saved-operations';
import { eventually } from '../../support/eventually';
import { exampleOperations, savedOperations } from '../../support/api/examples';
import { startIssuer } from '../../support/servers/issuer';
import { createRequest } from '../../support/api/requests';
import { approvedUpdates } from '../../support/api/approvals';
import { openLoopback } from '../../support/api/webhooks';
import { sharedSystem } from '../../support/run/shared-system';
import { startReplica } from '../../support/run/replica';
import type { TestSystem } from '../../support/run/system';

const organization = 'explorer';
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
    let made: Explored;
    /** The page in which the auditor works throughout the tests. */
    let auditor: Page;
    const closing: (() => unknown)[] = [];
    /** Every request of the explorer's pages, and their console messages. */
    const requests: Request[] = [];
    const said: string[] = [];

    beforeAll(async () => {
      if (shots) mkdirSync(shots, { recursive: true });
      system = await sharedSystem({ ...approvedUpdates, ...openLoopback });
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
      made = await makeExplored(await system.client({ organization }));
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

    test('a person signs in at the issuer, and nothing of it is kept', async () => {
      const tab = await open(`${origin}/explorer`);
      await signInToExplorer(context, tab);
      expect(await tab.getByRole('status').first().innerText()).toContain(`auditor of ${organization}`);
      auditor = tab;
    });

    test('the API is documented by its own descriptions', async () => {
      await openPane(auditor, 'Documentation Explorer');
      await auditor.locator('.graphiql-doc-explorer').getByText('Query', { exact: true }).click();
      await auditor.getByText('Everyone in any service whom the term matches.').waitFor();
    });

    const titles = savedOperations().flatMap(({ operations }) => operations.map(({ title }) => title));

    // One is tested below; retiring needs a service that has joined, as in test/e2e/services/registering.test.ts.
    const apart = ['Follow a request', 'Retire a service'];
    test.each(titles.filter((title) => !apart.includes(title)))('%s', async (title) => {
      const variables = variablesByTitle(made)[title];
      if (!variables) throw new Error('The operation has no variables.');
      const answer = await run(auditor, title, variables);
      expect(answer.errors).toBeUndefined();
      expect(Object.values(answer.data ?? {}).every((value) => value !== null)).toBe(true);
      await eventually(async () => (await shown(auditor, '.graphiql-response')).includes('"data"'));
    });

    test('a report is found in the log, with its purpose', async () => {
      const { data } = await run(auditor, 'The log of a person', variablesByTitle(made)['The log of a person'] ?? {});
      const { nodes } = data?.auditLog as unknown as { nodes: { actor: string; detail: string }[] };
      const entry = nodes.find(({ detail }) => detail.includes(`, unmasked, purpose: ${purpose}`));
      expect(entry).toMatchObject({ actor: 'auditor' });
    });

    test('a request is followed until it has finished', async () => {
      await openPane(auditor, 'Saved operations');
      const { request } = await createRequest(await system.client({ organization }), {
        type: 'GET',
        term: { externalContactId: made.contact },
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
      const { data } = await run(auditor, 'Read a certificate', { id: made.exported });
      const certificate = String(data?.gdprRequest?.certificate);
      await openPane(auditor, 'Verify a certificate');
      const verify = async (text: string) => {
        await auditor.getByLabel('Certificate', { exact: true }).fill(text);
        await auditor.getByRole('button', { name: 'Verify', exact: true }).click();
      };
      await verify(certificate);
      await auditor.getByText('The signature holds.').waitFor();
      expect(await auditor.locator('.certificate pre').innerText()).toContain(made.exported);
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
      for (const value of [token ?? '', 'Personexplored', made.contact, purpose])
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
