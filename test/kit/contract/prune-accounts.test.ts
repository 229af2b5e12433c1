/** The account of a request is kept for its retention time, counted from the last call (R11, R21). */
import { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { pruneAccounts } from '../../../subgraphs/kit/contract/prune-accounts';
import { messaging } from '../../../subgraphs/messaging/service';
import { writer } from '../../services/messaging/support';
import { contractOf, lines } from '../../support/contract/contract';
import { inDatabase, rolePassword, testServerUrl } from '../../support/run/database';
import { startTestService, testOrganization, type TestService } from '../../support/run/service';

const keptFor = 100 * 86_400_000;
let service: TestService;
let contract: ReturnType<typeof contractOf>;
let own: DataSource;
/** Another replica of the service. */
let other: DataSource;

beforeAll(async () => {
  service = await startTestService(messaging);
  contract = contractOf(service);
  own = service.service.dataSource;
  const url = new URL(testServerUrl());
  [url.username, url.password, url.pathname] = [service.database, rolePassword, service.database];
  other = await new DataSource({ type: 'postgres', url: url.toString() }).initialize();
});

afterEach(() => own.query('DELETE FROM personal_data_action'));

afterAll(async () => {
  await other.destroy();
  await service.stop();
});

const age = (request: string, days: number) =>
  own.query(
    `UPDATE personal_data_action SET touched_at = now() - $2 * interval '1 day', created_at = now() - interval '999 days'
     WHERE request_id = $1`,
    [request, days],
  );

/** Makes an account whose last call was `days` days ago, with rows in every table that depends on it. */
async function account(days: number, keptRows = 3): Promise<string> {
  const request = uuidv7();
  const key = [testOrganization, request];
  await own.query(
    `INSERT INTO personal_data_action (organization_id, request_id, action, input_digest) VALUES ($1, $2, 'RECTIFY', 'x')`,
    key,
  );
  await own.query(
    `INSERT INTO personal_data_kept SELECT $1, $2, 'RECTIFY', 'Message', generate_series(1, $3::integer)::text`,
    [...key, keptRows],
  );
  await own.query(
    `INSERT INTO personal_data_disposition (organization_id, request_id, action, record_type, disposition, count)
     VALUES ($1, $2, 'RECTIFY', 'Message', 'RETAINED', 3)`,
    key,
  );
  await own.query(
    `INSERT INTO personal_data_replacement (organization_id, request_id, action, index) VALUES ($1, $2, 'RECTIFY', 0)`,
    key,
  );
  await age(request, days);
  return request;
}

const left = async (table = 'action'): Promise<string[]> => {
  const rows: { id: string }[] = await own.query(
    `SELECT DISTINCT request_id AS id FROM personal_data_${table} ORDER BY 1`,
  );
  return rows.map(({ id }) => id);
};

test('an account is removed with everything that depends on it, when its request was not called for the retention time', async () => {
  await account(101);
  const young = await account(99);
  await pruneAccounts(own, keptFor);
  for (const table of ['action', 'kept', 'disposition', 'replacement']) expect(await left(table)).toEqual([young]);
});

test('a call restarts the retention time; a repeated call has no second effect as long as the account exists', async () => {
  const write = writer(service);
  const { contact } = await write.contactWithConversation();
  const term = { externalContactId: contact };
  const replacements = [{ type: 'NAME', existing: 'Nadia Petrova', updated: 'Nadia Petrova-Nadia Petrova' }];
  const request = uuidv7();
  const report = await contract.rectify(request, term, replacements);
  await age(request, 101);
  expect(lines(await contract.rectify(request, term, replacements))).toEqual(lines(report));
  await pruneAccounts(own, keptFor);
  expect(await left()).toEqual([request]);
  expect(await contract.rectify(request, term, replacements)).toEqual(report);

  await age(request, 101);
  // The id belongs to one question, also in an old account; a call that is refused does not prolong the account.
  await expect(contract.rectify(request, { externalContactId: uuidv7() }, replacements)).rejects.toThrow('requestId');
  await pruneAccounts(own, keptFor);
  expect(await left()).toEqual([]);
});

test('a batch removes a bounded number of accounts, oldest first, and their rows in bounded statements', async () => {
  const newest = await account(101);
  await account(103, 7);
  await account(102, 6);
  await pruneAccounts(own, keptFor, { accounts: 2, keptRows: 5 });
  for (const table of ['action', 'kept']) expect(await left(table)).toEqual([newest]);
});

test('an account that a call has locked is skipped until the next time, without waiting', async () => {
  const held = await account(103);
  await account(102);
  await other.transaction(async (db) => {
    await db.query('SELECT 1 FROM personal_data_action WHERE request_id = $1 FOR UPDATE', [held]);
    await pruneAccounts(own, keptFor);
    for (const table of ['action', 'kept', 'disposition']) expect(await left(table)).toEqual([held]);
  });
  await pruneAccounts(own, keptFor);
  expect(await left()).toEqual([]);
});

test('replicas that prune at once, beside calls, remove only old accounts, and none of them fails', async () => {
  for (let index = 0; index < 40; index += 1) await account(101 + index, 4);
  const young = [await account(99), await account(50)].sort();
  const called = uuidv7();
  const term = { externalContactId: uuidv7() };
  await contract.erase(called, term);
  await age(called, 500);
  const batch = { accounts: 7, keptRows: 5 };
  await Promise.all([
    ...Array.from({ length: 6 }, (_, index) => pruneAccounts(index % 2 === 0 ? own : other, keptFor, batch)),
    ...Array.from({ length: 4 }, () => contract.erase(called, term)),
  ]);
  while ((await left()).length > 3) await pruneAccounts(other, keptFor, batch);
  expect(await left()).toEqual([...young, called].sort());
  expect(await left('kept')).toEqual(young);
});

test('the pruner finds old accounts by an index', async () => {
  const plan = await inDatabase(service.database, async (client) => {
    await client.query('SET enable_seqscan = off');
    const { rows } = await client.query<{ 'QUERY PLAN': string }>(
      `EXPLAIN SELECT 1 FROM personal_data_action WHERE touched_at < now() ORDER BY touched_at LIMIT 500 FOR UPDATE SKIP LOCKED`,
    );
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
  expect(plan).toContain('personal_data_action_age');
});
