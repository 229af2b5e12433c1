/** Changes of the audit log behind the gateway's back are detected (R21). */
import { execFileSync } from 'node:child_process';
import { copyFileSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Client } from 'pg';
import { entryHash, genesisHash } from '../../../gateway/audit/audit-log';
import { entryOf, type AuditRow } from '../../../gateway/audit/verify-audit-log';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { programFile } from '../../../scripts/cli/command';
import { verifyAudit } from '../../../scripts/operate/verify-audit';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { inDatabase } from '../../support/run/database';
import { ServiceTokens } from '../../../gateway/security/service-tokens';
import { keyPair } from '../../gateway/support/test-gateway';
import { createFamily } from '../../support/people/family';
import { createRequest, finishedRequest } from '../../support/api/requests';
import { startTestSystem, type TestSystem } from '../../support/run/system';

const organization = 'audited';
/** Another organisation, whose entries are moved. */
const neighbour = 'neighbour';
let system: TestSystem;
let api: ApiClient;
let entries: number;

/** A search, which is an entry that no certificate covers. */
const look = (by = api) => by.ask('{ subjects(term: { name: "Nobody At All" }) { totalCount } }');

const gateway = () => {
  const process = system.processes.get('gateway');
  if (!process) throw new Error('There is no gateway.');
  return process;
};

beforeAll(async () => {
  // A system of its own, because the tests change everybody's entries.
  system = await startTestSystem({
    services: ['external-contacts', 'messaging'],
    // No checkpoint is written during the tests; a stopping gateway writes one.
    environment: { AUDIT_ANCHOR_SECONDS: '3600' },
  });
  api = await system.client({ organization });
  const [canonical] = await createFamily(api, 'Audited');
  const { request } = await createRequest(api, {
    type: 'DELETE',
    term: { externalContactId: canonical },
    deleteConfirmed: true,
  });
  await finishedRequest(api, request.id);
  const other = await system.client({ organization: neighbour });
  for (let count = 0; count < 3; count += 1) await look(other);
  await look();
  await gateway().stop();
  await gateway().start();
  ({ entries } = await verdict());
}, 120_000);

afterAll(() => system.stop());

const inGateway = <T>(work: (client: Client) => Promise<T>) =>
  inDatabase(databaseName(system.databasePrefix, 'gateway'), work);

async function verdict() {
  const [found] = (await verifyAudit(organization, system.environment)).organizations;
  if (!found) throw new Error('The organisation has no log.');
  return found;
}

const tampered = ['audit_entry', 'audit_head', 'gdpr_request', 'audit_anchor', 'audit_anchored'];

/** Tampers as a superuser who disables the triggers, runs the check, and restores everything. */
async function whileTampered<T>(tamper: (client: Client) => Promise<unknown>, found: () => Promise<T>): Promise<T> {
  return inGateway(async (client) => {
    await client.query("SET session_replication_role = 'replica'");
    for (const table of tampered) await client.query(`CREATE TEMP TABLE kept_${table} AS TABLE ${table}`);
    try {
      await tamper(client);
      return await found();
    } finally {
      for (const table of tampered) {
        await client.query(`DELETE FROM ${table}`);
        await client.query(`INSERT INTO ${table} TABLE kept_${table}`);
      }
    }
  });
}

const afterTampering = (tamper: (client: Client) => Promise<unknown>) =>
  whileTampered(tamper, async () => (await verdict()).fault);

/** Rebuilds the chain, hash by hash, with another actor. */
async function rewrite(client: Client): Promise<void> {
  const { rows } = await client.query<AuditRow>(
    'SELECT * FROM audit_entry WHERE organization_id = $1 ORDER BY sequence',
    [organization],
  );
  let previousHash = genesisHash;
  for (const entry of rows.map(entryOf)) {
    const forged = { ...entry, actor: entry.actor === 'habeas' ? entry.actor : 'digest 00', previousHash };
    const hash = entryHash(organization, forged);
    await client.query(
      'UPDATE audit_entry SET actor = $2, hash = $3, previous_hash = $4 WHERE sequence = $1 AND organization_id = $5',
      [entry.sequence, forged.actor, hash, previousHash, organization],
    );
    previousHash = hash;
  }
  await client.query('UPDATE audit_head SET hash = $1 WHERE organization_id = $2', [previousHash, organization]);
}

/** Removes all entries after one, and adjusts the head. */
const cutAfter = (last: number) => async (client: Client) => {
  await client.query('DELETE FROM audit_entry WHERE sequence > $1 AND organization_id = $2', [last, organization]);
  await client.query(
    `UPDATE audit_head SET sequence = $1, hash =
       (SELECT hash FROM audit_entry WHERE sequence = $1 AND organization_id = $2) WHERE organization_id = $2`,
    [last, organization],
  );
};

const forgetCheckpoints = (client: Client) => client.query('DELETE FROM audit_anchor; DELETE FROM audit_anchored');

test('only their owner can read the logs of processes', () => {
  expect(statSync(gateway().logFile).mode & 0o777).toBe(0o600);
});

