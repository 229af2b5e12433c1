/** Triggers on the rows announce due work; a lost notification costs a pause and no work (R11). */
import { randomUUID } from 'node:crypto';
import pino from 'pino';
import type { DataSource } from 'typeorm';
import { gatewayDatabase } from '../../../../gateway/persistence/open-gateway-database';
import { Queue } from '../../../../gateway/gdpr/processing/queue/queue';
import { ChangeFeed } from '../../../../gateway/gdpr/store/change-feed';
import type { DueWork } from '../../../../gateway/gdpr/store/changes';
import type { TaskJob } from '../../../../gateway/gdpr/store/jobs';
import { databaseName } from '../../../../subgraphs/kit/base/persistence/create-database';
import { dropDatabases, inDatabase, uniquePrefix } from '../../../support/run/database';
import { eventually } from '../../../support/eventually';
import { gatewayDatabaseUrl, openTestGatewayDatabase } from '../../../support/run/gateway-database';

const prefix = uniquePrefix();
const logger = pino({ level: 'silent' });
const anHour = 60 * 60_000;
let dataSource: DataSource;
/** Queues jobs and works on none, like a gateway beside workers. */
let gateway: Queue;
let feed: ChangeFeed;
/** The announced work, in order. */
let told: DueWork[] = [];
const begun: TaskJob[] = [];
const stops: (() => Promise<void>)[] = [];

const owner = <T>(work: (statement: (sql: string) => Promise<unknown>) => Promise<T>): Promise<T> =>
  inDatabase(databaseName(prefix, gatewayDatabase), (client) => work((sql) => client.query(sql)));

const openQueue = async (): Promise<Queue> => {
  const queue = new Queue(gatewayDatabaseUrl(prefix), logger);
  await queue.start();
  return queue;
};

beforeAll(async () => {
  dataSource = await openTestGatewayDatabase(prefix, 4);
  gateway = await openQueue();
  feed = new ChangeFeed(gatewayDatabaseUrl(prefix), logger);
  await feed.start();
  feed.onDue({
    jobs: () => told.push('jobs'),
    deliveries: () => told.push('deliveries'),
    sweeps: () => told.push('sweeps'),
  });
});

afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
  await dataSource.query('DELETE FROM pgboss.job');
  begun.length = 0;
});

afterAll(async () => {
  await feed.stop();
  await gateway.stop();
  await dataSource.destroy();
  await dropDatabases(prefix);
});

async function send(startAfter?: Date): Promise<string> {
  const requestId = randomUUID();
  const job = { organizationId: 'told', requestId, service: 'messaging', ...(startAfter ? { startAfter } : {}) };
  await gateway.sendTasks(dataSource.manager, [job]);
  return requestId;
}

/** Starts a worker that looks by itself after this many milliseconds. */
async function work(longestPause: number, listens: boolean): Promise<void> {
  const worker = await openQueue();
  stops.push(() => worker.stop());
  if (listens) feed.onDue({ jobs: () => worker.jobsQueued(), deliveries: () => {}, sweeps: () => {} });
  const task = (job: TaskJob) => {
    begun.push(job);
    return Promise.resolve();
  };
  worker.work({ task, finalize: () => Promise.resolve() }, longestPause);
  // Its first look has found nothing, and the pause has begun.
  await eventually(async () => (await lookedFor()) > 0);
}

const lookedFor = async (): Promise<number> => {
  const rows: unknown[] = await dataSource.query(
    `SELECT FROM pg_stat_activity WHERE datname = $1 AND application_name = 'habeas queue' AND query LIKE '%AS due_in%'`,
    [databaseName(prefix, gatewayDatabase)],
  );
  return rows.length;
};

const began = (requestId: string) =>
  eventually(() => Promise.resolve(begun.some((job) => job.requestId === requestId)));

/** The work that a statement announces; waits for a later notification to be sure. */
async function toldBy(sql: string): Promise<DueWork[]> {
  told = [];
  await owner((run) => run(sql));
  const end = new Promise<void>((resolve) => ends.push(resolve));
  await dataSource.query(`SELECT pg_notify('gdpr_request_changed', '{"organizationId":"end","requestId":"end"}')`);
  await end;
  return [...told];
}
const ends: (() => void)[] = [];

