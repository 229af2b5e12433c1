/** Requests of one organisation are written together, and each is answered for itself (R10, R11, R21). */
import { randomBytes, randomUUID } from 'node:crypto';
import pino from 'pino';
import type { DataSource } from 'typeorm';
import { verifyChain } from '../../../../gateway/audit/verify-audit-log';
import { creationsOf, type Creations } from '../../../../gateway/gdpr/requests/create-batch';
import type { Creation } from '../../../../gateway/gdpr/requests/creation';
import { PiiServices } from '../../../../gateway/gdpr/services/pii-services';
import { Queue } from '../../../../gateway/gdpr/processing/queue';
import { checkRequestInput } from '../../../../gateway/gdpr/requests/input';
import { taskClaimsOf, type ClaimedTask, type TaskClaims } from '../../../../gateway/gdpr/processing/claims';
import { LeaseLostError } from '../../../../gateway/gdpr/store/leases';
import { TaskWrites } from '../../../../gateway/gdpr/processing/task-writes';
import { gatewayDatabase, openGatewayDatabase } from '../../../../gateway/persistence/open-gateway-database';
import { databaseName, databaseUrl } from '../../../../subgraphs/kit/base/persistence/create-database';
import { KeyRing } from '../../../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../../../subgraphs/kit/base/security/organization-context';
import { dropDatabases, testServerUrl, uniquePrefix } from '../../../support/database';
import { sentStatements } from '../../../support/statements';

const prefix = uniquePrefix();
const organization = 'together';
const serviceNames = ['directory', 'messaging'];

let dataSource: DataSource;
let queue: Queue;
let keys: KeyRing;
let creations: Creations;
let claims: TaskClaims;
let writes: TaskWrites;

beforeAll(async () => {
  dataSource = await openGatewayDatabase({ serverUrl: testServerUrl(), prefix, poolSize: 5 });
  queue = new Queue(databaseUrl(testServerUrl(), databaseName(prefix, gatewayDatabase)), pino({ level: 'silent' }));
  await queue.start();
  keys = new KeyRing(dataSource, { current: 'a', keys: new Map([['a', randomBytes(32)]]) });
  const services = new PiiServices(() => Promise.reject(new Error('No service is called here.')));
  services.update(
    serviceNames.map((name) => ({
      name,
      graph: name.toUpperCase(),
      url: `http://127.0.0.1:1/${name}`,
      ownsSubjects: [],
      reportsUnreachable: false,
    })),
  );
  creations = creationsOf({ dataSource, services, queue, timeLimits: { GET: 2, EXPORT: 2, UPDATE: 14, DELETE: 14 } });
  claims = taskClaimsOf(dataSource);
  writes = new TaskWrites(dataSource, queue);
});

afterAll(async () => {
  await queue.stop();
  await dataSource.destroy();
  await dropDatabases(prefix);
});

const here = async <T>(work: () => Promise<T>): Promise<T> => inOrganization(await keys.of(organization), work);

/** Creates an erasure by an e-mail address. */
function create(email: string): Promise<Creation> {
  const order = checkRequestInput({ type: 'DELETE', term: { email }, deleteConfirmed: true });
  const members: [{ term: typeof order.term; subject: null }] = [{ term: order.term, subject: null }];
  const plan = { members, subjects: [], unavailable: [], planHash: '' };
  return creations.add({ actor: 'tester', order, plan, calledAt: new Date() });
}

const createMany = (count: number) =>
  Promise.all(Array.from({ length: count }, () => create(`${randomUUID()}@example.com`)));

/** Claims every task. The leases are renewed by the tests themselves. */
const claimAll = async (created: Creation[]) => {
  const claimed = await Promise.all(
    created.flatMap(({ request }) => serviceNames.map((service) => claims.claim({ requestId: request.id, service }))),
  );
  for (const each of claimed) each?.lease.release();
  return claimed;
};

const end = ({ task }: ClaimedTask, changes = {}) => writes.end(task, { status: 'NOTHING_FOUND', changes, detail: '' });

const held = (claimed: (ClaimedTask | null)[]) => claimed.filter((each) => each !== null);

