/**
 * Clients that people use, in a real browser, on a page of another origin: queries are answered, and refusals arrive with their code
 * and message.
 */
import type { Page as Tab } from 'playwright-core';
import { ApiClient } from '../../../scripts/develop/api-client';
import type { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import { errorCodeEntry, errorCodes, type ErrorCode } from '../../../subgraphs/kit/base/errors/error-codes';
import { hasBrowser, startBrowser } from '../../support/web/browser';
import { clientNames, type Asked } from '../../support/web/browser-clients/ask';
import { followers } from '../../support/web/browser-clients/follow';
import type { Page } from '../../support/web/browser-clients/page';
import {
  crowd,
  refusedAtTheDoor,
  refusedByRules,
  services,
  statusOf,
  writeList,
  type Held,
  type Refused,
} from '../../support/web/browser-clients/refusals';
import { refusedByCases } from '../../support/web/browser-clients/refused-cases';
import { bundlePage, servePage } from '../../support/web/browser-clients/serve';
import { eventually } from '../../support/eventually';
import { createFamily } from '../../support/people/family';
import { proxyService, type FaultProxy } from '../../support/faults/fault-proxy';
import { createRequest } from '../../support/api/requests';
import { approvedUpdates } from '../../support/api/approvals';
import { refusedByHolds } from '../../support/web/browser-clients/refused-holds';
import { refusedByApprovals } from '../../support/web/browser-clients/refused-approvals';
import { sharedSystem } from '../../support/run/shared-system';
import { startReplica } from '../../support/run/replica';
import type { TestSystem } from '../../support/run/system';

/** The functions of the page's script. */
declare const clients: Page;

const organization = 'browser';
const subscription = 'subscription ($id: ID!) { gdprRequestUpdated(id: $id) { id status } }';

/** Codes that no page can get, and why. */
const outOfReach: Partial<Record<ErrorCode, string>> = {
  PERSISTED_QUERY_NOT_SUPPORTED: 'services answer with it, and callers do not reach them',
  SERVICE_IN_USE: 'the services of this system are its release’s; test/e2e/services/registering.test.ts retires others',
  REQUEST_TIMEOUT: 'a browser sends a request whole',
  REQUEST_HEADERS_TOO_LARGE:
    'nothing of the headers was read, the origin neither: the browser keeps the answer to itself',
};
const codes = (Object.keys(errorCodes) as ErrorCode[]).filter(
  (code) => errorCodeEntry(code).kind !== 'part' && !(code in outOfReach),
);

test('the clients are bundled for browsers, and need no module of Node', async () => {
  const script = await bundlePage();
  for (const name of clientNames) expect(script).toContain(name);
});

for (const browser of hasBrowser ? ['a page of another origin, in a real browser'] : [])
  describe(browser, () => {
    let system: TestSystem;
    /** A gateway with a list of persisted operations, which also keeps working while the other one is stopped. */
    let listed: ManagedProcess;
    let messaging: FaultProxy;
    let token: string;
    let held: Held;
    let tab: Tab;
    let refused: Record<string, Refused>;
    const closing: (() => unknown)[] = [];

    beforeAll(async () => {
      system = await sharedSystem(approvedUpdates);
      closing.push(() => system.stop());
      token = await system.token({ organization });
      const page = await servePage(await bundlePage());
      closing.push(page.close);
      const { context, close } = await startBrowser();
      closing.push(close);
      tab = await context.newPage();
      await tab.goto(page.url);
      listed = await startReplica(system, 'listed', { PERSISTED_OPERATIONS_FILE: writeList(system) });
      closing.push(() => listed.stop());
      messaging = await proxyService(system, 'messaging');
      closing.push(() => messaging.close());
      held = await heldExport('held');
      const crowded = await system.token({ organization, subject: 'crowd' });
      closing.push(await crowd(system.url, crowded, subscription, held.id));
      const oneMore = JSON.stringify({ query: subscription, variables: { id: held.id } });
      refused = {
        ...refusedAtTheDoor,
        ...(await refusedByRules(system, organization, messaging, held)),
        ...(await refusedByCases(system, await system.client({ organization }), held)),
        ...(await refusedByHolds(await system.client({ organization }))),
        ...(await refusedByApprovals(system, organization, await system.client({ organization }))),
        PERSISTED_QUERY_NOT_IN_LIST: { query: services, url: listed.url },
        RATE_LIMITED: {
          query: services,
          token: crowded,
          changed: { headers: { accept: 'text/event-stream' }, body: oneMore },
        },
      };
    }, 120_000);
    afterAll(async () => {
      for (const close of closing.reverse()) await close();
    }, 60_000);

    /** An export that stays in flight while messaging does not answer calls about it. */
    async function heldExport(label: string): Promise<Held> {
      const api = await system.client({ organization });
      const [contact] = await createFamily(api, label);
      // An answer, however bad, leaves the circuit closed: others go on asking messaging.
      messaging.fault = (body) => (body.includes(contact) ? 'garbage' : 'none');
      const { request } = await createRequest(api, { type: 'EXPORT', term: { externalContactId: contact } });
      return { contact, id: request.id };
    }
    const asked = (given: Refused): Asked => ({ url: system.url, token, ...given });
    const askAll = (given: Refused) => tab.evaluate((operation) => clients.askAll(operation), asked(given));
    const byEach = <T>(made: T) => Object.fromEntries(clientNames.map((name) => [name, made]));

    test('queries and mutations are answered', async () => {
      const list = expect.arrayContaining([expect.objectContaining({ name: 'messaging' })]) as unknown;
      expect(await askAll({ query: services })).toEqual(byEach({ data: { piiServices: list } }));
      const mutation = 'mutation ($name: String!) { createExternalContact(input: { firstName: $name }) { firstName } }';
      expect(await askAll({ query: mutation, variables: { name: 'Web' } })).toMatchObject(
        byEach({ data: { createExternalContact: { firstName: 'Web' } } }),
      );
    });

    test.each(codes)('%s arrives in each client’s shape', async (code) => {
      const given = refused[code];
      if (!given) throw new Error(`There is no call that is refused with ${code}.`);
      const told = await askAll(given);
      const message = told.urql.error?.message;
      expect(message).toMatch(code === 'PERSISTED_QUERY_NOT_FOUND' ? /^PersistedQueryNotFound$/ : /^[A-Za-z].*\.$/);
      expect(told).toMatchObject(byEach({ error: { message, extensions: { code } } }));
      // Apollo Client and graphql-sse give the code within the HTTP body, if the body is not in the form that they asked for.
      const whole = given.changed?.headers?.accept ? 'HTTP answer' : 'GraphQL errors';
      expect(told).toMatchObject({
        urql: { shape: 'GraphQL errors' },
        'Apollo Client': { shape: whole },
        'graphql-request': { shape: 'GraphQL errors' },
        'graphql-sse': { shape: expect.stringMatching(/^(GraphQL errors|HTTP answer)$/) as string },
      });
    });

    test('subscriptions continue after a restart of the gateway, and show what happened meanwhile; then the package is downloaded', async () => {
      // A new export, because one that has failed for long is rarely tried again.
      const { id } = await heldExport('followed');
      const operation = asked({ query: subscription, variables: { id } });
      for (const name of followers)
        await tab.evaluate(([by, given]) => clients.follow(by, given), [name, operation] as const);
      const seen = () => tab.evaluate(() => clients.seen);
      await eventually(async () => Object.values(await seen()).every(({ results }) => results.length > 0));
      const gateway = system.processes.get('gateway');
      await gateway?.stop();
      messaging.fault = 'none';
      const other = new ApiClient(listed.url, token);
      await eventually(
        async () =>
          (await other.ask<{ gdprRequest: { status: string } }>(statusOf, { id })).gdprRequest.status === 'COMPLETED',
      );
      await gateway?.start();
      await eventually(async () => Object.values(await seen()).every(({ ended }) => ended !== undefined));
      for (const { results, connections, ended } of Object.values(await seen())) {
        const states = (results as { data: { gdprRequestUpdated: { status: string } } }[]).map(
          ({ data }) => data.gdprRequestUpdated.status,
        );
        expect([states.length > 1, states[0], states.at(-1)]).toEqual([true, 'EXPORTING', 'COMPLETED']);
        expect([connections, ended]).toEqual([2, 'complete']);
      }
      expect(Object.keys(await seen())).toEqual([...followers]);

      const { data } = await tab.evaluate(
        (given) => clients.ask('Apollo Client', given),
        asked({
          query: 'query ($id: ID!) { gdprRequest(id: $id) { package { url byteSize sha256 } } }',
          variables: { id },
        }),
      );
      const {
        url,
        byteSize: size,
        sha256,
      } = (data as { gdprRequest: { package: { url: string; byteSize: number; sha256: string } } }).gdprRequest.package;
      const download = (from?: number) =>
        tab.evaluate(([at, start]) => clients.download(at, start), [{ url, token }, from] as const);
      expect(await download()).toEqual({
        status: 200,
        size,
        sha256,
        range: null,
        name: expect.stringContaining(id) as string,
      });
      expect(await download(100)).toMatchObject({
        status: 206,
        size: size - 100,
        range: `bytes 100-${size - 1}/${size}`,
      });
    });
  });
