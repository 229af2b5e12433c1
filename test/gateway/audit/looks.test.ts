/** A look is answered once it is in the audit log, and many at once cost as much as one (R21). */
import { randomBytes } from 'node:crypto';
import type { DataSource } from 'typeorm';
import type { AuditEvent } from '../../../gateway/audit/audit-log';
import { looksOf, recordedLook, type Looks } from '../../../gateway/audit/looks';
import { verifyChain } from '../../../gateway/audit/verify-audit-log';
import { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { gatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { dropDatabases, inDatabase, uniquePrefix } from '../../support/run/database';
import { openTestGatewayDatabase } from '../../support/run/gateway-database';
import { sentStatements } from '../../support/statements';

const prefix = uniquePrefix();
const organization = 'looks';
const event: AuditEvent = { actor: 'looker', action: 'SUBJECTS_SEARCHED', detail: 'EMAIL, term digest 00' };

let dataSource: DataSource;
let keys: KeyRing;
let looks: Looks;

beforeAll(async () => {
  dataSource = await openTestGatewayDatabase(prefix, 3);
  keys = new KeyRing(dataSource, { current: 'a', keys: new Map([['a', randomBytes(32)]]) });
  looks = looksOf(dataSource);
  await here(() => looks.add(event));
});

afterAll(async () => {
  await dataSource.destroy();
  await dropDatabases(prefix);
});

const here = async <T>(work: () => Promise<T>): Promise<T> => inOrganization(await keys.of(organization), work);

const recorded = async (): Promise<number> => {
  const rows: { count: string }[] = await dataSource.query('SELECT count(*) FROM audit_entry');
  return Number(rows[0]?.count);
};

test('fifty looks at once take as many statements as one, and each is an entry of the chain', async () => {
  const before = await recorded();
  const statements = (count: number) =>
    sentStatements(dataSource, () => here(() => Promise.all(Array.from({ length: count }, () => looks.add(event)))));
  const alone = await statements(1);
  expect(await statements(50)).toHaveLength(alone.length);
  expect(alone.length).toBeLessThanOrEqual(3);
  expect(await recorded()).toBe(before + 51);
  expect(await verifyChain(dataSource.manager, organization)).toBeNull();
});

test('an early answer waits for its entry, and is not shown if the entry cannot be written', async () => {
  const before = await recorded();
  expect(await here(() => recordedLook(looks, event, () => Promise.resolve('seen')))).toBe('seen');
  expect(await recorded()).toBe(before + 1);
  const asOwner = (sql: string) => inDatabase(databaseName(prefix, gatewayDatabase), (client) => client.query(sql));
  await asOwner('ALTER TABLE audit_entry RENAME TO audit_entry_away');
  try {
    const look = here(() => recordedLook(looks, event, () => Promise.resolve('seen')));
    await expect(look).rejects.toThrow('audit_entry');
  } finally {
    await asOwner('ALTER TABLE audit_entry_away RENAME TO audit_entry');
  }
  expect(await here(() => recordedLook(looks, event, () => Promise.resolve('seen')))).toBe('seen');
});

test('a look that fails is recorded too, because somebody asked', async () => {
  const before = await recorded();
  const look = here(() => recordedLook(looks, event, () => Promise.reject(new Error('too many'))));
  await expect(look).rejects.toThrow('too many');
  await here(() => looks.add(event));
  expect(await recorded()).toBe(before + 2);
});
