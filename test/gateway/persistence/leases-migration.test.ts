/** An upgrade of an installation with requests in flight: every one of them continues. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pino from 'pino';
import { DataSource, type QueryRunner } from 'typeorm';
import { ExportStore } from '../../../gateway/exports/store/export-store';
import { finalizeClaimsOf } from '../../../gateway/gdpr/closing/finalize-claim';
import { taskClaimsOf } from '../../../gateway/gdpr/processing/task/claims';
import { Queue } from '../../../gateway/gdpr/processing/queue/queue';
import { Recovery } from '../../../gateway/gdpr/processing/recovery';
import { gatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import { Requests1700000010000 } from '../../../gateway/persistence/migrations/1700000010000-requests';
import { Audit1700000011000 } from '../../../gateway/persistence/migrations/1700000011000-audit';
import { Erasures1700000012000 } from '../../../gateway/persistence/migrations/1700000012000-erasures';
import { Exports1700000013000 } from '../../../gateway/persistence/migrations/1700000013000-exports';
import { SplitOff1700000014000 } from '../../../gateway/persistence/migrations/1700000014000-split-off';
import { AuditPrivileges1700000015000 } from '../../../gateway/persistence/migrations/1700000015000-audit-privileges';
import { ExportParts1700000016000 } from '../../../gateway/persistence/migrations/1700000016000-export-parts';
import { AppendAudit1700000017000 } from '../../../gateway/persistence/migrations/1700000017000-append-audit';
import { SweepExports1700000018000 } from '../../../gateway/persistence/migrations/1700000018000-sweep-exports';
import { Agreed1700000019000 } from '../../../gateway/persistence/migrations/1700000019000-agreed';
import { AuditHashesWhatIsStored1700000019100 } from '../../../gateway/persistence/migrations/1700000019100-audit-hashes-what-is-stored';
import { ReadAudit1700000021000 } from '../../../gateway/persistence/migrations/1700000021000-read-audit';
import { Leases1700000022000 } from '../../../gateway/persistence/migrations/1700000022000-leases';
import { openDisk } from '../../../subgraphs/kit/base/blobs/disk';
import { databaseName, databaseUrl } from '../../../subgraphs/kit/base/persistence/create-database';
import { OrganizationKeys1700000000000 } from '../../../subgraphs/kit/base/persistence/kit-migration';
import { migrateDatabase } from '../../../subgraphs/kit/base/persistence/migrate-database';
import { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { dropDatabases, testServerUrl, uniquePrefix } from '../../support/run/database';
import { gatewayDatabaseUrl, openTestGatewayDatabase } from '../../support/run/gateway-database';
import { insertRequest, insertTask, type Values } from '../../support/run/gateway-rows';

const organization = 'upgraded';
const prefix = uniquePrefix();
const directory = mkdtempSync(path.join(tmpdir(), 'habeas-leases-'));

/** Opens the database as its owner, who may change the schema. */
const openAsOwner = () =>
  new DataSource({
    type: 'postgres',
    url: databaseUrl(testServerUrl(), databaseName(prefix, gatewayDatabase)),
  }).initialize();

/** Creates the schema of the previous version. */
async function previousSchema(): Promise<DataSource> {
  const server = { databaseUrl: testServerUrl(), databasePrefix: prefix };
  await migrateDatabase(server, {
    name: gatewayDatabase,
    migrations: [
      OrganizationKeys1700000000000,
      Requests1700000010000,
      Audit1700000011000,
      Erasures1700000012000,
      Exports1700000013000,
      SplitOff1700000014000,
      AuditPrivileges1700000015000,
      ExportParts1700000016000,
      AppendAudit1700000017000,
      SweepExports1700000018000,
      Agreed1700000019000,
      AuditHashesWhatIsStored1700000019100,
      ReadAudit1700000021000,
    ],
  });
  return openAsOwner();
}

const at = (seconds: number) => `now() + interval '${seconds} seconds'`;

/** The times of a row after the upgrade, relative to now. */
type Time = 'future' | 'past' | null;
interface Case {
  status: string;
  before: Values;
  lease: Time;
  run: Time;
}

