/** Commands for development refuse production: its environment, its databases and its data directory. */
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {
  gatewayDatabase,
  migrateGatewayDatabase,
  openGatewayDatabase,
} from '../../../gateway/persistence/open-gateway-database';
import { programFile } from '../../../scripts/cli/command';
import { ensureDevelopmentKeys, masterKeyFile } from '../../../scripts/develop/installation/keys';
import { startEmbeddedPostgres } from '../../../scripts/develop/postgres';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { dropDatabases, rolePassword, inDatabase, testServerUrl, uniquePrefix } from '../../support/run/database';
import { gatewayConfig } from '../../support/run/gateway-database';

let dataDir: string;
const prefix = uniquePrefix();

beforeEach(() => (dataDir = mkdtempSync(path.join(os.tmpdir(), 'habeas-development-'))));
afterEach(async () => {
  rmSync(dataDir, { recursive: true, force: true });
  await dropDatabases(prefix);
});

function run(script: string, environment: Record<string, string>) {
  const parameters = { seed: ['--people', '1'], token: ['--organization', 'acme'] }[script] ?? [];
  const { status, stdout, stderr } = spawnSync(process.execPath, [programFile(), script, ...parameters], {
    env: { PATH: process.env.PATH ?? '', HABEAS_DATA_DIR: dataDir, PORT: '31999', ...environment },
    encoding: 'utf8',
    timeout: 30_000,
  });
  return { status, stdout, stderr };
}

/** Makes an installation with one organisation, whose keys this master key has wrapped. */
async function install(serverUrl: string, id: string, key = randomBytes(32)): Promise<void> {
  await migrateGatewayDatabase({ databaseUrl: serverUrl, databasePrefix: prefix }, rolePassword);
  const role = new URL(serverUrl);
  [role.username, role.password] = [databaseName(prefix, gatewayDatabase), rolePassword];
  const dataSource = await openGatewayDatabase({ ...gatewayConfig(prefix), databaseUrl: role.toString() });
  try {
    await new KeyRing(dataSource, { current: id, keys: new Map([[id, key]]) }).of('acme');
  } finally {
    await dataSource.destroy();
  }
}

const onServer = (): Record<string, string> => ({ DATABASE_URL: testServerUrl(), DATABASE_PREFIX: prefix });

const databases = () =>
  inDatabase('postgres', async (client) => {
    const sql = 'SELECT datname FROM pg_database WHERE starts_with(datname, $1)';
    return (await client.query<{ datname: string }>(sql, [prefix])).rows.map(({ datname }) => datname);
  });

test.each(['start', 'seed', 'demo', 'token'])(
  'npm run %s refuses NODE_ENV=production, and creates nothing',
  (script) => {
    const fresh = path.join(dataDir, 'fresh');
    for (const HABEAS_DATA_DIR of [fresh, dataDir]) {
      const { status, stdout, stderr } = run(script, { NODE_ENV: 'production', HABEAS_DATA_DIR, ...onServer() });
      expect([status, stdout]).toEqual([1, '']);
      expect(stderr).toMatch(/NODE_ENV: npm (run )?\w+ makes development keys/);
    }
    expect([existsSync(fresh), readdirSync(dataDir)]).toEqual([false, []]);
  },
);

test('npm run seed works in development, and refuses production even if there are development keys', async () => {
  await ensureDevelopmentKeys(dataDir);
  expect(run('seed', { NODE_ENV: 'production', ...onServer() })).toMatchObject({ status: 1 });
  expect(await databases()).toEqual([]);
  expect(run('seed', onServer())).toMatchObject({ status: 0, stderr: '' });
  // The second call finds data that its own master key has wrapped.
  expect(run('seed', onServer())).toMatchObject({ status: 0, stderr: '' });
});

test.each(['start', 'seed', 'demo'])(
  'npm run %s refuses databases whose keys another master key wrapped',
  async (script) => {
    await install(testServerUrl(), 'production-2026');
    await ensureDevelopmentKeys(dataDir);
    const { status, stderr } = run(script, onServer());
    expect(status).toBe(1);
    expect(stderr).toContain(
      `${databaseName(prefix, gatewayDatabase)} belongs to another installation: its keys were wrapped by the master key production-2026`,
    );
    // No database, no key and no row was made.
    expect(await databases()).toEqual([databaseName(prefix, gatewayDatabase)]);
  },
);

test('a master key with the right name but other bytes is refused', async () => {
  await ensureDevelopmentKeys(dataDir);
  const { current } = JSON.parse(readFileSync(masterKeyFile(dataDir, gatewayDatabase), 'utf8')) as { current: string };
  await install(testServerUrl(), current);
  expect(run('seed', onServer())).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('belongs to another installation') as unknown,
  });
});

test('npm start makes no new master key when the databases already have one', async () => {
  await install(testServerUrl(), 'production-2026');
  expect(run('start', onServer())).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('belongs to another installation') as unknown,
  });
  expect(existsSync(path.join(dataDir, 'keys'))).toBe(false);
});

test('npm start makes no new master key for its own databases when their keys are lost', async () => {
  const postgres = await startEmbeddedPostgres({ dataDir, durable: false });
  await install(postgres.url, 'development-lost').finally(() => postgres.stop());
  expect(run('start', { DATABASE_PREFIX: prefix })).toMatchObject({
    status: 1,
    stderr: expect.stringContaining('belongs to another installation') as unknown,
  });
  expect(existsSync(path.join(dataDir, 'keys'))).toBe(false);
});

test.each(['start', 'seed', 'demo', 'token'])(
  'npm run %s refuses a data directory with keys that no npm start made',
  (script) => {
    const keys = path.join(dataDir, 'keys');
    mkdirSync(keys);
    const brought = { current: 'k', keys: { k: randomBytes(32).toString('base64') } };
    writeFileSync(path.join(keys, 'encryption.json'), JSON.stringify(brought));
    const { status, stderr } = run(script, onServer());
    expect(status).toBe(1);
    expect(stderr).toContain(`${keys} holds keys that no npm start made`);
    expect(readdirSync(keys)).toEqual(['encryption.json']);
  },
);
