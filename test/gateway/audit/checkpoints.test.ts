/** A page of a long log is verified at the cost of a page, and what was tampered with is still found, wherever it stands (R21, R27). */
import { randomBytes } from 'node:crypto';
import type { DataSource, EntityManager } from 'typeorm';
import { appendAudit, entryHash, type AuditEvent } from '../../../gateway/audit/audit-log';
import { followCheckpoints } from '../../../gateway/audit/follow-checkpoints';
import { readAuditLog } from '../../../gateway/audit/read-audit-log';
import { columns, entryOf, verifyChain, type AuditRow } from '../../../gateway/audit/verify-audit-log';
import { gatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { dropDatabases, inDatabase, uniquePrefix } from '../../support/run/database';
import { openTestGatewayDatabase } from '../../support/run/gateway-database';
import { capturedLogger } from '../support/test-gateway';
import { everything } from './everything';

const prefix = uniquePrefix();
const { logger, lines } = capturedLogger();
let dataSource: DataSource;
let keys: KeyRing;

beforeAll(async () => {
  dataSource = await openTestGatewayDatabase(prefix);
  keys = new KeyRing(dataSource, { current: 'a', keys: new Map([['a', randomBytes(32)]]) });
  await Promise.all([write('short', 1_000), write('long', 12_500)]);
}, 120_000);

afterAll(async () => {
  await dataSource.destroy();
  await dropDatabases(prefix);
});

const as = async <T>(organization: string, work: () => Promise<T>) => inOrganization(await keys.of(organization), work);

async function write(organization: string, entries: number): Promise<void> {
  const event = { actor: 'agent', action: 'PERSONAL_DATA_READ', detail: 'one look' } as const;
  for (let left = entries; left > 0; left -= 500)
    await as(organization, () =>
      dataSource.transaction((db) => appendAudit(db, Array<AuditEvent>(Math.min(left, 500)).fill(event))),
    );
}

/** Reads a page, and counts the rows that the database answered. */
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

/** Does what the append-only log refuses, and the gateway's role may not: as the database's administrator. */
const tamper = (organization: string, sql: string, ...parameters: unknown[]) =>
  inDatabase(databaseName(prefix, gatewayDatabase), async (client) => {
    await client.query("SET session_replication_role = 'replica'");
    await client.query(sql, [organization, ...parameters]);
  });

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
  expect((await read('long', true)).rows).toBeLessThan(1_500);
});

describe('what was tampered with', () => {
  const detail = (sequence: number, text: string) =>
    tamper('long', 'UPDATE audit_entry SET detail = $3 WHERE organization_id = $1 AND sequence = $2', sequence, text);

  test.each([50, 12_450])('on a page itself is told as it is read: entry %d', async (sequence) => {
    await detail(sequence, 'nothing');
    expect((await read('long', sequence > 1_000)).verified).toBe(false);
    await detail(sequence, 'one look');
    expect((await read('long', sequence > 1_000)).verified).toBe(true);
  });

  test('far before a page is found by following the chain, told on every page after it, and logged', async () => {
    await detail(4_321, 'nothing');
    expect(await as('long', () => verifyChain(dataSource.manager, 'long'))).toEqual({
      sequence: 4_321,
      fault: 'ALTERED',
    });
    await follow();
    expect((await read('long', true)).verified).toBe(false);
    // It stands after the first page.
    expect((await read('long', false)).verified).toBe(true);
    expect(lines).toContainEqual(
      expect.objectContaining({ organizationId: 'long', sequence: 4_321, fault: 'ALTERED' }),
    );
    await detail(4_321, 'one look');
    await follow();
    expect((await read('long', true)).verified).toBe(true);
  });

  test('an entry that is gone', async () => {
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
    const rows: AuditRow[] = await dataSource.query(
      `SELECT ${columns} FROM audit_entry WHERE organization_id = 'long' AND sequence >= 11990 ORDER BY sequence`,
    );
    let previousHash = rows[0]?.previous_hash ?? '';
    const forged = rows.map(entryOf).map((entry, index) => {
      const changed = { ...entry, ...(index === 0 ? { detail: 'nothing' } : {}), previousHash };
      previousHash = entryHash('long', changed);
      return { ...changed, hash: previousHash };
    });
    await tamper(
      'long',
      `UPDATE audit_entry SET detail = forged.detail, hash = forged.hash, previous_hash = forged.before
       FROM unnest($2::bigint[], $3::text[], $4::text[], $5::text[]) AS forged (sequence, detail, hash, before)
       WHERE organization_id = $1 AND audit_entry.sequence = forged.sequence`,
      forged.map(({ sequence }) => sequence),
      forged.map(({ detail }) => detail),
      forged.map(({ hash }) => hash),
      forged.map((entry) => entry.previousHash),
    );
    await tamper('long', 'UPDATE audit_head SET hash = $2 WHERE organization_id = $1', previousHash);
    expect(await as('long', () => verifyChain(dataSource.manager, 'long'))).toBeNull();
    expect((await read('long', true)).verified).toBe(false);
    // Nor does a checkpoint of the forger's own help: only the organisation's key makes one.
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