test('an untouched log is valid, and agrees with every certificate', async () => {
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
  [
    'entries missing in the middle',
    'DELETE FROM audit_entry WHERE sequence BETWEEN 9 AND 20',
    { sequence: 9, fault: 'MISSING' },
  ],
  ['a missing first entry', 'DELETE FROM audit_entry WHERE sequence = 1', { sequence: 1, fault: 'MISSING' }],
  [
    'two entries that changed places',
    `UPDATE audit_entry SET sequence = CASE sequence WHEN 5 THEN -6 ELSE -5 END WHERE sequence IN (5, 6);
     UPDATE audit_entry SET sequence = -sequence WHERE sequence < 0`,
    { sequence: 5, fault: 'REORDERED' },
  ],
])('%s: detected', async (_what, sql, expected) => {
  expect(await afterTampering((client) => client.query(sql))).toEqual(expected);
});

test.each([
  ['has another hash', `hash = repeat('a', 64)`],
  ['was moved back, with the entries left', 'sequence = sequence - 1'],
  ['was moved ahead', 'sequence = sequence + 1'],
])('a head that %s is detected', async (_what, change) => {
  expect(await afterTampering((client) => client.query(`UPDATE audit_head SET ${change}`))).not.toBeNull();
});

test('two organisations whose logs were exchanged are both detected', async () => {
  const rename = ([from, to]: [string, string]) =>
    ['audit_entry', 'audit_head', 'audit_anchored']
      .map((table) => `UPDATE ${table} SET organization_id = '${to}' WHERE organization_id = '${from}'`)
      .join(';');
  const exchange: [string, string][] = [
    [organization, 'between'],
    [neighbour, organization],
    ['between', neighbour],
  ];
  const found = await whileTampered(
    (client) => client.query(exchange.map(rename).join(';')),
    async () => (await verifyAudit(undefined, system.environment)).organizations,
  );
  const faults = found.map(({ organizationId, fault }) => [organizationId, fault !== null]);
  expect(faults).toEqual([
    [organization, true],
    [neighbour, true],
  ]);
});

test('an older state of everything, checkpoints included, contradicts the files', async () => {
  const found = await whileTampered(async (client) => {
    await cutAfter(4)(client);
    await client.query('UPDATE audit_anchor SET number = 1; DELETE FROM gdpr_request; DELETE FROM audit_anchored');
  }, verdict);
  expect(found).toMatchObject({ entries: 4, fault: { fault: 'MISSING' } });
});

test('a log that was cut off together with its head contradicts the certificates', async () => {
  expect((await afterTampering(cutAfter(10)))?.fault).toBe('REWRITTEN');
  expect(
    await afterTampering((client) => client.query('DELETE FROM audit_entry; DELETE FROM audit_head')),
  ).toMatchObject({ fault: 'REWRITTEN' });
});

test('a missing tail that no certificate covers is detected by the checkpoints, whatever the database says of them', async () => {
  const cut = async (client: Client) => {
    await cutAfter(entries - 1)(client);
    await forgetCheckpoints(client);
  };
  expect(await afterTampering(cut)).toEqual({ sequence: entries, fault: 'MISSING' });
});

test('a rebuilt chain contradicts the certificates', async () => {
  expect((await afterTampering(rewrite))?.fault).toBe('REWRITTEN');
});

test('a rebuilt chain without its certificates contradicts the checkpoints', async () => {
  const found = await whileTampered(async (client) => {
    await rewrite(client);
    await client.query('UPDATE gdpr_request SET certificate = NULL');
  }, verdict);
  expect(found).toMatchObject({ fault: { fault: 'REWRITTEN' }, certificates: 0, uncertified: 3 });
});

test('an organisation whose rows were all removed is detected', async () => {
  const found = await whileTampered(async (client) => {
    for (const table of tampered) await client.query(`DELETE FROM ${table}`);
  }, verdict);
  expect(found).toMatchObject({ entries: 0, anchored: entries, fault: { fault: 'MISSING' } });
});

test('entries that were moved to another organisation are detected', async () => {
  const found = await afterTampering((client) =>
    client.query(
      ['audit_entry', 'audit_head']
        .map((table) => `UPDATE ${table} SET organization_id = 'other' WHERE organization_id = '${organization}'`)
        .join(';'),
    ),
  );
  expect(found).not.toBeNull();
});

test.each([
  ['taken away', 'UPDATE gdpr_request SET certificate = NULL'],
  ['exchanged', 'UPDATE gdpr_request SET certificate = (SELECT min(certificate) FROM gdpr_request)'],
  ['cut', 'UPDATE gdpr_request SET certificate = left(certificate, -4)'],
])('certificates that were %s are detected', async (_how, sql) => {
  const found = await whileTampered((client) => client.query(sql), verdict);
  expect(found.fault).toBeNull();
  expect(found.uncertified).toBeGreaterThanOrEqual(2);
});

