/** Work is shared between organisations and between services, counted in jobs: nobody's backlog delays another (R27). */
import { randomUUID } from 'node:crypto';
import pino from 'pino';
import type { DataSource } from 'typeorm';
import { gatewayDatabase } from '../../../../gateway/persistence/open-gateway-database';
import { Queue } from '../../../../gateway/gdpr/processing/queue/queue';
import type { TaskJob } from '../../../../gateway/gdpr/store/jobs';
import { databaseName } from '../../../../subgraphs/kit/base/persistence/create-database';
import { dropDatabases, inDatabase, uniquePrefix } from '../../../support/run/database';
import { gatewayDatabaseUrl, openTestGatewayDatabase } from '../../../support/run/gateway-database';

const prefix = uniquePrefix();
let dataSource: DataSource;
/** Queues jobs and works on none, like a gateway beside workers. */
let gateway: Queue;
const workers: Queue[] = [];
/** Functions that end the hanging jobs of a test. */
const releases: (() => void)[] = [];

const open = async (): Promise<Queue> => {
  const queue = new Queue(gatewayDatabaseUrl(prefix), pino({ level: 'silent' }));
  await queue.start();
  return queue;
};

beforeAll(async () => {
  dataSource = await openTestGatewayDatabase(prefix, 4);
  gateway = await open();
});

afterEach(async () => {
  const stopped = workers.splice(0).map((worker) => worker.stop());
  for (const release of releases.splice(0)) release();
  await Promise.all(stopped);
  await dataSource.query('DELETE FROM pgboss.job');
});

afterAll(async () => {
  await gateway.stop();
  await dataSource.destroy();
  await dropDatabases(prefix);
});

/** Queues jobs. @returns their requests in this order */
async function send(organizationId: string, service: string, count = 1): Promise<string[]> {
  const requestIds = Array.from({ length: count }, () => randomUUID());
  const jobs = requestIds.map((requestId) => ({ organizationId, requestId, service }));
  await gateway.sendTasks(dataSource.manager, jobs);
  return requestIds;
}

/** Starts workers, and collects the jobs in the order in which they begin. */
async function work(handle: (job: TaskJob) => Promise<void> = async () => {}, processes = 1) {
  const begun: TaskJob[] = [];
  const watched: (() => void)[] = [];
  for (let process = 0; process < processes; process += 1) {
    const worker = await open();
    workers.push(worker);
    const task = async (job: TaskJob) => {
      begun.push(job);
      for (const look of watched) look();
      await handle(job);
    };
    // No notification reaches it.
    worker.work({ task, finalize: async () => {} }, 500);
  }
  const of = (organizationId: string) => begun.filter((job) => job.organizationId === organizationId);
  const until = (reached: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = () => reached() && resolve();
      watched.push(look);
      look();
    });
  return { begun, of, until };
}

/** A job that lasts as long as the test. */
const hanging = () => new Promise<void>((release) => releases.push(release));

test("an organisation's 500 jobs let another's single one pass, sent before the work or during it", async () => {
  await send('many', 'shared', 500);
  await send('single', 'shared');
  const { begun, of, until } = await work();
  await until(() => of('many').length >= 200);
  const position = begun.findIndex(({ organizationId }) => organizationId === 'single');
  expect(position).toBeGreaterThanOrEqual(0);
  expect(position).toBeLessThan(32);

  await send('later', 'shared');
  const before = begun.length;
  await until(() => of('later').length === 1);
  // Only jobs in progress, and those taken from the queue before the job was in it, come first.
  expect(begun.length - before).toBeLessThan(100);
  await until(() => begun.length === 502);
  expect(new Set(begun.map(({ requestId }) => requestId)).size).toBe(502);
});

test('two organisations with backlogs take turns, and the jobs of each keep their order', async () => {
  const first = await send('first', 'turns', 150);
  const second = await send('second', 'turns', 100);
  const { begun, of, until } = await work();
  await until(() => begun.length === 250);
  const early = begun.slice(0, 160).filter(({ organizationId }) => organizationId === 'second').length;
  expect(early).toBeGreaterThan(60);
  const requestsOf = (organizationId: string) => of(organizationId).map(({ requestId }) => requestId);
  expect([requestsOf('first'), requestsOf('second')]).toEqual([first, second]);
});

test('beside an organisation without a backlog, one with a backlog works on few jobs at once, and on many again later', async () => {
  await send('many', 'room', 600);
  let underWay = 0;
  const beside: number[] = [];
  const most: number[] = [];
  const { of, until } = await work(async ({ organizationId }) => {
    if (organizationId === 'single') return void beside.push(underWay);
    underWay += 1;
    most.push(underWay);
    await new Promise((resolve) => setTimeout(resolve, 5));
    underWay -= 1;
  });
  await until(() => of('many').length >= 100);
  for (let sent = 1; sent <= 8; sent += 1) {
    await send('single', sent % 2 ? 'room' : 'beside');
    await until(() => of('single').length === sent);
  }
  // The first ones may run while the backlog still has the places that it took when it was alone.
  expect(Math.max(...beside.slice(2))).toBeLessThanOrEqual(2);
  const had = most.length;
  await until(() => of('many').length === 600);
  expect(Math.max(...most.slice(had))).toBeGreaterThan(2);
});