const statusesOf = async (created: Creation[]) => {
  const rows: { status: string }[] = await dataSource.query(
    'SELECT status FROM gdpr_request WHERE id = ANY($1::uuid[]) ORDER BY id',
    [created.map(({ request }) => request.id)],
  );
  return rows.map(({ status }) => status);
};

test('twenty requests that come together take as many statements as one', async () => {
  const lives = async (count: number) => {
    let created: Creation[] = [];
    let claimed: ClaimedTask[] = [];
    const counts = [
      await sentStatements(dataSource, async () => void (created = await here(() => createMany(count)))),
      await sentStatements(dataSource, async () => void (claimed = held(await here(() => claimAll(created))))),
      await sentStatements(dataSource, () => here(() => Promise.all(claimed.map((each) => end(each))))),
    ].map((statements) => statements.length);
    expect(await statusesOf(created)).toEqual(created.map(() => 'FINALIZING'));
    return counts;
  };
  await lives(1);
  const alone = await lives(1);
  expect(await lives(20)).toEqual(alone);
  expect(alone.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(15);
  expect(await verifyChain(dataSource.manager, organization)).toBeNull();
});

test('of equal orders that come together one is created, and is the answer to all', async () => {
  const created = await here(() => Promise.all([1, 2, 3].map(() => create('twin@example.com'))));
  expect(created.map((each) => each.created)).toEqual([true, false, false]);
  expect(new Set(created.map(({ request }) => request.id)).size).toBe(1);
});

test('a task whose jobs come twice is claimed once', async () => {
  const created = await here(() => createMany(2));
  const claimed = await here(async () => [...(await Promise.all([claimAll(created), claimAll(created)]))].flat());
  expect(held(claimed)).toHaveLength(created.length * serviceNames.length);
});

test('a lease that was lost loses its own write only, and its renewal', async () => {
  const claimed = held(await here(async () => claimAll(await createMany(3))));
  const [lost, ...others] = claimed as [ClaimedTask, ...ClaimedTask[]];
  await dataSource.query('UPDATE gdpr_task SET attempts = attempts + 1 WHERE request_id = $1 AND service = $2', [
    lost.task.requestId,
    lost.task.service,
  ]);
  expect(await here(() => Promise.all([lost, ...others].map(({ task }) => claims.renew(task))))).toEqual([
    false,
    ...others.map(() => true),
  ]);
  const ended = await here(() => Promise.allSettled([lost, ...others].map((each) => end(each))));
  expect(ended[0]).toEqual({ status: 'rejected', reason: expect.any(LeaseLostError) as unknown });
  expect(ended.slice(1).map(({ status }) => status)).toEqual(others.map(() => 'fulfilled'));
});

test('a write that the database refuses fails by itself', async () => {
  const claimed = held(await here(async () => claimAll(await createMany(3))));
  const ended = await here(() =>
    Promise.allSettled(claimed.map((each, index) => end(each, index === 2 ? { cursor: 'no text:\u0000' } : {}))),
  );
  expect(ended.map(({ status }) => status)).toEqual(
    claimed.map((_, index) => (index === 2 ? 'rejected' : 'fulfilled')),
  );
  expect(await verifyChain(dataSource.manager, organization)).toBeNull();
});

test('renewing leases waits for nobody: a row that is being written is left alone, the others are renewed', async () => {
  const claimed = held(await here(async () => claimAll(await createMany(2))));
  const [first] = claimed as [ClaimedTask];
  const runner = dataSource.createQueryRunner();
  await runner.startTransaction();
  try {
    await runner.query('SELECT 1 FROM gdpr_task WHERE request_id = $1 AND service = $2 FOR UPDATE', [
      first.task.requestId,
      first.task.service,
    ]);
    const before = new Date();
    expect(await here(() => Promise.all(claimed.map(({ task }) => claims.renew(task))))).toEqual(
      claimed.map(() => true),
    );
    const rows: unknown[] = await dataSource.query(
      `SELECT 1 FROM gdpr_task WHERE request_id = ANY($1::uuid[]) AND lease_expires_at > $2::timestamptz + interval '4 seconds'`,
      [claimed.map(({ task }) => task.requestId), before],
    );
    expect(rows).toHaveLength(claimed.length - 1);
  } finally {
    await runner.rollbackTransaction();
    await runner.release();
  }
});