test('auditLog.verified covers everything up to the newest checkpoint: a missing tail shows on any page', async () => {
  const verified = async () =>
    (await api.ask<{ auditLog: { verified: boolean } }>('{ auditLog(first: 2) { verified } }')).auditLog.verified;
  expect(await verified()).toBe(true);
  expect(await whileTampered(cutAfter(entries - 1), verified)).toBe(false);
  expect(
    await whileTampered((client) => client.query('DELETE FROM audit_entry; DELETE FROM audit_head'), verified),
  ).toBe(false);
});

test('a verification reports its progress, entry by entry', async () => {
  const lines: string[] = [];
  await verifyAudit(organization, system.environment, (line) => void lines.push(line));
  expect(lines).toEqual(Array.from({ length: entries }, (_, at) => `${organization}: entry ${at + 1} of ${entries}`));
});

test('the command prints a verdict for each organisation, and its exit code says whether all logs are valid', async () => {
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

// test/scripts/operate/migrate.test.ts shows what the gateway's own role may not do.
test('the trigger stops even a superuser who does not disable it', () =>
  inGateway(async (client) => {
    for (const sql of [`UPDATE audit_entry SET detail = ''`, 'DELETE FROM audit_entry', 'TRUNCATE audit_entry'])
      await expect(client.query(sql)).rejects.toThrow('append-only');
  }));

test('a removed, exchanged or forged checkpoint is detected', async () => {
  await look();
  await gateway().stop();
  const folder = path.join(system.dataDir, 'blobs', 'audit-checkpoints', '0');
  const files = readdirSync(folder).sort((a, b) => parseInt(a) - parseInt(b));
  expect(files.length).toBeGreaterThanOrEqual(2);
  const [first, last] = [path.join(folder, files[0] ?? ''), path.join(folder, files.at(-1) ?? '')];
  const faults = async () => (await verifyAudit(organization, system.environment)).checkpoints.faults;
  const after = async (file: string, change: () => void) => {
    const kept = readFileSync(file);
    change();
    try {
      return await faults();
    } finally {
      writeFileSync(file, kept);
    }
  };
  expect(await faults()).toEqual([]);
  expect(await after(first, () => rmSync(first))).toContainEqual({ number: 1, fault: 'MISSING' });
  expect(await after(last, () => rmSync(last))).toContainEqual({ number: files.length, fault: 'MISSING' });
  expect(await after(last, () => copyFileSync(first, last))).toContainEqual({ number: files.length, fault: 'FORGED' });
  expect(await after(first, () => writeFileSync(first, 'a.b.c'))).toContainEqual({ number: 1, fault: 'FORGED' });
  // Signed with a key that is not ours.
  const { privateJwk } = await keyPair('service-1');
  const [, payload] = readFileSync(last, 'utf8').split('.');
  const stated = JSON.parse(Buffer.from(payload ?? '', 'base64url').toString()) as object;
  const forged = await (await ServiceTokens.open(privateJwk)).signStatement({ ...stated }, 'habeas-checkpoint+jwt');
  expect(await after(last, () => writeFileSync(last, forged))).toContainEqual({
    number: files.length,
    fault: 'FORGED',
  });
});

test('a gateway with a database older than its checkpoints refuses to start, says what is lost, and starts once that is acknowledged', async () => {
  await inGateway(async (client) => {
    await client.query("SET session_replication_role = 'replica'");
    // The state before the erasure: without its last entries, and before their checkpoints.
    await cutAfter(4)(client);
    await forgetCheckpoints(client);
    await client.query('DELETE FROM gdpr_erasure; DELETE FROM gdpr_task; DELETE FROM gdpr_request');
  });
  await expect(gateway().start()).rejects.toThrow('habeas verify-audit --acknowledge-restore');
  const log = readFileSync(gateway().logFile, 'utf8');
  expect(log).toContain('database is older than the checkpoints of its audit log');
  expect(log).toMatch(
    /If it was restored.*run habeas verify-audit --acknowledge-restore, start the gateway, run habeas replay-erasures --since TIME.*ask again for the 3 erasures/,
  );
  expect(log).toContain(`${organization}: `);
  expect(log).toMatch(/entries were anchored, 4 are there/);
  expect(log.match(/ {2}audited: request [0-9a-f-]{36}/g)).toHaveLength(3);
  expect((await verdict()).fault).not.toBeNull();

  const acknowledged = execFileSync(process.execPath, [programFile(), 'verify-audit', '--acknowledge-restore'], {
    env: { ...system.environment },
    stdio: 'pipe',
  }).toString();
  expect(acknowledged).toMatch(/4 are there[^]*Acknowledged: the gateway may start/);
  await gateway().start();
  await look();
  await gateway().stop();
  // Older checkpoints no longer contradict the log; later entries are covered again.
  expect(await verdict()).toMatchObject({ fault: null, entries: 5, anchored: 5 });
  expect((await verifyAudit(organization, system.environment)).checkpoints).toMatchObject({
    faults: [],
    restores: [{ organizations: 1 }],
  });
  expect(await afterTampering(cutAfter(4))).toEqual({ sequence: 5, fault: 'MISSING' });
}, 120_000);
