/** The feed of changes holds one connection at most, and comes back by itself, whatever the database does to it (R11, R27). */
import pino from 'pino';
import { gatewayDatabase } from '../../../../gateway/persistence/open-gateway-database';
import { ChangeFeed } from '../../../../gateway/gdpr/store/change-feed';
import { databaseName } from '../../../../subgraphs/kit/base/persistence/create-database';
import { eventually } from '../../../support/eventually';
import { startStatementProxy, type Behaviour, type StatementProxy } from '../../../support/faults/statement-proxy';
import { dropDatabases, inDatabase, uniquePrefix } from '../../../support/run/database';
import { gatewayDatabaseUrl, openTestGatewayDatabase } from '../../../support/run/gateway-database';

const prefix = uniquePrefix();
const database = databaseName(prefix, gatewayDatabase);
/** Milliseconds that the feed waits for an answer. */
const patience = 300;
let proxy: StatementProxy;
let feed: ChangeFeed;
let logged: string[];

beforeAll(async () => (await openTestGatewayDatabase(prefix)).destroy());

afterAll(() => dropDatabases(prefix));

beforeEach(async () => {
  proxy = await startStatementProxy(gatewayDatabaseUrl(prefix));
  logged = [];
  const logger = pino({ level: 'warn' }, { write: (line) => void logged.push(line) });
  feed = new ChangeFeed(proxy.url, logger, patience);
});

afterEach(async () => {
  await feed.stop();
  await proxy.stop();
});

/** The feed's sessions at the server. */
const sessions = () =>
  inDatabase(database, async (client) => {
    const { rows } = await client.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE application_name = 'habeas changes' AND datname = current_database()`,
    );
    return rows.map(({ pid }) => pid);
  });

const endSessions = async () =>
  inDatabase(database, async (client) =>
    client.query('SELECT pg_terminate_backend(unnest($1::int[]))', [await sessions()]),
  );

test.each<Behaviour>(['LISTEN is refused', 'silent from LISTEN on', 'silent'])(
  'a feed that comes back to a server that answers so (%s) keeps no more than the connection of its attempt',
  async (behaviour) => {
    await feed.start();
    proxy.behaviour = behaviour;
    await endSessions();
    let most = 0;
    await eventually(async () => {
      most = Math.max(most, proxy.open, (await sessions()).length);
      return proxy.accepted >= 5;
    }, 20_000);
    expect(most).toBeLessThanOrEqual(1);
    // The outage is said, and not with each attempt.
    expect(logged.filter((line) => line.includes('cannot be heard')).length).toBeLessThanOrEqual(3);
    const heard = new Promise<void>((resolve) => feed.onServices(resolve));
    proxy.behaviour = 'passes';
    await heard;
    expect(await sessions()).toHaveLength(1);
  },
);

test.each<Behaviour>(['LISTEN is refused', 'silent from LISTEN on', 'silent'])(
  'a start at a server that answers so (%s) fails in time and leaves no connection',
  async (behaviour) => {
    proxy.behaviour = behaviour;
    const began = performance.now();
    await expect(feed.start()).rejects.toThrow();
    expect(performance.now() - began).toBeLessThan(3_000);
    await eventually(async () => proxy.open === 0 && (await sessions()).length === 0, 5_000);
  },
);

test.each<Behaviour>(['passes', 'silent from LISTEN on', 'silent'])(
  'a stop while it connects (%s) leaves no connection',
  async (behaviour) => {
    feed = new ChangeFeed(proxy.url, pino({ level: 'silent' }), 60_000);
    proxy.behaviour = behaviour;
    const started = feed.start().catch(() => 'not started');
    await eventually(() => Promise.resolve(proxy.accepted === 1));
    const began = performance.now();
    await feed.stop();
    expect(performance.now() - began).toBeLessThan(3_000);
    await started;
    await eventually(async () => proxy.open === 0 && (await sessions()).length === 0, 5_000);
  },
);