/** Tasks in each state: waiting for their job or the next attempt, run by a living or dead worker, settled. */
const taskCases: Case[] = [
  { status: 'PENDING', before: { wake_at: at(5) }, lease: null, run: 'past' },
  { status: 'PENDING', before: { wake_at: at(-60) }, lease: null, run: 'past' },
  { status: 'PENDING', before: {}, lease: null, run: 'past' },
  { status: 'RUNNING', before: { attempts: '1', wake_at: at(600) }, lease: 'future', run: null },
  { status: 'RUNNING', before: { attempts: '2', wake_at: at(-60) }, lease: 'past', run: null },
  { status: 'RUNNING', before: { attempts: '2' }, lease: 'past', run: null },
  {
    status: 'RETRYING',
    before: { attempts: '1', next_attempt_at: at(600), wake_at: at(604) },
    lease: null,
    run: 'future',
  },
  { status: 'RETRYING', before: { attempts: '1', next_attempt_at: at(-2), wake_at: at(2) }, lease: null, run: 'past' },
  { status: 'RETRYING', before: { attempts: '1', wake_at: at(10) }, lease: null, run: 'past' },
  { status: 'SUBJECT_REQUIRED', before: { attempts: '1' }, lease: null, run: null },
  { status: 'NOTHING_FOUND', before: { attempts: '1' }, lease: null, run: null },
  { status: 'COMPLETED', before: { attempts: '1' }, lease: null, run: null },
  { status: 'FAILED', before: { attempts: '9' }, lease: null, run: null },
  { status: 'CANCELLED', before: { attempts: '1' }, lease: null, run: null },
];

const requestCases: Case[] = [
  { status: 'INITIATED', before: {}, lease: null, run: null },
  { status: 'FINALIZING', before: { wake_at: at(4) }, lease: null, run: 'past' },
  { status: 'FINALIZING', before: { wake_at: at(-60) }, lease: null, run: 'past' },
  {
    status: 'FINALIZING',
    before: { claimed_until: at(600), wake_at: at(604), finalize_attempts: '1' },
    lease: 'future',
    run: null,
  },
  {
    status: 'FINALIZING',
    before: { claimed_until: at(-60), wake_at: at(-56), finalize_attempts: '1' },
    lease: 'past',
    run: null,
  },
  { status: 'COMPLETED', before: { completed_at: at(-60), wake_at: at(86_400) }, lease: null, run: 'future' },
  { status: 'COMPLETED', before: { completed_at: at(-60), wake_at: at(-30) }, lease: null, run: 'past' },
  {
    status: 'COMPLETED',
    before: { completed_at: at(-60), claimed_until: at(600), wake_at: at(604) },
    lease: 'future',
    run: null,
  },
  { status: 'COMPLETED', before: { completed_at: at(-60) }, lease: null, run: null },
  { status: 'ERROR', before: { completed_at: at(-60) }, lease: null, run: null },
  { status: 'CANCELLED', before: { completed_at: at(-60), claimed_until: at(-60) }, lease: null, run: null },
];

const serviceOf = (index: number) => `service-${index}`;

let dataSource: DataSource;
let queue: Queue;
let keys: KeyRing;
let working: string;
const requestIds: string[] = [];

beforeAll(async () => {
  const before = await previousSchema();
  working = await insertRequest(before, organization, { status: `'DELETING'` });
  for (const [index, { status, before: values }] of taskCases.entries())
    await insertTask(before, organization, working, serviceOf(index), { status: `'${status}'`, ...values });
  for (const { status, before: values } of requestCases)
    requestIds.push(await insertRequest(before, organization, { status: `'${status}'`, ...values }));
  await before.destroy();
  dataSource = await openTestGatewayDatabase(prefix);
  queue = new Queue(gatewayDatabaseUrl(prefix), pino({ level: 'silent' }));
  await queue.start();
  keys = new KeyRing(dataSource, { current: 'a', keys: new Map([['a', randomBytes(32)]]) });
});

afterAll(async () => {
  await queue.stop();
  await dataSource.destroy();
  await dropDatabases(prefix);
  rmSync(directory, { recursive: true });
});

const time = (column: string) => `CASE WHEN ${column} > now() THEN 'future' WHEN ${column} IS NOT NULL THEN 'past' END`;
const times = `status, ${time('lease_expires_at')} AS lease, ${time('run_at')} AS run`;
const statesOf = (cases: Case[]) => cases.map(({ status, lease, run }) => ({ status, lease, run }));

