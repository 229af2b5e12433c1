/** Each process uses its own role, which can read and write rows of its own database and nothing else (R21). */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { genesisHash } from '../../../gateway/audit/audit-log';
import { openGatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import { programFile } from '../../../scripts/cli/command';
import { serviceNames } from '../../../scripts/develop/subgraphs';
import { migrateDatabases } from '../../../scripts/operate/migrate';
import { databaseName, databaseUrl } from '../../../subgraphs/kit/base/persistence/create-database';
import {
  administratorRole,
  createAdministrator,
  dropDatabases,
  inDatabase,
  rolePassword,
  roleServerUrl,
  testServerUrl,
  uniquePrefix,
} from '../../support/run/database';
import { gatewayConfig } from '../../support/run/gateway-database';

const prefix = uniquePrefix();
const names = ['gateway', ...serviceNames()];
/** The server, with a role that may create databases and roles and is no superuser: what a managed PostgreSQL provides. */
let serverUrl: string;

beforeAll(async () => {
  serverUrl = await createAdministrator(prefix);
  const migrate = () => migrateDatabases({ databaseUrl: serverUrl, databasePrefix: prefix }, names, () => rolePassword);
  // Two deployments migrate at once, and one again later: the result is the same.
  await Promise.all([migrate(), migrate()]);
  await migrateDatabases({ databaseUrl: serverUrl, databasePrefix: prefix }, names, () => undefined);
}, 60_000);

afterAll(() => dropDatabases(prefix));

/** Runs `work` with a connection of a process's role. */
async function as<T>(name: string, database: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: databaseUrl(roleServerUrl(prefix, name), database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

test.each(names)('the credentials of %s can read no other database', async (name) => {
  for (const other of names.filter((each) => each !== name))
    await expect(as(name, databaseName(prefix, other), () => Promise.resolve())).rejects.toMatchObject({
      code: '42501',
    });
  await as(name, databaseName(prefix, name), async (client) => {
    const { rows } = await client.query<{ count: string }>('SELECT count(*) FROM organization_key');
    expect(rows).toEqual([{ count: '0' }]);
    for (const sql of [
      'SELECT * FROM pg_authid',
      `SELECT pg_read_file('/etc/passwd')`,
      `COPY pg_class TO PROGRAM 'true'`,
    ])
      await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
    await expect(client.query(`SET ROLE ${administratorRole(prefix)}`)).rejects.toMatchObject({ code: '42501' });
  });
});

test.each(names)('%s may change rows, but neither the structure of its database nor the list of migrations', (name) =>
  as(name, databaseName(prefix, name), async (client) => {
    for (const sql of [
      'CREATE TABLE own (id integer)',
      'CREATE TEMPORARY TABLE own (id integer)',
      'CREATE SCHEMA own',
      'CREATE DATABASE own',
      'CREATE ROLE own',
      'ALTER TABLE organization_key ADD COLUMN own integer',
      'DROP TABLE organization_key',
      'DELETE FROM schema_migration',
    ])
      await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
  }),
);

test('the credentials of the gateway can append audit entries, but not change, remove or insert any', () =>
  as('gateway', databaseName(prefix, 'gateway'), async (client) => {
    const append = `SELECT * FROM append_audit('o', '${genesisHash}', '{a}', '{A}', '{NULL}', '{NULL}', '{d}')`;
    await client.query(append);
    await client.query(append);
    for (const sql of [
      `UPDATE audit_entry SET detail = ''`,
      'DELETE FROM audit_entry',
      'TRUNCATE audit_entry',
      `INSERT INTO audit_entry SELECT organization_id, 3, at, actor, action, request_id, service, detail, hash, previous_hash FROM audit_entry LIMIT 1`,
      `UPDATE audit_head SET hash = '${genesisHash}'`,
      'DELETE FROM audit_head',
      'TRUNCATE audit_head',
      'SELECT * FROM audit_head FOR UPDATE',
      'ALTER TABLE audit_entry DISABLE TRIGGER ALL',
      'ALTER TABLE audit_entry DISABLE TRIGGER audit_entry_append_only',
      'DROP TRIGGER audit_entry_append_only ON audit_entry',
      'DROP FUNCTION refuse_audit_change CASCADE',
      `CREATE OR REPLACE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'`,
      'ALTER FUNCTION append_audit SECURITY INVOKER',
      'ALTER TABLE audit_entry OWNER TO CURRENT_USER',
      `SET session_replication_role = 'replica'`,
    ])
      await expect(client.query(sql)).rejects.toMatchObject({ code: '42501' });
    const { rows } = await client.query('SELECT sequence, detail FROM audit_entry ORDER BY 1');
    expect(rows).toEqual([
      { sequence: '1', detail: 'd' },
      { sequence: '2', detail: 'd' },
    ]);
  }));

test('a process refuses a role with too many rights, a missing database, and one that lacks migrations', async () => {
  const open = (config: object) => openGatewayDatabase({ ...gatewayConfig(prefix), ...config });
  for (const databaseUrl of [testServerUrl(), serverUrl])
    await expect(open({ databaseUrl })).rejects.toThrow(/DATABASE_URL: \w+ is a superuser or owns the database/);
  await expect(open({ databasePrefix: uniquePrefix(), databaseUrl: testServerUrl() })).rejects.toThrow(
    'habeas migrate makes it',
  );
  await inDatabase(databaseName(prefix, 'gateway'), (client) =>
    client.query(`UPDATE schema_migration SET name = name || ' undone' WHERE name LIKE 'Leases%'`),
  );
  await expect(open({})).rejects.toThrow('lacks 1 migrations; habeas migrate runs them');
  await inDatabase(databaseName(prefix, 'gateway'), (client) =>
    client.query(`UPDATE schema_migration SET name = replace(name, ' undone', '')`),
  );
  await (await open({})).destroy();
});

describe('habeas migrate', () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-migrate-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [programFile(), 'migrate', ...args], {
      env: { HABEAS_DATA_DIR: directory, DATABASE_URL: serverUrl, DATABASE_PREFIX: prefix },
      encoding: 'utf8',
    });
    return { status, stdout, stderr };
  };

  test('gives a role the password in its file, whatever its characters', async () => {
    const password = `a/b@c#d%e f?g:h"i'j\\k$l%2Fm&é+`;
    // With a newline at the end, as editors write it.
    writeFileSync(path.join(directory, 'database-dialer'), `${password}\n`);
    expect(run('--passwords', directory, '--only', 'dialer')).toEqual({
      status: 0,
      stdout: 'dialer: the database is up to date\n',
      stderr: '',
    });
    const url = new URL(roleServerUrl(prefix, 'dialer'));
    url.password = encodeURIComponent(password);
    const client = new Client({ connectionString: databaseUrl(url.toString(), databaseName(prefix, 'dialer')) });
    await client.connect();
    await client.end();
    await expect(as('dialer', databaseName(prefix, 'dialer'), () => Promise.resolve())).rejects.toMatchObject({
      code: '28P01',
    });
  });

  test('refuses an unknown process and an empty password', () => {
    expect(run('--only', 'ghost')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('--only names "ghost"') as unknown,
    });
    expect(run('--passwords', '/nowhere/at-all').stderr).toContain(
      '--passwords: there is no directory /nowhere/at-all.',
    );
    writeFileSync(path.join(directory, 'database-recordings'), '\n');
    expect(run('--passwords', directory, '--only', 'recordings').stderr).toContain('is empty');
  });
});
