/** Deadlines are announced to all organisations in turns, however many one of them has (R27, R32). */
import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { announceDeadlines, announcing, deadlines } from '../../../gateway/webhooks/announce-deadlines';
import { dropDatabases, uniquePrefix } from '../../support/run/database';
import { openTestGatewayDatabase } from '../../support/run/gateway-database';

const prefix = uniquePrefix();
let dataSource: DataSource;

beforeAll(async () => {
  dataSource = await openTestGatewayDatabase(prefix, 4);
});

afterAll(async () => {
  await dataSource.destroy();
  await dropDatabases(prefix);
});

beforeEach(async () => {
  for (const table of ['webhook_endpoint', 'webhook_delivery', 'gdpr_request', 'gdpr_case'])
    await dataSource.query(`DELETE FROM ${table}`);
});

const listening = (organizations: string[]) =>
  dataSource.query(
    `INSERT INTO webhook_endpoint (organization_id, id, url, secret, enabled, created_at)
     SELECT unnest($1::text[]), gen_random_uuid(), '', '', true, now()`,
    [organizations],
  );

/** Writes failed requests of an organisation. @param due an interval from now */
const requests = (organization: string, count: number, due: string) =>
  dataSource.query(
    `INSERT INTO gdpr_request (organization_id, id, type, status, created_by, term_digest, subject_digest, created_at, due_at)
     SELECT $1, gen_random_uuid(), 'DELETE', 'ERROR', 'tester', $4, $4, now(), now() + $3::interval FROM generate_series(1, $2)`,
    [organization, count, due, randomBytes(32)],
  );

/** Writes open cases of an organisation. */
const cases = (organization: string, count: number, due: string) =>
  dataSource.query(
    `INSERT INTO gdpr_case (organization_id, id, received_at, first_due_at, due_at, created_by, created_at)
     SELECT $1, gen_random_uuid(), now(), now(), now() + $3::interval, '', now() FROM generate_series(1, $2)`,
    [organization, count, due],
  );

/** How many announcements each organisation was written. */
async function announced(): Promise<Record<string, number>> {
  const rows: { organization: string; count: number }[] = await dataSource.query(
    'SELECT organization_id AS organization, count(*)::integer FROM webhook_delivery GROUP BY 1 ORDER BY 1',
  );
  return Object.fromEntries(rows.map(({ organization, count }) => [organization, count]));
}

test.each([
  ['overdue requests', requests, ['-2 days', '-1 minute']],
  ['requests that are due soon', requests, ['1 minute', '20 hours']],
  ['overdue cases', cases, ['-2 days', '-1 minute']],
  ['cases that are due soon', cases, ['1 minute', '6 days']],
] as const)('a thousand %s of one organisation delay no other one', async (_what, write, [sooner, later]) => {
  await listening(['many', 'one']);
  await write('many', 1_000, sooner);
  await write('one', 1, later);
  // Nobody listens for these.
  await write('silent', 300, sooner);
  await announceDeadlines(dataSource);
  const first = await announced();
  expect(first.one).toBe(1);
  // A turn goes on with the rest, and comes to an end.
  expect(first.many).toBe(500);
  await announceDeadlines(dataSource);
  expect(await announced()).toEqual({ many: 1_000, one: 1 });
  await announceDeadlines(dataSource);
  expect(await announced()).toEqual({ many: 1_000, one: 1 });
});

test('one turn announces to more organisations than one look takes', async () => {
  const organizations = Array.from({ length: 450 }, (_, index) => `of-many-${index}`);
  await listening(organizations);
  for (const organization of organizations) await requests(organization, 2, '-1 hour');
  await announceDeadlines(dataSource);
  const told = await announced();
  expect(Object.keys(told)).toHaveLength(450);
  expect(new Set(Object.values(told))).toEqual(new Set([2]));
});

test('several processes at once announce each deadline once', async () => {
  await listening(['shared', 'other']);
  await requests('shared', 120, '-1 hour');
  await requests('other', 120, '-1 hour');
  await Promise.all([1, 2, 3].map(() => announceDeadlines(dataSource)));
  await announceDeadlines(dataSource);
  expect(await announced()).toEqual({ other: 120, shared: 120 });
});

test.each(deadlines)('$event is found by an index of what was not announced yet', async (deadline) => {
  const { table, told, event } = deadline;
  const write = table === 'gdpr_case' ? cases : requests;
  const due = event.endsWith('OVERDUE') ? '-1 hour' : '1 hour';
  await listening(['announced', 'new']);
  await write('announced', 3_000, due);
  await dataSource.query(`UPDATE ${table} SET ${told} = due_at`);
  await write('new', 3, due);
  await dataSource.query(`ANALYZE ${table}`);
  const plan: { 'QUERY PLAN': string }[] = await dataSource.query(
    `EXPLAIN ${announcing(deadline).replaceAll('$1', `'${event}'`)}`,
  );
  const text = plan.map((line) => line['QUERY PLAN']).join('\n');
  expect(text).toContain(`${table}_${told.replace('_told', '_untold')}`);
  expect(text).not.toMatch(/Seq Scan on gdpr_/);
});

test('a request that somebody works on is left for the next turn, and keeps nobody waiting', async () => {
  await listening(['worked-on', 'other']);
  await requests('worked-on', 1, '-2 days');
  await requests('other', 1, '-1 day');
  await dataSource.transaction(async (db) => {
    await db.query(`SELECT 1 FROM gdpr_request WHERE organization_id = 'worked-on' FOR UPDATE`);
    await announceDeadlines(dataSource);
    expect(await announced()).toEqual({ other: 1 });
  });
  await announceDeadlines(dataSource);
  expect(await announced()).toEqual({ other: 1, 'worked-on': 1 });
});
