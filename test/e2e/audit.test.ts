/** Whoever changes the audit log behind the gateway's back is found out (R21). */
import { execFileSync } from 'node:child_process';
import type { Client } from 'pg';
import { entryHash, genesisHash } from '../../gateway/audit/audit-log';
import { entryOf, type AuditRow } from '../../gateway/audit/verify-audit-log';
import { openGatewayDatabase } from '../../gateway/persistence/open-gateway-database';
import { programFile } from '../../scripts/cli/command';
import { verifyAudit } from '../../scripts/operate/verify-audit';
import { databaseName } from '../../subgraphs/kit/base/persistence/create-database';
import { dropDatabases, inDatabase, testServerUrl, uniquePrefix } from '../support/database';
import { createFamily } from '../support/family';
import { createRequest, finishedRequest } from '../support/requests';
import { startTestSystem, type TestSystem } from '../support/system';

const organization = 'audited';
let system: TestSystem;
let entries: number;

beforeAll(async () => {
  // Of its own: the tests change everybody's entries.
  system = await startTestSystem({ services: ['external-contacts', 'messaging'] });
  const api = await system.client({ organization });
  const [canonical] = await createFamily(api, 'Audited');
  const { request } = await createRequest(api, {
    type: 'DELETE',
    term: { externalContactId: canonical },
    deleteConfirmed: true,
  });
  await finishedRequest(api, request.id);
  entries = (await verdict()).entries;
}, 90_000);

afterAll(() => system.stop());

const inGateway = <T>(work: (client: Client) => Promise<T>) =>
  inDatabase(databaseName(system.databasePrefix, 'gateway'), work);

async function verdict() {
  const [found] = await verifyAudit(organization, system.environment);
  if (!found) throw new Error('The organisation has no log.');
  return found;
}

/** Tampers as a superuser who switches the triggers off, looks what is found, and puts everything back. */
async function afterTampering(tamper: (client: Client) => Promise<unknown>) {
  return inGateway(async (client) => {
    await client.query("SET session_replication_role = 'replica'");
    await client.query('CREATE TEMP TABLE entries AS TABLE audit_entry');
    await client.query('CREATE TEMP TABLE heads AS TABLE audit_head');
    try {
      await tamper(client);
      return (await verdict()).fault;
    } finally {
      await client.query('DELETE FROM audit_entry');
      await client.query('INSERT INTO audit_entry TABLE entries');
      await client.query('DELETE FROM audit_head');
      await client.query('INSERT INTO audit_head TABLE heads');
    }
  });
}

test('an untouched log holds, and agrees with every certificate', async () => {
  expect(await verdict()).toMatchObject({ organizationId: organization, certificates: 3, fault: null });
  expect(entries).toBeGreaterThan(30);
});

test.each<[string, string, unknown]>([
  [
    'an altered entry',
    `UPDATE audit_entry SET detail = 'nothing' WHERE sequence = 7`,
    { sequence: 7, fault: 'ALTERED' },
  ],
  ['an altered actor', `UPDATE audit_entry SET actor = 'nobody' WHERE sequence = 1`, { sequence: 1, fault: 'ALTERED' }],
  ['a missing entry', 'DELETE FROM audit_entry WHERE sequence = 9', { sequence: 9, fault: 'MISSING' }],
  ['a missing first entry', 'DELETE FROM audit_entry WHERE sequence = 1', { sequence: 1, fault: 'MISSING' }],
  [
    'two entries that changed places',
    `UPDATE audit_entry SET sequence = CASE sequence WHEN 5 THEN -6 ELSE -5 END WHERE sequence IN (5, 6);
     UPDATE audit_entry SET sequence = -sequence WHERE sequence < 0`,
    { sequence: 5, fault: 'REORDERED' },
  ],
])('%s is found', async (_what, sql, expected) => {
  expect(await afterTampering((client) => client.query(sql))).toEqual(expected);
});

