/** Requests of one organisation are written together, and each gets its own answer (R10, R11, R21). */
import { randomBytes, randomUUID } from 'node:crypto';
import pino from 'pino';
import type { DataSource } from 'typeorm';
import { appendAudit, termDigestText } from '../../../../gateway/audit/audit-log';
import { verifyChain } from '../../../../gateway/audit/verify-audit-log';
import { GdprRequest } from '../../../../gateway/gdpr/entities';
import { creationsOf, type Creations } from '../../../../gateway/gdpr/requests/create/create-batch';
import type { GdprContext } from '../../../../gateway/gdpr/context';
import { listAuditLog } from '../../../../gateway/gdpr/audits/list-audit-log';
import { assertNoConflict } from '../../../../gateway/gdpr/requests/create/duplicates';
import { listRequests } from '../../../../gateway/gdpr/requests/read/list';
import type { Creation } from '../../../../gateway/gdpr/requests/create/creation';
import { PiiServices } from '../../../../gateway/gdpr/services/pii-services';
import { Queue } from '../../../../gateway/gdpr/processing/queue/queue';
import { checkRequestInput, type RequestInput } from '../../../../gateway/gdpr/requests/input';
import { taskClaimsOf, type ClaimedTask, type TaskClaims } from '../../../../gateway/gdpr/processing/task/claims';
import { LeaseLostError } from '../../../../gateway/gdpr/store/leases/leases';
import { TaskWrites } from '../../../../gateway/gdpr/processing/task/task-writes';
import { KeyRing } from '../../../../subgraphs/kit/base/security/key-ring';
import { currentKeys, inOrganization } from '../../../../subgraphs/kit/base/security/organization-context';
import { dropDatabases, uniquePrefix } from '../../../support/run/database';
import { gatewayDatabaseUrl, openTestGatewayDatabase } from '../../../support/run/gateway-database';
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
  dataSource = await openTestGatewayDatabase(prefix, 5);
  queue = new Queue(gatewayDatabaseUrl(prefix), pino({ level: 'silent' }));
  await queue.start();
  keys = new KeyRing(dataSource, { current: 'a', keys: new Map([['a', randomBytes(32)]]) });
  const services = new PiiServices(() => Promise.reject(new Error('No service is called here.')));
  services.update(
    serviceNames.map((name) => ({
      name,
      graph: name.toUpperCase(),
      url: `http://127.0.0.1:1/${name}`,
      ownsSubjects: [],
      parts: [],
      processing: [],
      labels: [],
    })),
  );
  creations = creationsOf({
    config: { timeLimits: { GET: 2, EXPORT: 2, UPDATE: 14, DELETE: 14 } },
    dataSource,
    services,
    queue,
  });
  claims = taskClaimsOf(dataSource);
  writes = new TaskWrites(dataSource, queue, services);
});

afterAll(async () => {
  await queue.stop();
  await dataSource.destroy();
  await dropDatabases(prefix);
});

const here = async <T>(work: () => Promise<T>): Promise<T> => inOrganization(await keys.of(organization), work);

/** Creates an erasure by an e-mail address. */
const create = (email: string) => createBy({ type: 'DELETE', term: { email }, deleteConfirmed: true });

/** Creates a request by a value that matches nobody. */
function createBy(input: RequestInput): Promise<Creation> {
  const order = checkRequestInput(input);
  const members: [{ term: typeof order.term; subject: null }] = [{ term: order.term, subject: null }];
  const plan = { members, subjects: [], unavailable: [], marks: new Map(), planHash: '' };
  return creations.add({ actor: 'tester', order, plan, calledAt: new Date(), first: 'INITIATED' });
}

const createMany = (count: number) =>
  Promise.all(Array.from({ length: count }, () => create(`${randomUUID()}@example.com`)));

/** Claims every task. The tests renew the leases themselves. */
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

test('twenty requests at the same time take as many statements as one', async () => {
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
  // The first time creates the queues, the second one finds them.
  for (let time = 0; time < 2; time += 1) await lives(1);
  const alone = await lives(1);
  expect(await lives(20)).toEqual(alone);
  // They include one about restrictions (R34), two about legal holds (R31), one about webhooks (R32) and two about turns (R27).
  expect(alone.reduce((sum, count) => sum + count)).toBeLessThanOrEqual(21);
  expect(await verifyChain(dataSource.manager, organization)).toBeNull();
});

test('of equal requests at the same time one is created, and is the answer to all', async () => {
  const created = await here(() => Promise.all([1, 2, 3].map(() => create('twin@example.com'))));
  expect(created.map((each) => each.created)).toEqual([true, false, false]);
  expect(new Set(created.map(({ request }) => request.id)).size).toBe(1);
});

test('a task with two jobs is claimed once', async () => {
  const created = await here(() => createMany(2));
  const claimed = await here(async () => [...(await Promise.all([claimAll(created), claimAll(created)]))].flat());
  expect(held(claimed)).toHaveLength(created.length * serviceNames.length);
});

