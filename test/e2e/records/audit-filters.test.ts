/** The audit log for auditors: by person, request, caller, action and time, from either end (R21). */
import type { ApiClient } from '../../../scripts/develop/api-client';
import { createRequest, finishedRequest } from '../../support/api/requests';
import { sharedSystem } from '../../support/run/shared-system';
import type { TestSystem } from '../../support/run/system';

const organization = 'audit-readers';
const email = 'read.about@filters.example.com';
const other = 'somebody.else@filters.example.com';

interface Entry {
  sequence: number;
  at: string;
  actor: string;
  action: string;
  requestId: string | null;
  detail: string;
}
interface Page {
  verified: boolean;
  nodes: Entry[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

const document = `query ($filter: AuditLogFilter, $order: AuditLogOrder, $first: Int, $after: String) {
  auditLog(filter: $filter, order: $order, first: $first, after: $after) {
    verified nodes { sequence at actor action requestId detail } pageInfo { hasNextPage endCursor }
  }
}`;

let system: TestSystem;
let api: ApiClient;
let about: string;
let another: string;
let log: Entry[];

const page = async (variables: object = {}) =>
  (await api.ask<{ auditLog: Page }>(document, { order: 'OLDEST_FIRST', first: 200, ...variables })).auditLog;
const entries = async (filter: object, variables: object = {}) => (await page({ filter, ...variables })).nodes;

beforeAll(async () => {
  system = await sharedSystem();
  api = await system.client({ organization, subject: 'first-auditor' });
  const second = await system.client({ organization, subject: 'second-auditor' });
  about = (await createRequest(api, { type: 'GET', term: { email } })).request.id;
  another = (await createRequest(second, { type: 'GET', term: { email: other } })).request.id;
  await finishedRequest(api, about);
  await finishedRequest(api, another);
  await second.ask(`{ personalDataReport(term: { email: "${email}" }, purpose: "a check") { service } }`);
  log = await entries({});
}, 90_000);

afterAll(() => system.stop());

test('by a person: entries of requests about the term, in any spelling, and searches for it', async () => {
  const found = await entries({ term: { email: 'Read.About@FILTERS.example.com' } });
  expect(found).toEqual(log.filter(({ requestId, action }) => requestId === about || action === 'PERSONAL_DATA_READ'));
  expect(found.length).toBeGreaterThan(4);
  expect(await entries({ term: { email: other } })).toEqual(log.filter(({ requestId }) => requestId === another));
  expect(await entries({ term: { email: 'nobody@filters.example.com' } })).toEqual([]);
  expect(JSON.stringify(log)).not.toContain('filters.example.com');
});

test('by request, as before and by filter; by caller, action and time; and by all at once', async () => {
  const ofRequest = log.filter(({ requestId }) => requestId === about);
  expect(await entries({ requestId: about })).toEqual(ofRequest);
  const { auditLog } = await api.ask<{ auditLog: { nodes: { sequence: number }[] } }>(
    'query ($id: ID!) { auditLog(requestId: $id) { nodes { sequence } } }',
    { id: about },
  );
  expect(auditLog.nodes).toEqual(ofRequest.map(({ sequence }) => ({ sequence })));
  expect(await entries({ actor: 'second-auditor' })).toEqual(log.filter(({ actor }) => actor === 'second-auditor'));
  expect((await entries({ action: 'REQUEST_CREATED' })).map(({ requestId }) => requestId)).toEqual([about, another]);
  const from = log[3]?.at;
  const to = log.at(-2)?.at;
  expect(await entries({ from, to })).toEqual(log.filter(({ at }) => at >= String(from) && at < String(to)));
  const all = {
    requestId: about,
    term: { email },
    actor: 'first-auditor',
    action: 'REQUEST_CREATED',
    from: log[0]?.at,
  };
  expect(await entries(all)).toEqual([ofRequest[0]]);
  expect(await entries({ ...all, actor: 'second-auditor' })).toEqual([]);
  expect(await entries({ requestId: 'no-id' })).toEqual([]);
});

test('from either end, page by page, each entry comes once, and the chain is valid', async () => {
  for (const order of ['OLDEST_FIRST', 'NEWEST_FIRST']) {
    for (const filter of [null, { term: { email } }]) {
      const read: Entry[] = [];
      for (let after: string | null = null; ;) {
        const { nodes, pageInfo, verified }: Page = await page({ filter, order, first: 3, after });
        expect(verified).toBe(true);
        expect(nodes.length).toBeGreaterThan(0);
        read.push(...nodes);
        after = pageInfo.endCursor;
        if (!pageInfo.hasNextPage) break;
      }
      const whole = filter ? await entries(filter) : log;
      expect(read).toEqual(order === 'OLDEST_FIRST' ? whole : [...whole].reverse());
    }
  }
});

test('another organisation finds none of the entries', async () => {
  const stranger = await system.client({ organization: 'audit-strangers' });
  for (const filter of [{ term: { email } }, { requestId: about }, { actor: 'first-auditor' }])
    expect((await stranger.ask<{ auditLog: Page }>(document, { filter })).auditLog.nodes).toEqual([]);
});

test.each<[string, Record<string, unknown>]>([
  ['first', { first: 0 }],
  ['first', { first: 201 }],
  ['after', { after: 'x' }],
  ['after', { after: Buffer.from('7').toString('base64url') }],
  ['filter.term', { filter: { term: {} } }],
  ['filter.term.phone', { filter: { term: { phone: 'none' } } }],
  ['filter.actor', { filter: { actor: '' } }],
  ['filter.from', { filter: { from: 'yesterday' } }],
  ['filter.to', { filter: { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' } }],
])('a bad argument is named: %s in %j', async (argument, variables) => {
  expect(await api.refused(document, variables)).toMatchObject({ code: 'BAD_USER_INPUT', argument });
});

test('an unknown action or order is refused', async () => {
  for (const variables of [{ filter: { action: 'SOMETHING_ELSE' } }, { order: 'RANDOM' }])
    expect(await api.refused(document, variables)).toMatchObject({ code: 'BAD_USER_INPUT' });
});