test('an organisation whose jobs never end does not get all places', async () => {
  await send('endless', 'long', 100);
  const { of, until } = await work((job) => (job.organizationId === 'endless' ? hanging() : Promise.resolve()));
  await until(() => of('endless').length >= 24);
  await send('brief', 'long', 20);
  await until(() => of('brief').length === 20);
  expect(of('endless')).toHaveLength(24);
});

test('nor do two or three such organisations: one without a running job can always begin', async () => {
  const endless = ['one', 'two', 'three'];
  await send('one', 'filled', 100);
  await send('two', 'filled', 100);
  const { begun, of, until } = await work((job) =>
    endless.includes(job.organizationId) ? hanging() : Promise.resolve(),
  );
  await until(() => begun.length >= 24);
  await send('brief', 'filled', 6);
  await until(() => of('brief').length === 6);
  await send('three', 'filled', 10);
  await until(() => of('three').length >= 1);
  await send('last', 'filled', 3);
  await until(() => of('last').length === 3);
  expect(begun.filter(({ organizationId }) => endless.includes(organizationId)).length).toBeLessThan(32);
  expect(Math.abs(of('one').length - of('two').length)).toBeLessThan(16);
});

test('a service that never answers delays only its own jobs, over several processes', async () => {
  await send('caller', 'stopped', 300);
  const { begun, until } = await work((job) => (job.service === 'stopped' ? hanging() : Promise.resolve()), 2);
  await until(() => begun.length >= 48);
  await send('caller', 'healthy', 200);
  const healthy = () => begun.filter(({ service }) => service === 'healthy');
  await until(() => healthy().length === 200);
  expect(begun.filter(({ service }) => service === 'stopped').length).toBeLessThanOrEqual(64);
  expect(new Set(begun.map(({ requestId }) => requestId)).size).toBe(begun.length);
});

test('a waiting job is queued only once and takes no further turn; turns survive the processes', async () => {
  const job = { organizationId: 'again', requestId: randomUUID(), service: 'once' };
  for (let time = 0; time < 5; time += 1) await gateway.sendTasks(dataSource.manager, [job]);
  const turns = () => dataSource.query(`SELECT turn::integer FROM job_turn WHERE queue = 'gdpr-task/once'`);
  expect(await turns()).toEqual([{ turn: 1 }]);
  const restarted = await open();
  await restarted.sendTasks(dataSource.manager, [{ ...job, requestId: randomUUID() }]);
  await restarted.stop();
  expect(await turns()).toEqual([{ turn: 2 }]);
  const { begun, until } = await work();
  await until(() => begun.length === 2);
  expect(begun[0]?.requestId).toBe(job.requestId);
});

test('jobs of an older version in its single queue are worked on, and its queue stays', async () => {
  const data = { organizationId: 'older', requestId: randomUUID(), service: 'messaging' };
  await inDatabase(databaseName(prefix, gatewayDatabase), async (client) => {
    await client.query(`SELECT pgboss.create_queue('gdpr-task', '{"policy": "short"}')`);
    await client.query(
      `INSERT INTO pgboss.job (name, data, policy, singleton_key) VALUES ('gdpr-task', $1, 'short', 'older')`,
      [JSON.stringify(data)],
    );
  });
  const { begun, until } = await work();
  await until(() => begun.length === 1);
  expect(begun).toEqual([data]);
});

test('the gateway’s role can create queues and nothing else', async () => {
  await expect(dataSource.query('CREATE TABLE pgboss.mine ()')).rejects.toThrow('permission denied');
  await send('caller', `it's "new"`);
  const { begun, until } = await work();
  await until(() => begun.length === 1);
  expect(begun[0]?.service).toBe(`it's "new"`);
});

test('queues that many transactions need first, at the same time, are created once', async () => {
  const other = await open();
  const services = Array.from({ length: 6 }, (_, index) => `joined-${index}`);
  const organizations = Array.from({ length: 12 }, (_, index) => `at-once-${index}`);
  const requestId = randomUUID();
  try {
    await Promise.all(
      organizations.map((organizationId, index) =>
        dataSource.transaction(async (db) => {
          // In another order each.
          const ordered = [...services.slice(index % 6), ...services.slice(0, index % 6)];
          const jobs = ordered.map((service) => ({ organizationId, requestId, service }));
          await (index % 2 === 0 ? gateway : other).sendTasks(db, jobs);
        }),
      ),
    );
  } finally {
    await other.stop();
  }
  const [row]: { jobs: number }[] = await dataSource.query(
    `SELECT count(*)::int AS jobs FROM pgboss.job WHERE name LIKE 'gdpr-task/joined-%'`,
  );
  expect(row?.jobs).toBe(services.length * organizations.length);
});
