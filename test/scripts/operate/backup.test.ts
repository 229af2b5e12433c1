/** `habeas backup` and `habeas restore`, used by an administrator who is no superuser, on databases that no process uses. */
import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { genesisHash } from '../../../gateway/audit/audit-log';
import { backUp } from '../../../scripts/operate/backup/backup';
import { ensureMasterKey } from '../../../scripts/operate/keys/key-files';
import { migrateDatabases } from '../../../scripts/operate/migrate';
import { tableLine, type TableProgress } from '../../../scripts/operate/backup/progress';
import { restore, run } from '../../../scripts/operate/backup/restore';
import { readMasterKeys } from '../../../subgraphs/kit/base/config';
import { openGatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import { databaseName, databaseUrl } from '../../../subgraphs/kit/base/persistence/create-database';
import { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { destroyKeys } from '../../../subgraphs/kit/base/security/key-rotation';
import {
  createAdministrator,
  dropDatabases,
  dumpDatabase,
  inDatabase,
  rolePassword,
  testServerUrl,
  uniquePrefix,
} from '../../support/run/database';
import { gatewayConfig } from '../../support/run/gateway-database';

const prefix = uniquePrefix();
const only = ['external-contacts', 'gateway'];
const scratch = mkdtempSync(path.join(os.tmpdir(), 'habeas-backup-'));
const keyFile = path.join(scratch, 'encryption.json');
const directory = path.join(scratch, 'backup');
/** The progress that the backup reported. */
const seen: TableProgress[] = [];
const awkward = 'a\tb\n\\.\n\\N "quoted" ’ ü';
let serverUrl: string;
let environment: Record<string, string>;

const statement = (name: string, sql: string, values: unknown[] = []) =>
  inDatabase(databaseName(prefix, name), (client) => client.query<Record<string, unknown>>(sql, values));

/** All rows of the two databases, without the order within a table. */
const rows = async () =>
  (await Promise.all(only.map((name) => dumpDatabase(databaseName(prefix, name)))))
    .map((dump) => dump.split('\n').sort().join('\n'))
    .join('\n\n');

beforeAll(async () => {
  serverUrl = await createAdministrator(prefix);
  environment = { DATABASE_URL: serverUrl, DATABASE_PREFIX: prefix, ENCRYPTION_KEYS_FILE: keyFile };
  ensureMasterKey(keyFile, 'test');
  await migrateDatabases({ databaseUrl: serverUrl, databasePrefix: prefix }, only, () => rolePassword);
  const dataSource = await openGatewayDatabase(gatewayConfig(prefix));
  const ring = new KeyRing(dataSource, readMasterKeys(keyFile));
  await ring.of('kept');
  await ring.of('destroyed-later');
  await dataSource.query(`SELECT * FROM append_audit($1, $2, '{a}', '{A}', '{NULL}', '{NULL}', '{d}')`, [
    'kept',
    genesisHash,
  ]);
  await dataSource.destroy();
  for (const id of ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']) {
    await statement(
      'external-contacts',
      'INSERT INTO external_contact (organization_id, id, canonical_id, first_name, created_at) VALUES ($1, $2, $2, $3, now())',
      [awkward, id, Buffer.from([0, 255, 92, 10, 46])],
    );
    await statement(
      'external-contacts',
      `INSERT INTO contact_note (organization_id, id, external_contact_id, text, internal, created_at) VALUES ($1, $2, $2, '', true, now())`,
      [awkward, id],
    );
  }
  await backUp({ directory, only }, environment, undefined, (progress) => void seen.push(progress));
}, 60_000);

afterAll(async () => {
  await dropDatabases(prefix);
  rmSync(scratch, { recursive: true });
});

test('a backup reports its progress, table by table', () => {
  expect([...new Set(seen.map(({ database }) => database))]).toEqual(only);
  const ofGateway = seen.filter(({ database }) => database === 'gateway');
  const { of: tables = 0 } = ofGateway[0] ?? {};
  expect(tables).toBeGreaterThan(20);
  expect([...new Set(ofGateway.map(({ at }) => at))]).toEqual(Array.from({ length: tables }, (_, at) => at + 1));
  const log = ofGateway.filter(({ table }) => table === 'public.audit_entry');
  expect(log[0]?.bytes).toBe(0);
  const whole = statSync(path.join(directory, 'gateway', 'public.audit_entry.copy.gz')).size;
  expect(log.at(-1)?.bytes).toBe(whole);
  expect(tableLine({ database: 'gateway', table: 'public.audit_entry', at: 4, of: 41, bytes: 12_480_000 })).toBe(
    'gateway: table 4 of 41 (public.audit_entry), 12.5 MB',
  );
});

test('a backup is complete, readable by its owner only, and in a new directory', async () => {
  expect(readdirSync(directory).sort()).toEqual(['external-contacts', 'gateway', 'manifest.json']);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  const files = readdirSync(directory, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.length).toBeGreaterThan(20);
  for (const { parentPath, name } of files)
    expect([name, statSync(path.join(parentPath, name)).mode & 0o777]).toEqual([name, 0o600]);
  await expect(backUp({ directory, only }, environment)).rejects.toThrow('is there already');
  await expect(backUp({ directory: path.join(scratch, 'none'), only: ['dialer'] }, environment)).rejects.toThrow(
    'dialer: there is no such database: run habeas migrate first.',
  );
  expect(readdirSync(scratch).sort()).toEqual(['backup', 'encryption.json']);
});

test('every row is restored as it was, including the append-only audit log; later rows are removed', async () => {
  const before = await rows();
  await statement('external-contacts', 'DELETE FROM contact_note');
  await statement('external-contacts', `UPDATE external_contact SET first_name = 'another'`);
  await statement(
    'gateway',
    `SELECT * FROM append_audit('kept', '${genesisHash}', '{a}', '{A}', '{NULL}', '{NULL}', '{later}')`,
  );
  const given = { directory, only, replace: true };
  const changed = await rows();
  expect(changed).not.toBe(before);
  expect((await restore(given, environment)).targets.get('gateway')).toEqual({ holdsData: true, laterErasures: 0 });
  expect(await rows()).toBe(changed);
  const done: [string, number][] = [];
  const loaded: TableProgress[] = [];
  await restore(
    { ...given, confirm: true },
    environment,
    (name, count) => done.push([name, count]),
    (progress) => void loaded.push(progress),
  );
  const whole = (steps: TableProgress[]) =>
    Object.fromEntries(steps.map(({ database, table, bytes }) => [`${database} ${table}`, bytes]));
  expect(whole(loaded)).toEqual(whole(seen));
  expect(done.map(([name]) => name)).toEqual(only);
  expect(await rows()).toBe(before);
  await expect(statement('gateway', 'DELETE FROM audit_entry')).rejects.toThrow('append-only');
  await expect(statement('gateway', 'TRUNCATE audit_entry CASCADE')).rejects.toThrow('append-only');
});

test('the command prints what it would do, what it did, and what the operator must do next', async () => {
  const lines: string[] = [];
  const log = jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
  const before = { ...process.env };
  Object.assign(process.env, environment);
  try {
    await run({ directory, only, replace: true });
    expect(process.exitCode).toBe(1);
    const [time] = /\d{4}-\S+Z/.exec(lines[0] ?? '') ?? [];
    expect(lines).toEqual([
      `external-contacts: would be as of ${time}; what it holds now would be lost`,
      expect.stringMatching(/^gateway: would be as of \S+Z; what it holds now would be lost$/),
      'Nothing was done. --confirm restores.',
    ]);
    lines.length = 0;
    await run({ directory, only, replace: true, confirm: true });
    const since = new Date(Date.parse(time ?? '') - 60_000).toISOString();
    expect(lines).toEqual([
      expect.stringMatching(/^external-contacts: \d+ rows, as of \S+Z$/),
      expect.stringMatching(/^gateway: \d+ rows, as of \S+Z$/),
      'Now start the processes. Erased people are back until their erasures have been replayed:',
      '  habeas verify-audit --acknowledge-restore, if the gateway asks for it',
      `  habeas replay-erasures --since ${since} --service external-contacts --dry-run`,
    ]);
  } finally {
    process.exitCode = undefined;
    process.env = before;
    log.mockRestore();
  }
});

test('a single database can be restored', async () => {
  await statement('external-contacts', 'DELETE FROM contact_note');
  await statement('gateway', `DELETE FROM organization_key WHERE organization_id = 'kept'`);
  await restore({ directory, only: ['external-contacts'], replace: true, confirm: true }, environment);
  expect((await statement('external-contacts', 'SELECT * FROM contact_note')).rowCount).toBe(2);
  expect((await statement('gateway', `SELECT * FROM organization_key WHERE organization_id = 'kept'`)).rowCount).toBe(
    0,
  );
  await restore({ directory, only: ['gateway'], replace: true, confirm: true }, environment);
});

test('keys that were destroyed after the backup stay destroyed', async () => {
  const keysOf = async (organization: string) =>
    (
      await statement('gateway', `SELECT 1 FROM organization_key WHERE organization_id = $1 AND wrapped <> ''`, [
        organization,
      ])
    ).rowCount;
  expect(await keysOf('destroyed-later')).toBeGreaterThan(0);
  await inDatabase(databaseName(prefix, 'gateway'), (client) =>
    destroyKeys(
      { query: async (sql, parameters) => (await client.query(sql, parameters)).rows as never },
      'destroyed-later',
    ),
  );
  await restore({ directory, only: ['gateway'], replace: true, confirm: true }, environment);
  expect([await keysOf('destroyed-later'), (await keysOf('kept')) ?? 0]).toEqual([0, expect.any(Number)]);
  expect(await keysOf('kept')).toBeGreaterThan(0);
});

describe('nothing is changed, and one line says why,', () => {
  const whole = { directory, only, replace: true, confirm: true };
  const refused = async (options: object, said: string | RegExp, variables: Record<string, string> = {}) => {
    const before = await rows();
    await expect(restore({ ...whole, ...options }, { ...environment, ...variables })).rejects.toThrow(said);
    expect(await rows()).toBe(before);
  };

  test('when a database holds data', () =>
    refused({ replace: false }, 'the databases of external-contacts, gateway hold data; --replace'));

  test('when a database is in use', async () => {
    const url = databaseUrl(testServerUrl(), databaseName(prefix, 'gateway'));
    const client = new Client({ connectionString: url });
    await client.connect();
    try {
      await expect(restore(whole, environment)).rejects.toThrow(
        'gateway: 1 sessions are connected to the database: stop the processes that work in it.',
      );
    } finally {
      await client.end();
    }
  });

  test('when the master key of the backup is missing', async () => {
    const other = path.join(scratch, 'other.json');
    ensureMasterKey(other, 'other');
    // The first of the two databases has no keys, and must be unchanged too.
    await refused({}, /gateway: the backup needs the master key test-\w+, which ENCRYPTION_KEYS_FILE does not hold/, {
      ENCRYPTION_KEYS_FILE: other,
    });
  });

  test('when a file is damaged or missing', async () => {
    const file = path.join(directory, 'gateway', 'public.audit_entry.copy.gz');
    const bytes = readFileSync(file);
    writeFileSync(file, Buffer.concat([bytes, Buffer.from([0])]));
    await refused({}, 'gateway/public.audit_entry.copy.gz is not as it was written: the backup is damaged.');
    rmSync(file);
    await refused({}, /gateway\/public\.audit_entry\.copy\.gz cannot be read: ENOENT/);
    writeFileSync(file, bytes);
    chmodSync(file, 0o600);
  });

  test('when it is not a backup, has another version, or does not contain the database', async () => {
    await refused({ directory: scratch }, 'holds no backup');
    await refused({ only: ['dialer'] }, '--only names "dialer"; the backup holds external-contacts, gateway.');
    await statement('gateway', `INSERT INTO schema_migration (timestamp, name) VALUES (1, 'Later')`);
    await refused({}, 'gateway: the backup is of another version of the database.');
    await statement('gateway', `DELETE FROM schema_migration WHERE name = 'Later'`);
  });
});

test('a migrated database that was never used needs no --replace', async () => {
  const queries = [
    ['external-contacts', 'SELECT * FROM external_contact ORDER BY id'],
    ['external-contacts', 'SELECT * FROM contact_note ORDER BY id'],
    ['gateway', 'SELECT * FROM audit_entry ORDER BY sequence'],
    ['gateway', `SELECT * FROM organization_key WHERE organization_id = 'kept' ORDER BY purpose`],
  ] as const;
  const content = () => Promise.all(queries.map(async ([name, sql]) => (await statement(name, sql)).rows));
  const before = await content();
  await inDatabase('postgres', async (client) => {
    for (const name of only) await client.query(`DROP DATABASE ${databaseName(prefix, name)} WITH (FORCE)`);
  });
  await migrateDatabases({ databaseUrl: serverUrl, databasePrefix: prefix }, only, () => undefined);
  await restore({ directory, only, confirm: true }, environment);
  expect(await content()).toEqual(before);
});
