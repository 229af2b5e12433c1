/** The totals of lists are known without counting rows, whatever creates and removes requests. */
import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { RequestCounts1700000037500 } from '../../../../gateway/persistence/migrations/1700000037500-request-counts';
import { countedRequests } from '../../../../gateway/gdpr/requests/read/count';
import { listRequests } from '../../../../gateway/gdpr/requests/read/list';
import { gatewayDatabase } from '../../../../gateway/persistence/open-gateway-database';
import { databaseName } from '../../../../subgraphs/kit/base/persistence/create-database';
import { KeyRing } from '../../../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../../../subgraphs/kit/base/security/organization-context';
import { dropDatabases, inDatabase, uniquePrefix } from '../../../support/run/database';
import { openTestGatewayDatabase } from '../../../support/run/gateway-database';
import { insertRequest } from '../../../support/run/gateway-rows';

const prefix = uniquePrefix();
const organization = 'counted';
let dataSource: DataSource;
let keys: KeyRing;

beforeAll(async () => {
  dataSource = await openTestGatewayDatabase(prefix, 5);
  keys = new KeyRing(dataSource, { current: 'a', keys: new Map([['a', randomBytes(32)]]) });
}, 60_000);

afterAll(async () => {
  await dataSource.destroy();
  await dropDatabases(prefix);
});

const inOwn = async <T>(work: () => Promise<T>) => inOrganization(await keys.of(organization), work);
const counted = (filter: Parameters<typeof countedRequests>[1]) => inOwn(() => countedRequests(dataSource, filter));
const list = (filter: object, page: object) => inOwn(() => listRequests(dataSource, filter, page));

const write = (type: string, of = organization) =>
  insertRequest(dataSource, of, { type: `'${type}'`, status: `'COMPLETED'` });

test('requests are counted when they are created and removed, by type, for each organisation separately', async () => {
  const ids: string[] = [];
  // At the same time, by several connections.
  ids.push(
    ...(await Promise.all(
      ['GET', 'EXPORT', 'EXPORT', 'UPDATE', 'DELETE', 'DELETE', 'DELETE'].map((type) => write(type)),
    )),
  );
  await write('EXPORT', 'another');
  expect(await counted({})).toBe(7);
  expect(await counted({ types: ['EXPORT', 'UPDATE', 'DELETE'] })).toBe(6);
  expect(await counted({ type: 'DELETE' })).toBe(3);
  expect(await counted({ type: 'DELETE', types: ['EXPORT'] })).toBe(0);
  expect(await counted({ types: [] })).toBe(0);
  // Other filters are counted by rows.
  expect(await counted({ types: ['EXPORT'], overdue: false })).toBeNull();
  expect((await list({ types: ['EXPORT'], overdue: false }, {})).totalCount).toBe(2);
  await dataSource.query('DELETE FROM gdpr_request WHERE id = ANY($1)', [ids.slice(0, 2)]);
  expect([await counted({}), await counted({ type: 'EXPORT' })]).toEqual([5, 1]);
});

test('pages by number: every request once, newest first, with the total of all', async () => {
  const pages = await Promise.all([0, 2, 4, 6].map((offset) => list({}, { first: 2, offset })));
  expect(pages.map(({ totalCount, nodes }) => [totalCount, nodes.length])).toEqual([
    [5, 2],
    [5, 2],
    [5, 1],
    [5, 0],
  ]);
  const ids = pages.flatMap(({ nodes }) => nodes.map(({ id }) => id));
  expect(ids).toEqual([...new Set(ids)].sort().reverse());
  for (const offset of [-1, 100_001])
    await expect(list({}, { offset })).rejects.toMatchObject({ extensions: { argument: 'offset' } });
  const { endCursor } = (await list({}, { first: 2 })).pageInfo;
  await expect(list({}, { offset: 1, after: endCursor })).rejects.toMatchObject({ extensions: { argument: 'offset' } });
});

test('an upgraded installation counts its existing requests', async () => {
  await inDatabase(databaseName(prefix, gatewayDatabase), async (client) => {
    const runner = { query: (sql: string) => client.query(sql) } as never;
    const migration = new RequestCounts1700000037500();
    await migration.down(runner);
    await client.query('BEGIN');
    await migration.up(runner);
    await client.query('COMMIT');
    const { rows } = await client.query<{ total: string }>(
      'SELECT sum(get_count + export_count + update_count + delete_count) AS total FROM gdpr_request_count WHERE organization_id = $1',
      [organization],
    );
    expect(Number(rows[0]?.total)).toBe(5);
  });
});
