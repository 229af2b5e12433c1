/** Rows are removed after their time, and nothing else is (R21). */
import { randomUUID } from 'node:crypto';
import type { DataSource } from 'typeorm';
import { pruneKept } from '../../../../gateway/gdpr/store/retention/retention';
import { dropDatabases, uniquePrefix } from '../../../support/run/database';
import { openTestGatewayDatabase } from '../../../support/run/gateway-database';
import { insertRequest, insertTask, type Values } from '../../../support/run/gateway-rows';

const prefix = uniquePrefix();
const day = 86_400_000;
const times = { requests: 100 * day, idempotencyKeys: 10 * day, erasures: 50 * day };
const daysAgo = (days: number) => `now() - interval '${days} days'`;
let dataSource: DataSource;
let other: DataSource;

beforeAll(async () => {
  dataSource = await openTestGatewayDatabase(prefix);
  other = await openTestGatewayDatabase(prefix);
});

afterEach(async () => {
  for (const table of [
    'request_hold',
    'held_subject',
    'legal_hold',
    'erasure',
    'export',
    'idempotency_key',
    'matched_subject',
    'known_value',
    'task',
    'request',
  ])
    await dataSource.query(`DELETE FROM gdpr_${table}`);
});

afterAll(async () => {
  await dataSource.destroy();
  await other.destroy();
  await dropDatabases(prefix);
});

const ended = (days: number, values: Values = {}, organization = 'acme') =>
  insertRequest(dataSource, organization, { status: `'COMPLETED'`, completed_at: daysAgo(days), ...values });

const hang = (table: string, id: string, values: Values, organization = 'acme') =>
  dataSource.query(
    `INSERT INTO gdpr_${table} (organization_id, request_id, ${Object.keys(values).join(', ')})
     VALUES ($1, $2, ${Object.values(values).join(', ')})`,
    [organization, id],
  );

const keyOf = (id: string, days: number, organization?: string) =>
  hang(
    'idempotency_key',
    id,
    { key_digest: `'${id}'`, input_digest: `'x'`, created: 'true', created_at: daysAgo(days) },
    organization,
  );

const erasureOf = (id: string, days: number) =>
  hang('erasure', id, { completed_at: daysAgo(days), created_by: `'tester'`, sealed: `'x'` });

const left = async (table: string, column = 'request_id'): Promise<string[]> => {
  const rows: { id: string }[] = await dataSource.query(`SELECT ${column} AS id FROM gdpr_${table} ORDER BY 1`);
  return rows.map(({ id }) => id);
};

test('a request is removed with everything that belongs to it, in every organisation; younger ones and those in flight stay', async () => {
  const old = await ended(101);
  await insertTask(dataSource, 'acme', old, 'dialer', { status: `'COMPLETED'` });
  await keyOf(old, 101);
  await hang('matched_subject', old, { subject_digest: `'x'` });
  await hang('known_value', old, { digest: `'x'` });
  await ended(101, { status: `'ERROR'` }, 'globex');
  const young = await ended(99);
  await insertTask(dataSource, 'acme', young, 'dialer', { status: `'COMPLETED'` });
  const flying = await insertRequest(dataSource, 'acme', { status: `'INITIATED'`, created_at: daysAgo(500) });
  const verified = await ended(101, { verify_again_at: 'now()' });
  const due = await ended(101, { run_at: 'now()' });
  const leased = await ended(101, { lease_expires_at: 'now()' });
  await pruneKept(dataSource, times);
  expect(await left('request', 'id')).toEqual([young, flying, verified, due, leased].sort());
  expect(await left('task')).toEqual([young]);
  for (const table of ['idempotency_key', 'matched_subject', 'known_value']) expect(await left(table)).toEqual([]);
});

test('a family is removed as a whole, when the time of its last member has passed', async () => {
  const parent = await ended(200);
  const member = await ended(99, { parent_id: `'${parent}'` });
  await pruneKept(dataSource, times);
  expect(await left('request', 'id')).toEqual([parent, member].sort());
  await dataSource.query(`UPDATE gdpr_request SET completed_at = ${daysAgo(101)} WHERE id = $1`, [member]);
  await pruneKept(dataSource, times);
  expect(await left('request', 'id')).toEqual([]);
});

test('a request waits for its package, whose files are removed first, and for its record for replays', async () => {
  const packed = await ended(101);
  await hang('export', packed, { byte_size: '1', sha256: `''`, expires_at: daysAgo(90) });
  const erased = await ended(101);
  await erasureOf(erased, 49);
  await pruneKept(dataSource, times);
  expect(await left('request', 'id')).toEqual([packed, erased].sort());
});