test('a lost lease loses only its own write, and its renewal', async () => {
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

test('a write that the database refuses does not affect the others', async () => {
  const claimed = held(await here(async () => claimAll(await createMany(3))));
  const ended = await here(() =>
    Promise.allSettled(claimed.map((each, index) => end(each, index === 2 ? { cursor: 'no text:\u0000' } : {}))),
  );
  expect(ended.map(({ status }) => status)).toEqual(
    claimed.map((_, index) => (index === 2 ? 'rejected' : 'fulfilled')),
  );
  expect(await verifyChain(dataSource.manager, organization)).toBeNull();
});

test('renewing leases does not wait: a locked row is left alone, the others are renewed', async () => {
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

describe('a request that the previous version recorded by its own normalisation', () => {
  const term = { name: 'Upgrade, JOSÉ' };
  /** The fingerprint of the previous version, which did not distinguish people with these names. */
  const fingerprint = 'NAME:jose upgrade';

  /** Makes an export's row what the previous version would have written. */
  async function createFormer(name: string): Promise<string> {
    const { request } = await createBy({ type: 'EXPORT', term: { name } });
    await dataSource.manager.update(
      GdprRequest,
      { organizationId: organization, id: request.id },
      {
        term: { kind: 'value', type: 'NAME', value: name, key: 'jose upgrade', tokens: ['jose', 'upgrade'] } as never,
        termDigest: currentKeys().digest(fingerprint),
        subjectDigest: currentKeys().digest(`subject:${fingerprint}`),
      },
    );
    return request.id;
  }

  const found = async (of: object) =>
    (await listRequests(dataSource, { term: of }, {})).nodes.map(({ id }) => id).sort();
  const refusal = (work: Promise<unknown>) =>
    work.then(
      () => null,
      (error: { extensions: { code: string; requestId?: string } }) => error.extensions,
    );

  test('is found by that version’s digest, in the list of requests and in the log, and no other is (R3, R21)', async () => {
    await here(async () => {
      const id = await createFormer('José Upgrade');
      const look = `NAME, ${termDigestText(currentKeys().digest(fingerprint))}`;
      await dataSource.transaction((db) =>
        appendAudit(db, [{ actor: 'auditor', action: 'SUBJECTS_SEARCHED', detail: look }]),
      );
      const today = (await createBy({ type: 'GET', term })).request.id;
      expect(await found(term)).toEqual([id, today].sort());
      // There are no checkpoints yet.
      const anchors = { headOf: () => Promise.resolve(null) };
      const log = (of: object) =>
        listAuditLog({ tools: { dataSource, anchors } } as unknown as GdprContext, { filter: { term: of } });
      expect((await log(term)).nodes.map(({ action, requestId }) => [action, requestId])).toEqual([
        ['REQUEST_CREATED', id],
        ['SUBJECTS_SEARCHED', null],
        ['REQUEST_CREATED', today],
      ]);
      // The digest does not say which of these people it was; rows of the current version do.
      expect(await found({ name: 'Jose Upgrade' })).toEqual([id]);
      expect(await found({ name: 'José Upgrad' })).toEqual([]);
    });
  });

  test('is a duplicate of a current request about the same person, and of no other (R10)', async () => {
    await here(async () => {
      const [{ id = '' } = {}] = await dataSource.manager.findBy(GdprRequest, { type: 'EXPORT' });
      expect(await createBy({ type: 'EXPORT', term })).toMatchObject({ created: false, request: { id } });
      const erasure = createBy({ type: 'DELETE', term, deleteConfirmed: true });
      expect(await refusal(erasure)).toMatchObject({ code: 'CONFLICTING_REQUEST', requestId: id });
      // The previous version did not distinguish José and Jose.
      const other = await createBy({ type: 'EXPORT', term: { name: 'Jose Upgrade' } });
      expect(other.created).toBe(true);
      const conflict = async (requestId: string) =>
        refusal(
          dataSource.transaction(async (db) =>
            assertNoConflict(db, [await db.findOneByOrFail(GdprRequest, { id: requestId })]),
          ),
        );
      expect(await conflict(id)).toBeNull();
      // An equal request of the current version, as replicas of both versions may create them side by side.
      await dataSource.query(`UPDATE gdpr_request SET status = 'ERROR' WHERE id = $1`, [id]);
      const again = (await createBy({ type: 'EXPORT', term })).request.id;
      expect(await conflict(id)).toMatchObject({ code: 'CONFLICTING_REQUEST', requestId: again });
      await dataSource.query(`UPDATE gdpr_request SET status = 'INITIATED' WHERE id = $1`, [id]);
      expect(await conflict(again)).toMatchObject({ code: 'CONFLICTING_REQUEST', requestId: id });
      expect(await conflict(other.request.id)).toBeNull();
    });
  });

  test('gets the first answer when its call is repeated after the upgrade (R10)', async () => {
    await here(async () => {
      const input: RequestInput = { type: 'GET', term: { name: 'José Twice' }, idempotencyKey: 'before-and-after' };
      const first = await createBy(input);
      const before = JSON.stringify(['GET', 'NAME:jose twice', null, false, null, null, null]);
      await dataSource.query('UPDATE gdpr_idempotency_key SET input_digest = $1 WHERE request_id = $2', [
        currentKeys().digest(`idempotent-input:${before}`),
        first.request.id,
      ]);
      expect(await createBy(input)).toMatchObject({ created: true, request: { id: first.request.id } });
      const reused = createBy({ ...input, term: { name: 'José Thrice' } });
      expect(await refusal(reused)).toMatchObject({ code: 'IDEMPOTENCY_KEY_REUSED' });
    });
  });
});
