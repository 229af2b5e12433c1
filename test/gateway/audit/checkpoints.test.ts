/** A page of a long log is verified at the cost of a page, and tampering is still detected, wherever it is (R21, R27). */
import { randomBytes } from 'node:crypto';
import { createLocalJWKSet } from 'jose';
import type { DataSource, EntityManager } from 'typeorm';
import { appendAudit, entryHash, type AuditEntry, type AuditEvent } from '../../../gateway/audit/audit-log';
import { checkpointsDue, followCheckpoints } from '../../../gateway/audit/follow-checkpoints';
import { readAuditLog } from '../../../gateway/audit/read-audit-log';
import { columns, entryOf, verifyChain, type AuditRow } from '../../../gateway/audit/verify-audit-log';
import { verifyOrganizations } from '../../../gateway/audit/verify-organizations';
import { gatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { destroyKeys } from '../../../subgraphs/kit/base/security/key-rotation';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { dropDatabases, inDatabase, uniquePrefix } from '../../support/run/database';
import { openTestGatewayDatabase } from '../../support/run/gateway-database';
import { capturedLogger } from '../support/test-gateway';
import { everything } from './everything';

const prefix = uniquePrefix();
const { logger, lines } = capturedLogger();
const master = { current: 'a', keys: new Map([['a', randomBytes(32)]]) };
let dataSource: DataSource;
let keys: KeyRing;

beforeAll(async () => {
  dataSource = await openTestGatewayDatabase(prefix);
  keys = new KeyRing(dataSource, master);
  await Promise.all([write('short', 1_000), write('long', 12_500)]);
}, 120_000);

afterAll(async () => {
  await dataSource.destroy();
  await dropDatabases(prefix);
});

const as = async <T>(organization: string, work: () => Promise<T>) =>
  inOrganization(await keys.evenDestroyed(organization), work);

async function write(organization: string, entries: number): Promise<void> {
  const event = { actor: 'agent', action: 'PERSONAL_DATA_READ', detail: 'one look' } as const;
  for (let left = entries; left > 0; left -= 500)
    await as(organization, () =>
      dataSource.transaction((db) => appendAudit(db, Array<AuditEvent>(Math.min(left, 500)).fill(event))),
    );
}

/** Reads a page, and counts the rows that the database returns. */
async function read(organization: string, newestFirst: boolean) {
  let rows = 0;
  const db = {
    query: async (sql: string, parameters: unknown[]) => {
      const answer: unknown = await dataSource.query(sql, parameters);
      if (Array.isArray(answer)) rows += answer.length;
      return answer;
    },
  } as EntityManager;
  const page = await as(organization, () => readAuditLog(db, everything, { limit: 100, after: null, newestFirst }));
  return { verified: page.verified, rows };
}

const follow = () => followCheckpoints({ dataSource, keys, logger }, '0');

/** Destroys an organisation's keys; everybody notices at once. */
async function destroy(organization: string): Promise<void> {
  await destroyKeys(dataSource, organization);
  keys = new KeyRing(dataSource, master);
}

/** Does what the append-only log refuses, and the gateway's role may not: as the database's administrator. */
const tamper = (organization: string, sql: string, ...parameters: unknown[]) =>
  inDatabase(databaseName(prefix, gatewayDatabase), async (client) => {
    await client.query("SET session_replication_role = 'replica'");
    await client.query(sql, [organization, ...parameters]);
  });

const setDetail = (organization: string, sequence: number, text: string) =>
  tamper(
    organization,
    'UPDATE audit_entry SET detail = $3 WHERE organization_id = $1 AND sequence = $2',
    sequence,
    text,
  );

/** Rewrites a chain from an entry on, so that it is consistent in itself. @returns the new entries */
async function rewrite(organization: string, first: number): Promise<AuditEntry[]> {
  const rows: AuditRow[] = await dataSource.query(
    `SELECT ${columns} FROM audit_entry WHERE organization_id = $1 AND sequence >= $2 ORDER BY sequence`,
    [organization, first],
  );
  let previousHash = rows[0]?.previous_hash ?? '';
  const forged = rows.map(entryOf).map((entry, index) => {
    const changed = { ...entry, ...(index === 0 ? { detail: 'nothing' } : {}), previousHash };
    previousHash = entryHash(organization, changed);
    return { ...changed, hash: previousHash };
  });
  await tamper(
    organization,
    `UPDATE audit_entry SET detail = forged.detail, hash = forged.hash, previous_hash = forged.before
     FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[]) AS forged (sequence, detail, hash, before)
     WHERE organization_id = $1 AND audit_entry.sequence = forged.sequence`,
    forged.map(({ sequence }) => sequence),
    forged.map(({ detail }) => detail),
    forged.map(({ hash }) => hash),
    forged.map((entry) => entry.previousHash),
  );
  await tamper(organization, 'UPDATE audit_head SET hash = $2 WHERE organization_id = $1', previousHash);
  return forged;
}

test('a page of a long log reads as much as one of a short log', async () => {
  await follow();
  const short = await read('short', true);
  for (const newestFirst of [true, false]) {
    const long = await read('long', newestFirst);
    expect(long.verified).toBe(true);
    expect(long.rows).toBeLessThan(1.5 * short.rows);
  }
});

test('without checkpoints the first page follows the chain and sets them', async () => {
  await dataSource.query("DELETE FROM audit_checkpoint WHERE organization_id = 'long'");
  expect(await read('long', true)).toMatchObject({ verified: true });
  expect((await read('long', true)).rows).toBeLessThan(750);
});

describe('tampering', () => {
  const detail = (sequence: number, text: string) => setDetail('long', sequence, text);

  test.each([50, 12_450])('on the page itself is detected when it is read: entry %d', async (sequence) => {
    await detail(sequence, 'nothing');
    expect((await read('long', sequence > 1_000)).verified).toBe(false);
    await detail(sequence, 'one look');
    expect((await read('long', sequence > 1_000)).verified).toBe(true);
  });

  test('far before a page is detected by following the chain, reported on every later page, and logged', async () => {
    await detail(4_321, 'nothing');
    expect(await as('long', () => verifyChain(dataSource.manager, 'long'))).toEqual({
      sequence: 4_321,
      fault: 'ALTERED',
    });
    await follow();
    expect((await read('long', true)).verified).toBe(false);
    // The entry comes after the first page.
    expect((await read('long', false)).verified).toBe(true);
    expect(lines).toContainEqual(
      expect.objectContaining({ organizationId: 'long', sequence: 4_321, fault: 'ALTERED' }),
    );
    await detail(4_321, 'one look');
    await follow();
    expect((await read('long', true)).verified).toBe(true);
  });

  test('by removing an entry', async () => {
    const moveAway = (from: string, to: string) =>
      tamper(from, 'UPDATE audit_entry SET organization_id = $2 WHERE organization_id = $1 AND sequence = 777', to);
    await moveAway('long', 'elsewhere');
    await follow();
    expect((await read('long', true)).verified).toBe(false);
    await moveAway('elsewhere', 'long');
    await follow();
    expect((await read('long', true)).verified).toBe(true);
  });

  test('a chain that was written anew from an entry on contradicts the checkpoints', async () => {
    const forged = await rewrite('long', 11_990);
    expect(await as('long', () => verifyChain(dataSource.manager, 'long'))).toBeNull();
    expect((await read('long', true)).verified).toBe(false);
    // A forged checkpoint does not help either: only the organisation's key makes one.
    await tamper(
      'long',
      'UPDATE audit_checkpoint SET hash = $2 WHERE organization_id = $1 AND sequence = 12000',
      forged.find(({ sequence }) => sequence === 12_000)?.hash,
    );
    expect((await read('long', true)).verified).toBe(false);
    await follow();
    expect((await read('long', true)).verified).toBe(false);
  });
});

describe('without the keys of the organisation', () => {
  const faultsOf = (organization: string) =>
    lines.filter((line) => (line as { organizationId?: string }).organizationId === organization);
  const verdictOf = async (organization: string) =>
    (await verifyOrganizations(dataSource.manager, createLocalJWKSet({ keys: [] }), new Map(), organization))[0];
  const checkpointsOf = async (organization: string) => {
    const rows: { sequence: string }[] = await dataSource.query(
      'SELECT sequence FROM audit_checkpoint WHERE organization_id = $1 ORDER BY sequence',
      [organization],
    );
    return rows.map(({ sequence }) => Number(sequence));
  };

  beforeAll(async () => {
    await write('keyless', 2_500);
    await follow();
    await destroy('keyless');
  });

  test('a log that nobody touched holds, and a page costs no more than with them', async () => {
    await follow();
    expect(faultsOf('keyless')).toEqual([]);
    for (const newestFirst of [true, false]) {
      const page = await read('keyless', newestFirst);
      expect(page.verified).toBe(true);
      expect(page.rows).toBeLessThan(750);
    }
    expect(await verdictOf('keyless')).toMatchObject({ entries: 2_500, fault: null });
  });

  test('an entry that was altered is found, and holds again once it is as it was', async () => {
    await setDetail('keyless', 500, 'nothing');
    await follow();
    expect(faultsOf('keyless')).toContainEqual(expect.objectContaining({ sequence: 500, fault: 'ALTERED' }));
    expect((await read('keyless', true)).verified).toBe(false);
    expect(await verdictOf('keyless')).toMatchObject({ fault: { sequence: 500, fault: 'ALTERED' } });
    await setDetail('keyless', 500, 'one look');
    await follow();
    expect((await read('keyless', true)).verified).toBe(true);
  });

  test('a chain that was rewritten contradicts the checkpoints that were left', async () => {
    await rewrite('keyless', 1_990);
    await follow();
    expect(faultsOf('keyless')).toContainEqual(expect.objectContaining({ sequence: 2_000, fault: 'REWRITTEN' }));
    expect((await read('keyless', true)).verified).toBe(false);
  });

  test('a log that grows gets checkpoints, and is followed no further than any other', async () => {
    await write('grown', 1_500);
    await follow();
    await destroy('grown');
    await write('grown', 2_000);
    await follow();
    expect(await checkpointsOf('grown')).toEqual(Array.from({ length: 14 }, (_, place) => 250 * (place + 1)));
    const [due]: { later: boolean }[] = await dataSource.query(`SELECT (${checkpointsDue}) > now() AS later`);
    expect(due).toEqual({ later: true });
    await follow();
    expect(faultsOf('grown')).toEqual([]);
    expect(await read('grown', true)).toMatchObject({ verified: true });
  });

  test('a checkpoint without a MAC is none for an organisation that has its keys', async () => {
    expect((await read('short', true)).verified).toBe(true);
    await write('short', 1_000);
    await follow();
    await tamper('short', "UPDATE audit_checkpoint SET mac = '' WHERE organization_id = $1");
    expect((await read('short', true)).verified).toBe(false);
  });
});

test("an organisation whose keys cannot be unwrapped ends nobody else's turn, and is named (R27)", async () => {
  const ours = keys;
  // Several, because chains are followed in any order.
  const locked = ['locked-1', 'locked-2', 'locked-3'];
  const theirs = new KeyRing(dataSource, { current: 'b', keys: new Map([['b', randomBytes(32)]]) });
  const growAll = async () => {
    for (const [ring, names] of [
      [theirs, locked],
      [ours, ['beside']],
    ] as const) {
      keys = ring;
      for (const name of names) await write(name, 500);
    }
  };
  await growAll();
  await followCheckpoints({ dataSource, keys: theirs, logger }, '1 day');
  keys = ours;
  await follow();
  await growAll();
  keys = ours;
  const told = lines.length;
  // The chains of all have grown by two stretches, and each has two to verify again.
  await setDetail('beside', 100, 'nothing');
  await follow();
  const since = lines.slice(told) as { organizationId?: string; fault?: string; error?: unknown }[];
  for (const name of locked)
    expect(since).toContainEqual(
      expect.objectContaining({ organizationId: name, error: expect.anything() as unknown }),
    );
  expect(since).toContainEqual(expect.objectContaining({ organizationId: 'beside', fault: 'ALTERED' }));
  const [newest]: { sequence: string }[] = await dataSource.query(
    "SELECT max(sequence) AS sequence FROM audit_checkpoint WHERE organization_id = 'beside'",
  );
  expect(newest?.sequence).toBe('1000');
});