test('records of erasures are removed after their time, except one that is to be verified again', async () => {
  const old = await ended(60);
  const young = await ended(49);
  const verified = await ended(60, { verify_again_at: 'now()' });
  await erasureOf(old, 51);
  await erasureOf(young, 49);
  await erasureOf(verified, 51);
  await pruneKept(dataSource, times);
  expect(await left('erasure')).toEqual([young, verified].sort());
  expect(await left('request', 'id')).toEqual([old, young, verified].sort());
});

test('idempotency keys are removed after their time, except those of requests in flight', async () => {
  const finished = await ended(12);
  const recent = await ended(9);
  const flying = await insertRequest(dataSource, 'acme', { status: `'INITIATED'` });
  await keyOf(finished, 11);
  await keyOf(recent, 9);
  await keyOf(flying, 11);
  await pruneKept(dataSource, times);
  expect(await left('idempotency_key')).toEqual([recent, flying].sort());
  expect(await left('request', 'id')).toHaveLength(3);
});

test('a legal hold is removed after its time, once it has ended and the last request that it stopped is gone (R31)', async () => {
  const hold = async (values: Values, keeps?: string) => {
    const id = randomUUID();
    const row: Values = { id: `'${id}'`, ground: `'LEGAL_CLAIMS'`, placed_at: daysAgo(500), ...values };
    for (const sealed of ['subject_term', 'reason', 'reference', 'placed_by']) row[sealed] = `'x'`;
    await dataSource.query(
      `INSERT INTO gdpr_legal_hold (organization_id, ${Object.keys(row).join(', ')}) VALUES ('acme', ${Object.values(row).join(', ')})`,
    );
    await dataSource.query(`INSERT INTO gdpr_held_subject VALUES ('acme', 'x', $1)`, [id]);
    if (keeps) await dataSource.query(`INSERT INTO gdpr_request_hold VALUES ('acme', $1, $2)`, [keeps, id]);
    return id;
  };
  const over = { until: daysAgo(110), resumed_at: daysAgo(101) };
  const released = { released_at: daysAgo(110), resumed_at: daysAgo(101) };
  await hold(over, await ended(101));
  await hold(released);
  const waitedFor = await ended(99);
  const kept = [
    await hold(released, waitedFor),
    await hold({ ...over, resumed_at: daysAgo(99) }),
    // It stands, or a request still waits for its end.
    await hold({}),
    await hold({ until: daysAgo(400) }),
  ].sort();
  await pruneKept(dataSource, times);
  expect(await left('legal_hold', 'id')).toEqual(kept);
  expect(await left('held_subject', 'hold_id')).toEqual(kept);
  expect(await left('request_hold')).toEqual([waitedFor]);
});

test('a batch removes no more than it may, the oldest first', async () => {
  const newest = await ended(101);
  for (const days of [103, 102]) await ended(days);
  await pruneKept(dataSource, times, 2);
  expect(await left('request', 'id')).toEqual([newest]);
});

test('pruners of two gateways at the same time remove each row once, and neither fails', async () => {
  const young = await ended(99);
  await keyOf(young, 9);
  for (let index = 0; index < 20; index += 1) {
    const id = await ended(101 + index);
    await insertTask(dataSource, 'acme', id, 'dialer', { status: `'COMPLETED'` });
    await keyOf(id, 101);
    await erasureOf(id, 101);
  }
  const turns = async (own: DataSource) => {
    for (let turn = 0; turn < 8; turn += 1) await pruneKept(own, times, 5);
  };
  await Promise.all([turns(dataSource), turns(other)]);
  // The other one removes what the first left to it.
  await turns(other);
  expect(await left('request', 'id')).toEqual([young]);
  expect(await left('idempotency_key')).toEqual([young]);
  for (const table of ['task', 'erasure']) expect(await left(table)).toEqual([]);
});

test('a request that another process has locked is left for the next time, without waiting', async () => {
  const parent = await ended(103);
  const held = await ended(103, { parent_id: `'${parent}'` });
  await ended(102);
  await other.transaction(async (db) => {
    await db.query('SELECT 1 FROM gdpr_request WHERE id = $1 FOR UPDATE', [held]);
    await pruneKept(dataSource, times);
    expect(await left('request', 'id')).toEqual([parent, held].sort());
  });
  await pruneKept(dataSource, times);
  expect(await left('request', 'id')).toEqual([]);
});
