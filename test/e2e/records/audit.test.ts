/** Changes of the audit log behind the gateway's back are detected (R21). */
import { copyFileSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { Client } from 'pg';
import type { ApiClient } from '../../../scripts/develop/api-client';
import { verifyAudit } from '../../../scripts/operate/verify-audit';
import { ServiceTokens } from '../../../gateway/security/service-tokens';
import { keyPair } from '../../gateway/support/test-gateway';
import {
  checkpointFiles,
  fillLogs,
  gatewayOf,
  look,
  startAuditedSystem,
  verifyAuditCommand,
} from '../../support/faults/audited-system';
import { forgetCheckpoints, tampered, tampering, whileChanged } from '../../support/faults/tampered-log';
import type { TestSystem } from '../../support/run/system';

const organization = 'audited';
/** Another organisation, whose entries are moved. */
const neighbour = 'neighbour';
let system: TestSystem;
let api: ApiClient;
let entries: number;

const { inGateway, verdict, whileTampered, afterTampering, rewrite, cutAfter } = tampering(() => system, organization);
const gateway = () => gatewayOf(system);

beforeAll(async () => {
  system = await startAuditedSystem();
  api = await system.client({ organization });
  await fillLogs(system, organization, neighbour);
  ({ entries } = await verdict());
}, 120_000);

afterAll(() => system.stop());

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
  const run = () => verifyAuditCommand(system);
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
  await look(api);
  await gateway().stop();
  const files = checkpointFiles(system);
  expect(files.length).toBeGreaterThanOrEqual(2);
  const [first = '', last = ''] = [files[0], files.at(-1)];
  const faults = async () => (await verifyAudit(organization, system.environment)).checkpoints.faults;
  const after = (file: string, change: () => void) => whileChanged(file, change, faults);
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

  const acknowledged = verifyAuditCommand(system, '--acknowledge-restore');
  expect(acknowledged).toMatch(/4 are there[^]*Acknowledged: the gateway may start/);
  await gateway().start();
  await look(api);
  await gateway().stop();
  // Older checkpoints no longer contradict the log; later entries are covered again.
  expect(await verdict()).toMatchObject({ fault: null, entries: 5, anchored: 5 });
  expect((await verifyAudit(organization, system.environment)).checkpoints).toMatchObject({
    faults: [],
    restores: [{ organizations: 1 }],
  });
  expect(await afterTampering(cutAfter(4))).toEqual({ sequence: 5, fault: 'MISSING' });
}, 120_000);