test('a log that was cut off with its head contradicts the certificates', async () => {
  const fault = await afterTampering(async (client) => {
    await client.query('DELETE FROM audit_entry WHERE sequence > 10');
    await client.query(
      'UPDATE audit_head SET sequence = 10, hash = (SELECT hash FROM audit_entry WHERE sequence = 10)',
    );
  });
  expect(fault?.fault).toBe('REWRITTEN');
  expect(
    await afterTampering((client) => client.query('DELETE FROM audit_entry; DELETE FROM audit_head')),
  ).toMatchObject({
    fault: 'REWRITTEN',
  });
});

test('a chain that was made anew, hash by hash, contradicts the certificates', async () => {
  const fault = await afterTampering(async (client) => {
    const { rows } = await client.query<AuditRow>('SELECT * FROM audit_entry ORDER BY sequence');
    let previousHash = genesisHash;
    for (const entry of rows.map(entryOf)) {
      const forged = { ...entry, actor: entry.actor === 'developer' ? 'somebody-else' : entry.actor, previousHash };
      const hash = entryHash(organization, forged);
      await client.query('UPDATE audit_entry SET actor = $2, hash = $3, previous_hash = $4 WHERE sequence = $1', [
        entry.sequence,
        forged.actor,
        hash,
        previousHash,
      ]);
      previousHash = hash;
    }
    await client.query('UPDATE audit_head SET hash = $1', [previousHash]);
  });
  expect(fault?.fault).toBe('REWRITTEN');
});

test('the command prints a verdict for each organisation, and its exit code says whether all hold', async () => {
  const run = () =>
    execFileSync(process.execPath, [programFile(), 'verify-audit'], {
      env: { ...system.environment },
      stdio: 'pipe',
    }).toString();
  expect(run()).toMatch(/audited .* holds/);
  await afterTampering(async (client) => {
    await client.query('DELETE FROM audit_entry WHERE sequence = 4');
    try {
      run();
      throw new Error('The command found nothing.');
    } catch (error) {
      const { status, stdout } = error as { status: number; stdout: Buffer };
      expect([status, stdout.toString().includes('MISSING at entry 4')]).toEqual([1, true]);
    }
  });
});

test('the role that the gateway works with may add and read entries, and neither change nor remove them', async () => {
  const prefix = uniquePrefix();
  const role = `${prefix}role`;
  await inDatabase('postgres', (client) => client.query(`CREATE ROLE ${role} LOGIN CREATEDB PASSWORD 'of-this-test'`));
  const serverUrl = new URL(testServerUrl());
  [serverUrl.username, serverUrl.password] = [role, 'of-this-test'];
  const dataSource = await openGatewayDatabase({
    databaseUrl: serverUrl.toString(),
    databasePrefix: prefix,
    databasePoolSize: 2,
  });
  try {
    await dataSource.query(
      `INSERT INTO audit_entry VALUES ('o', 1, now(), 'a', 'A', NULL, NULL, 'd', 'h', '${genesisHash}')`,
    );
    for (const sql of [`UPDATE audit_entry SET detail = ''`, 'DELETE FROM audit_entry', 'TRUNCATE audit_entry'])
      await expect(dataSource.query(sql)).rejects.toThrow('permission denied for table audit_entry');
    expect(await dataSource.query('SELECT detail FROM audit_entry')).toEqual([{ detail: 'd' }]);
  } finally {
    await dataSource.destroy();
    await dropDatabases(prefix);
    await inDatabase('postgres', (client) => client.query(`DROP ROLE ${role}`));
  }
  // A superuser is no ordinary role; the trigger stops even that one.
  await inGateway(async (client) => {
    for (const sql of [`UPDATE audit_entry SET detail = ''`, 'DELETE FROM audit_entry', 'TRUNCATE audit_entry'])
      await expect(client.query(sql)).rejects.toThrow('append-only');
  });
});