beforeAll(() => {
  const follower = feed.follow({ organizationId: 'end', requestId: 'end' });
  const aborted = new AbortController();
  stopFollowing = () => {
    aborted.abort();
    follower.stop();
  };
  void (async () => {
    for (;;) {
      await follower.changed(aborted.signal);
      for (const ended of ends.splice(0)) ended();
    }
  })().catch(() => {});
});
let stopFollowing = () => {};
afterAll(() => stopFollowing());

const delivery = (due: string) =>
  `INSERT INTO webhook_delivery (organization_id, id, endpoint_id, created_at, next_attempt_at, body)
   VALUES ('told', gen_random_uuid(), gen_random_uuid(), now(), ${due}, '{}')`;
const restriction = (due: string) =>
  `INSERT INTO gdpr_restriction (organization_id, id, subject_digest, ground, created_at, run_at)
   VALUES ('told', gen_random_uuid(), decode(md5(random()::text), 'hex'), 'ACCURACY_CONTESTED', now(), ${due})`;
const later = `now() + interval '1 hour'`;

test.each<[string, string, DueWork[]]>([
  ['a delivery', delivery('now()'), ['deliveries']],
  ['a delivery for later', delivery(later), []],
  ['a delivery that is sent again', 'UPDATE webhook_delivery SET next_attempt_at = now()', ['deliveries']],
  ['a delivery that is claimed', `UPDATE webhook_delivery SET next_attempt_at = ${later}`, []],
  ['a restriction', restriction('now()'), ['sweeps']],
  ['a restriction that all services know of', `UPDATE gdpr_restriction SET run_at = ${later}`, []],
  ['a restriction that is lifted', 'UPDATE gdpr_restriction SET run_at = now()', ['sweeps']],
  ['a hold that is released', 'UPDATE gdpr_legal_hold SET released_at = now()', ['sweeps']],
  [
    'jobs of an older version',
    `SELECT pgboss.create_queue('gdpr-task', '{"policy": "short"}');
     INSERT INTO pgboss.job (name, data, policy, singleton_key) VALUES ('gdpr-task', '{}', 'short', 'a'), ('gdpr-task', '{}', 'short', 'b')`,
    ['jobs'],
  ],
])('%s announces what is due, once per transaction', async (_row, sql, expected) => {
  expect(await toldBy(sql)).toEqual(expected);
});

test('a worker that would look in an hour begins jobs of other processes at once, and later ones when they are due', async () => {
  await work(anHour, true);
  await began(await send());
  await began(await send(new Date(Date.now() + 1_500)));
});

test('without notifications the worker finds the jobs at its next look', async () => {
  await owner((run) => run('ALTER TABLE pgboss.job DISABLE TRIGGER job_work_due'));
  try {
    await work(200, true);
    told = [];
    await began(await send());
    expect(told).toEqual([]);
  } finally {
    await owner((run) => run('ALTER TABLE pgboss.job ENABLE TRIGGER job_work_due'));
  }
});

test('notifications that are lost with the connection are made up for when it is back', async () => {
  await work(anHour, true);
  told = [];
  await owner((run) =>
    run(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'habeas changes' AND datname = current_database()`,
    ),
  );
  await began(await send());
  await eventually(() => Promise.resolve(told.includes('deliveries') && told.includes('sweeps')));
});

test('the queue announces its jobs once, however often its triggers are created', async () => {
  await (await openTestGatewayDatabase(prefix)).destroy();
  told = [];
  await send();
  await eventually(() => Promise.resolve(told.length > 0));
  expect(await toldBy('SELECT 1')).toEqual([]);
  const triggers: { tgname: string }[] = await dataSource.query(
    `SELECT tgname FROM pg_trigger WHERE tgrelid = 'pgboss.job'::regclass AND NOT tgisinternal`,
  );
  expect(triggers).toEqual([{ tgname: 'job_work_due' }]);
});