const columnsOf = async (table: string): Promise<string[]> => {
  const rows: { column_name: string }[] = await dataSource.query(
    'SELECT column_name FROM information_schema.columns WHERE table_name = $1',
    [table],
  );
  return rows.map((row) => row.column_name);
};

const tasksNow = () =>
  dataSource.query(`SELECT ${times} FROM gdpr_task WHERE request_id = $1 ORDER BY substring(service FROM 9)::integer`, [
    working,
  ]);
const requestsNow = () =>
  dataSource.query(
    `SELECT ${times} FROM gdpr_request WHERE id = ANY($1::uuid[]) ORDER BY array_position($1::uuid[], id)`,
    [requestIds],
  );

test('rows in each state keep their leases and due times; the old columns are gone', async () => {
  expect(await tasksNow()).toEqual(statesOf(taskCases));
  expect(await requestsNow()).toEqual(statesOf(requestCases));
  for (const table of ['gdpr_task', 'gdpr_request'])
    expect(await columnsOf(table)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(wake_at|claimed_until|next_attempt_at)$/)]),
    );
});

test('the migration can be reverted and repeated with requests in flight', async () => {
  const migration = new Leases1700000022000();
  const owner = await openAsOwner();
  const woken = await owner.transaction(async (db) => {
    const runner = db.queryRunner as QueryRunner;
    await migration.down(runner);
    const rows: unknown = await db.query('SELECT count(wake_at)::integer AS woken FROM gdpr_task');
    await migration.up(runner);
    return rows;
  });
  await owner.destroy();
  expect(woken).toEqual([{ woken: 9 }]);
  expect(await tasksNow()).toEqual(statesOf(taskCases));
  expect(await requestsNow()).toEqual(statesOf(requestCases));
});

test('unowned tasks are claimed when their job comes, those of a living worker are left to it, and recovery queues the rest', async () => {
  const exports = new ExportStore(await openDisk({ directory }, 'exports'));
  await new Recovery({ dataSource, keys, queue, exports, logger: pino({ level: 'silent' }) }).run();
  const jobs: { name: string; data: { requestId: string; service?: string } }[] = await dataSource.query(
    'SELECT name, data FROM pgboss.job',
  );
  const expired = (cases: Case[]) => cases.flatMap(({ lease }, index) => (lease === 'past' ? [index] : []));
  const queuedTasks = jobs.filter(({ name }) => name.startsWith('gdpr-task/')).map(({ data }) => data.service);
  expect(queuedTasks).toEqual(expect.arrayContaining(expired(taskCases).map(serviceOf)));
  const queuedRequests = jobs.filter(({ name }) => name.startsWith('gdpr-finalize/')).map(({ data }) => data.requestId);
  expect(queuedRequests).toEqual(expect.arrayContaining(expired(requestCases).map((index) => requestIds[index])));

  await inOrganization(await keys.of(organization), async () => {
    const [tasks, requests] = [taskClaimsOf(dataSource), finalizeClaimsOf(dataSource)];
    const claimedTasks = await Promise.all(
      taskCases.map((_, index) => tasks.claim({ requestId: working, service: serviceOf(index) })),
    );
    const claimedRequests = await Promise.all(requestIds.map((id) => requests.claim({ id })));
    for (const claimed of [...claimedTasks, ...claimedRequests]) claimed?.lease.release();
    const ready = (cases: Case[]) => cases.map(({ lease, run }) => lease === 'past' || run === 'past');
    expect(claimedTasks.map((claimed) => claimed !== null)).toEqual(ready(taskCases));
    expect(claimedRequests.map((claimed) => claimed !== null)).toEqual(ready(requestCases));
  });
});

test('the database refuses a task or a request with work left that nobody would do', async () => {
  await expect(
    dataSource.query('UPDATE gdpr_task SET run_at = NULL, lease_expires_at = NULL WHERE request_id = $1', [working]),
  ).rejects.toThrow('gdpr_task_leased_or_due');
  await expect(
    dataSource.query(`UPDATE gdpr_request SET run_at = NULL, lease_expires_at = NULL WHERE status = 'FINALIZING'`),
  ).rejects.toThrow('gdpr_request_leased_or_due');
});
