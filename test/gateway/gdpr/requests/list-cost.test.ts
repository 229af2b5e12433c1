/** A page of requests or cases, and its total, cost as much as the page, however many rows there are and with any filter (R27). */
import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { listCases } from '../../../../gateway/gdpr/cases/list-cases';
import { listRequests } from '../../../../gateway/gdpr/requests/read/list';
import { referenceDigest } from '../../../../gateway/gdpr/store/retention/sealed-creation';
import { subjectDigest } from '../../../../gateway/gdpr/store/subjects/subject-locks';
import type { GdprCaseFilter, GdprRequestFilter } from '../../../../gateway/gdpr/schema.generated';
import { maximumCounted } from '../../../../gateway/persistence/bounded-count';
import { gatewayDatabase } from '../../../../gateway/persistence/open-gateway-database';
import { databaseName } from '../../../../subgraphs/kit/base/persistence/create-database';
import { KeyRing } from '../../../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../../../subgraphs/kit/base/security/organization-context';
import { currentKeys, parseTerm } from '../../../../subgraphs/kit';
import { dropDatabases, inDatabase, uniquePrefix } from '../../../support/run/database';
import { openTestGatewayDatabase } from '../../../support/run/gateway-database';
import { sentStatements } from '../../../support/statements';

const prefix = uniquePrefix();
const organization = 'many-requests';
const amount = 100_000;
/** The number of rows that rare filters find. They are the oldest: a list from the newest on reaches them last. */
const few = 20;
const reference = 'CASE-17';
const term = { email: 'somebody@acme.example.com' };
/** Only the rare rows, and some more, were due before this time. */
const longAgo = new Date(Date.now() - 300 * 86_400_000).toISOString();
const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

let dataSource: DataSource;
let keys: KeyRing;

const inOwn = async <T>(work: () => Promise<T>) => inOrganization(await keys.of(organization), work);

beforeAll(async () => {
  dataSource = await openTestGatewayDatabase(prefix);
  keys = new KeyRing(dataSource, { current: 'a', keys: new Map([['a', randomBytes(32)]]) });
  const digests = await inOwn(() =>
    Promise.resolve([referenceDigest(reference), subjectDigest(parseTerm(term, 'term'))]),
  );
  const sealed = (place: string) => inOwn(() => Promise.resolve(currentKeys().encrypt(Buffer.from('tester'), place)));
  const [creator, opener] = [await sealed('gdpr_request.sealed_created_by'), await sealed('gdpr_case.created_by')];
  await inDatabase(databaseName(prefix, gatewayDatabase), async (client) => {
    // VACUUM skips rows whose commit is not yet on the disk, and then there is no index-only scan.
    await client.query('SET synchronous_commit = on');
    await client.query(
      `INSERT INTO gdpr_case (organization_id, id, received_at, first_due_at, due_at, created_by, created_at, closed_at)
       SELECT $1, ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, at, at + interval '30 days', at + interval '30 days', $4, at,
         CASE WHEN n <= $2::integer - $3 THEN at + interval '10 days' END
       FROM generate_series(1, $2) AS n, LATERAL (SELECT now() - ($2 - n) * interval '5 minutes' AS at) AS made`,
      [organization, amount, few, opener],
    );
    await client.query(
      `INSERT INTO gdpr_request (organization_id, id, type, status, term_digest, subject_digest, sealed_created_by, created_at, due_at,
         completed_at, case_id, reference_digest, parent_id)
       SELECT $1, ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid,
         CASE WHEN n <= $3 THEN 'UPDATE' WHEN n % 2 = 0 THEN 'DELETE' ELSE 'GET' END,
         CASE WHEN n BETWEEN $3 + 1 AND 2 * $3::integer THEN 'ERROR' WHEN n % 10 = 0 THEN 'CANCELLED' ELSE 'COMPLETED' END,
         digest, CASE WHEN n <= $3 THEN $5 ELSE digest END, $6, at, at + interval '14 days', at + interval '1 day',
         CASE WHEN n <= $3 THEN '00000000-0000-4000-8000-000000000001'::uuid END, CASE WHEN n <= $3 THEN $4::bytea END,
         CASE WHEN n > 2 * $3::integer THEN ('00000000-0000-4000-8000-' || lpad($3::text, 12, '0'))::uuid END
       FROM generate_series(1, $2) AS n, sha256(n::text::bytea) AS digest,
         LATERAL (SELECT now() - ($2 - n) * interval '5 minutes' AS at) AS made`,
      [organization, amount, few, ...digests, creator],
    );
    await client.query('VACUUM ANALYZE gdpr_request');
    await client.query('VACUUM ANALYZE gdpr_case');
  });
}, 120_000);

