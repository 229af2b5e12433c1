/** What a request by a value covers in a service that owns no subjects: only the age that it states can tell (R25). */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { siftRecords, type RequestMark } from '../../../../gateway/gdpr/reach/covered-records';
import { PiiServices, type PiiService } from '../../../../gateway/gdpr/services/pii-services';
import { refusalOf } from '../../../../gateway/gdpr/reach/refuse-newer';
import { GdprRequest } from '../../../../gateway/gdpr/entities';
import { openGatewayDatabase } from '../../../../gateway/persistence/open-gateway-database';
import { parseTerm } from '../../../../subgraphs/kit';
import { KeyRing } from '../../../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../../../subgraphs/kit/base/security/organization-context';
import { dropDatabases, testServerUrl, uniquePrefix } from '../../../support/database';

const organizationId = 'covered';
const prefix = uniquePrefix();
const scope = { organizationId, actor: 'tester' };
const term = parseTerm({ email: 'held@example.com' });
const mark: RequestMark = {
  createdAt: new Date('2026-03-01T12:00:00Z'),
  agreed: { subjects: [], activeEmployeeAcknowledged: false },
};
const request = Object.assign(new GdprRequest(), { ...mark, type: 'DELETE', term, organizationId });

/** What the service answers, page by page. */
let pages: Record<string, unknown>[] = [];
let asked = 0;
let dataSource: DataSource;
let keys: KeyRing;
let server: Server;
let services: PiiServices;
let service: PiiService;

beforeAll(async () => {
  dataSource = await openGatewayDatabase({ serverUrl: testServerUrl(), prefix, poolSize: 3 });
  keys = new KeyRing(dataSource, { current: 'a', keys: new Map([['a', randomBytes(32)]]) });
  // Another team's service, which says of its records what it likes.
  server = createServer((_, response) => {
    const personalData = pages[Math.min(asked++, pages.length - 1)];
    response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: { personalData } }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  services = new PiiServices(() => Promise.resolve('token'));
  services.update([{ name: 'loyalty', graph: 'LOYALTY', url, ownsSubjects: [], reportsUnreachable: false }]);
  service = services.all()[0] as PiiService;
});

afterAll(async () => {
  await services.close();
  await new Promise((resolve) => server.close(resolve));
  await dataSource.destroy();
  await dropDatabases(prefix);
});

beforeEach(() => {
  asked = 0;
});

const here = async <T>(work: () => Promise<T>): Promise<T> => inOrganization(await keys.of(organizationId), work);

const record = (id: string, createdAt: string | null) => ({
  id,
  recordType: 'Account',
  createdAt,
  fields: [],
  attachments: [],
});
const page = (records: unknown[], endCursor: string | null = null) => ({
  subjects: [],
  subjectRequired: false,
  records,
  endCursor,
});

test('records are told apart by their age, on every page', async () => {
  pages = [
    page([record('1', '2026-03-01T11:59:59Z'), record('2', '2026-03-01T12:00:00.001Z')], '2'),
    page([record('3', null), record('4', '2026-03-01T12:00:00Z')]),
  ];
  const { covered, newer, ageless } = await here(() => siftRecords(service, scope, mark, term));
  expect([covered, newer, ageless].map((kind) => kind.map(({ id }) => id))).toEqual([['1', '4'], ['2'], ['3']]);
});

test.each([
  ['is newer', '2026-03-02T00:00:00Z', 'newer than the request: 1 Account'],
  ['has no age', null, 'of unknown age: 1 Account'],
])('where one record %s, none is touched', async (_, createdAt, reason) => {
  pages = [page([record('1', '2026-02-01T00:00:00Z'), record('2', createdAt)])];
  const refusal = await here(() => refusalOf(service, scope, request));
  expect(refusal?.extensions.code).toBe('PLAN_CHANGED');
  expect(refusal?.message).toContain(reason);
});

test('an answer with an age that is no time is no answer: none is touched', async () => {
  pages = [page([record('1', '2026-02-01T00:00:00Z'), record('2', 'yesterday')])];
  await expect(here(() => refusalOf(service, scope, request))).rejects.toMatchObject({ code: 'SERVICE_REPLY_INVALID' });
});

test('where all are older, nothing is in the way; nor for an id, which names one subject for good', async () => {
  pages = [page([record('1', '2026-02-01T00:00:00Z')])];
  expect(await here(() => refusalOf(service, scope, request))).toBeNull();
  pages = [page([record('1', null)])];
  const byId = Object.assign(new GdprRequest(), request, { term: parseTerm({ externalContactId: 'any' }) });
  expect(await here(() => refusalOf(service, scope, byId))).toBeNull();
});

test('pages that never end are not followed for ever', async () => {
  pages = [page([record('1', '2026-02-01T00:00:00Z')], 'again')];
  await expect(here(() => siftRecords(service, scope, mark, term))).rejects.toMatchObject({
    code: 'SERVICE_NO_PROGRESS',
  });
  expect(asked).toBe(2);
  pages = Array.from({ length: 1_000 }, (_, index) => page([record(String(index), null)], String(index)));
  asked = 0;
  await expect(here(() => siftRecords(service, scope, mark, term))).rejects.toMatchObject({
    serviceCode: 'BROAD_TERM',
  });
  expect(asked).toBe(200);
});
