/** A page of the audit log costs as much as its entries, however long the log, with any filter, and at either end (R21, R27). */
import type { DataSource } from 'typeorm';
import { pageStatement, type AuditConditions, type AuditPage } from '../../../gateway/audit/read-audit-log';
import { dropDatabases, inDatabase, uniquePrefix } from '../../support/run/database';
import { gatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { openTestGatewayDatabase } from '../../support/run/gateway-database';
import { everything } from './everything';

const prefix = uniquePrefix();
const entries = 100_000;
const organization = 'long-log';
const start = Date.parse('2026-01-01T00:00:00Z');
/** The time of an entry; there is one in each second. */
const timeOf = (sequence: number) => new Date(start + sequence * 1_000);
const [termDigest, subjectDigest] = [Buffer.alloc(16, 1), Buffer.alloc(16, 2)];
/** The person's digests in two versions of normalisation; one version has no entry. */
const person = { termDigests: [Buffer.alloc(16, 3), termDigest], subjectDigests: [subjectDigest, Buffer.alloc(16, 4)] };
const requestId = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

let dataSource: DataSource;

beforeAll(async () => {
  dataSource = await openTestGatewayDatabase(prefix);
  // Every 20 entries belong to one request; every 50th entry is a look, and every 1,000th of these at the person.
  await dataSource.query(
    `INSERT INTO gdpr_request (organization_id, id, type, status, term_digest, subject_digest, created_by, created_at, due_at)
     SELECT $1, ('00000000-0000-4000-8000-' || lpad(n::text, 12, '0'))::uuid, 'GET', $2, $3,
       CASE WHEN n % 1000 = 0 THEN $4::bytea ELSE sha256(n::text::bytea) END, 'caller', now(), now()
     FROM generate_series(0, $5::integer / 20) AS n`,
    [organization, 'COMPLETED', termDigest, subjectDigest, entries],
  );
  // Written by an administrator, because the gateway's role can only add entries by a function.
  await inDatabase(databaseName(prefix, gatewayDatabase), async (client) => {
    await client.query(
      `INSERT INTO audit_entry (organization_id, sequence, at, actor, action, request_id, detail, hash, previous_hash)
     SELECT organization, n, $2::timestamptz + n * interval '1 second',
       CASE WHEN n % 20 = 1 THEN 'caller-' || n % 7 ELSE 'habeas' END,
       CASE WHEN n % 50 = 0 THEN 'PERSONAL_DATA_READ' WHEN n % 20 = 1 THEN 'REQUEST_CREATED' ELSE 'SERVICE_RUNNING' END,
       CASE WHEN n % 50 > 0 THEN ('00000000-0000-4000-8000-' || lpad((n / 20)::text, 12, '0'))::uuid END,
       CASE WHEN n % 50 > 0 THEN 'attempt 1' ELSE 'EMAIL, term digest ' ||
         CASE WHEN n % 1000 = 0 THEN $4 ELSE md5(n::text) END || ', purpose: audit' END, '', ''
     FROM generate_series(1, $3::integer) AS n, unnest(ARRAY[$1, 'another']) AS organization`,
      [organization, new Date(start), entries, termDigest.toString('hex')],
    );
    await client.query('ANALYZE audit_entry, gdpr_request');
  });
}, 120_000);

afterAll(async () => {
  await dataSource.destroy();
  await dropDatabases(prefix);
});

interface Plan {
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  'Actual Rows': number;
}

/** The number of blocks that a page reads, and of entries that it finds. */
async function cost(conditions: Partial<AuditConditions>, page: Partial<AuditPage>) {
  const { sql, parameters } = pageStatement(
    organization,
    { ...everything, ...conditions },
    { limit: 100, after: null, newestFirst: false, ...page },
  );
  const rows: { 'QUERY PLAN': { Plan: Plan }[] }[] = await dataSource.query(
    `EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${sql}`,
    parameters,
  );
  const plan = rows[0]?.['QUERY PLAN'][0]?.Plan;
  if (!plan) throw new Error('There is no plan.');
  return { blocks: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'], found: plan['Actual Rows'] };
}

const late = entries - 150;

/** Filters, with the number of entries that the page finds: one more than it shows, when there is a next one. */
const filters: [string, Partial<AuditConditions>, number][] = [
  ['everything', {}, 101],
  ['one action', { action: 'REQUEST_CREATED' }, 101],
  ['one action among few', { action: 'PERSONAL_DATA_READ' }, 101],
  ['one actor', { actors: ['caller-3'] }, 101],
  ['one actor, as earlier versions and this one wrote it', { actors: ['caller-3', 'caller-4'] }, 101],
  ['the actor of most', { actors: ['habeas'] }, 101],
  ['nobody', { actors: ['digest 00', 'nobody'] }, 0],
  ['a request at the beginning', { requestIds: [requestId(1)] }, 20],
  ['a request at the end', { requestIds: [requestId(entries / 20 - 1)] }, 20],
  ['a time at the beginning', { from: timeOf(10), to: timeOf(60) }, 50],
  ['a time at the end', { from: timeOf(late), to: timeOf(late + 50) }, 50],
  ['from a time at the beginning', { from: timeOf(10) }, 101],
  ['to a time at the end', { to: timeOf(late) }, 101],
  ['from a time at the end', { from: timeOf(late) }, 101],
  ['an action at a time at the end', { action: 'REQUEST_CREATED', from: timeOf(late), to: timeOf(late + 100) }, 5],
  ['an actor at a time at the end', { actors: ['habeas'], from: timeOf(late), to: timeOf(late + 100) }, 95],
];

describe('a log of 100,000 entries', () => {
  test.each(filters)(
    '%s: a page from either end looks at no more blocks than it has entries, and a few',
    async (_what, conditions, found) => {
      for (const newestFirst of [false, true]) {
        const page = await cost(conditions, { newestFirst });
        expect(page.found).toBe(found);
        expect(page.blocks).toBeLessThan(found + 40);
      }
    },
  );

  test.each(filters.filter(([, , found]) => found > 100))(
    '%s: a page in the middle costs what the first does',
    async (_what, conditions) => {
      const middle = { at: timeOf(entries / 2), sequence: entries / 2 };
      for (const newestFirst of [false, true]) {
        const first = await cost(conditions, { newestFirst });
        const other = await cost(conditions, { newestFirst, after: middle });
        // The second page of a filter with entries at one end is empty from the other end.
        expect(other.blocks).toBeLessThan(first.blocks + 40);
      }
    },
  );

  test('one person: only entries about that person are read', async () => {
    for (const newestFirst of [false, true]) {
      const page = await cost({ person }, { newestFirst });
      // 6 requests with 20 entries each, without looks; 100 looks.
      expect(page.found).toBe(101);
      expect(page.blocks).toBeLessThan(450);
    }
  });
});