afterAll(async () => {
  await dataSource.destroy();
  await dropDatabases(prefix);
});

interface Explained {
  'QUERY PLAN': { Plan: { 'Shared Hit Blocks': number; 'Shared Read Blocks': number } }[];
}

/** The number of blocks that the statements of a list read. */
async function blocksOf(list: () => Promise<unknown>): Promise<number> {
  let blocks = 0;
  for (const { sql, parameters } of await sentStatements(dataSource, list)) {
    if (!/gdpr_(request|case)/.test(sql)) continue;
    const [explained] = await dataSource.query<Explained[]>(
      `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${sql}`,
      parameters,
    );
    const plan = explained?.['QUERY PLAN'][0]?.Plan;
    blocks += (plan?.['Shared Hit Blocks'] ?? 0) + (plan?.['Shared Read Blocks'] ?? 0);
  }
  return blocks;
}

/** The blocks that a page may read: a total is counted up to its bound, and the tables have thousands of blocks. */
const affordable = 1_000;

const requests: [string, GdprRequestFilter, number][] = [
  ['everything', {}, amount],
  ['a status that the oldest have', { status: ['ERROR'] }, few],
  ['a status that nobody has', { status: ['ON_HOLD', 'DELETING'] }, 0],
  ['the status of most', { status: ['COMPLETED'] }, maximumCounted],
  ['several statuses', { status: ['ERROR', 'CANCELLED', 'SEARCHING'] }, maximumCounted],
  ['a type that the oldest have', { type: 'UPDATE' }, few],
  ['types', { types: ['UPDATE', 'EXPORT'] }, few],
  ['a type and a status that do not meet', { type: 'UPDATE', status: ['ERROR'] }, 0],
  ['a reference', { reference }, few],
  ['a reference and a status', { reference, status: ['COMPLETED'] }, few - few / 10],
  ['a person', { term }, few],
  ['a case', { caseId: id(1) }, few],
  ['what is overdue', { overdue: true }, few],
  ['what is not overdue and failed', { overdue: false, status: ['ERROR'] }, 0],
  ['what failed and was due long ago', { status: ['ERROR'], dueBefore: longAgo }, few],
  ['parents', { related: false }, 2 * few],
  ['parents in a status', { related: false, status: ['COMPLETED'] }, few - few / 10],
  ['parents of a person', { related: false, term }, few],
  ['related requests', { related: true }, maximumCounted],
  ['related requests in a status that none has', { related: true, status: ['ERROR'] }, 0],
];

test.each(requests)('requests: %s', async (_, filter, total) => {
  const list = () => inOwn(() => listRequests(dataSource, filter, { first: 25 }));
  const { totalCount, nodes } = await list();
  expect([totalCount, nodes.length]).toEqual([total, Math.min(total, 25)]);
  expect(nodes.map((node) => node.id)).toEqual(
    nodes
      .map((node) => node.id)
      .sort()
      .reverse(),
  );
  expect(await blocksOf(list)).toBeLessThan(affordable);
});

const cases: [string, GdprCaseFilter, number][] = [
  ['everything', {}, maximumCounted],
  ['open ones', { open: true }, few],
  ['closed ones', { open: false }, maximumCounted],
  ['overdue ones', { overdue: true }, 0],
];

test.each(cases)('cases: %s', async (_, filter, total) => {
  const list = () => inOwn(() => listCases(dataSource, filter, { first: 25 }));
  const { totalCount, nodes } = await list();
  expect([totalCount, nodes.length]).toEqual([total, Math.min(total, 25)]);
  expect(await blocksOf(list)).toBeLessThan(affordable);
});

test('a later page begins where the one before ended, and a numbered page at its number', async () => {
  const filter: GdprRequestFilter = { status: ['COMPLETED', 'CANCELLED'], types: ['GET', 'DELETE'] };
  const page = (of: object) => inOwn(() => listRequests(dataSource, filter, { first: 30, ...of }));
  const all = (await inOwn(() => listRequests(dataSource, filter, { first: 90 }))).nodes.map((node) => node.id);
  const first = await page({});
  const second = await page({ after: first.pageInfo.endCursor });
  const third = await page({ offset: 60 });
  expect([first, second, third].flatMap(({ nodes }) => nodes.map((node) => node.id))).toEqual(all);
  expect(await blocksOf(() => page({ after: third.pageInfo.endCursor }))).toBeLessThan(affordable);
});
