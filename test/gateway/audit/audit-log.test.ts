/** Whatever text is put into the audit log, its chain stays valid: the hash is made of what the database returns (R21). */
import { randomBytes, randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { appendAudit, type AuditEvent } from '../../../gateway/audit/audit-log';
import { openWords } from '../../../gateway/audit/sealed-words';
import { columns, entryOf, verifyChain, type AuditRow } from '../../../gateway/audit/verify-audit-log';
import { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { dropDatabases, uniquePrefix } from '../../support/run/database';
import { openTestGatewayDatabase } from '../../support/run/gateway-database';

const prefix = uniquePrefix();
let dataSource: DataSource;
let keys: KeyRing;

beforeAll(async () => {
  dataSource = await openTestGatewayDatabase(prefix);
  keys = new KeyRing(dataSource, { current: 'a', keys: new Map([['a', randomBytes(32)]]) });
});

afterAll(async () => {
  await dataSource.destroy();
  await dropDatabases(prefix);
});

/** Appends entries in a new organisation. @returns its entries, and whether they are valid */
async function appended(...events: AuditEvent[]) {
  const organization = randomUUID();
  const own = await keys.of(organization);
  await inOrganization(own, () => dataSource.transaction((db) => appendAudit(db, events)));
  const rows: AuditRow[] = await dataSource.query(
    `SELECT ${columns} FROM audit_entry WHERE organization_id = $1 ORDER BY sequence`,
    [organization],
  );
  const entries = inOrganization(own, () => rows.map(entryOf).map(openWords));
  return { entries, fault: await verifyChain(dataSource.manager, organization) };
}

const event: AuditEvent = { actor: 'agent-1', action: 'PERSONAL_DATA_READ', detail: 'one look' };
/** Any text in the place of an action, because the database must be safe without the type. */
const asAction = (text: string) => text as AuditEvent['action'];

test.each<[string, string, string]>([
  ['text of every script', 'Zoë 李 👩‍👩‍👧 "\\/\b\f\n\r\t\u0001\u007f\u2028', 'Zoë 李 👩‍👩‍👧 "\\/\b\f\n\r\t\u0001\u007f\u2028'],
  ['the first half of a surrogate pair', 'a\ud83db', 'a\ufffdb'],
  ['the first half at the end', 'a\ud83d', 'a\ufffd'],
  ['the second half', 'a\ude00', 'a\ufffd'],
  ['U+0000', 'a\u0000b', 'a\ufffdb'],
])('%s is recorded, and the chain stays valid', async (_what, text, stored) => {
  const { entries, fault } = await appended(
    event,
    { ...event, actor: text },
    { ...event, action: asAction(text) },
    { ...event, service: text },
    { ...event, detail: text },
    { ...event, said: text },
    event,
  );
  expect(fault).toBeNull();
  expect(entries.map(({ actor, action, service, detail }) => [actor, action, service, detail])).toEqual([
    [event.actor, event.action, null, event.detail],
    [stored, event.action, null, event.detail],
    [event.actor, stored, null, event.detail],
    [event.actor, event.action, stored, event.detail],
    [event.actor, event.action, null, stored],
    [event.actor, event.action, null, `${event.detail}${stored}`],
    [event.actor, event.action, null, event.detail],
  ]);
});

test('an id in capitals is hashed as the database returns it', async () => {
  const id = randomUUID();
  const { entries, fault } = await appended({ ...event, requestId: id.toUpperCase() });
  expect([entries[0]?.requestId, fault]).toEqual([id, null]);
});

test('a text that is too long for an entry is cut, between characters, and says so', async () => {
  const { entries, fault } = await appended({
    ...event,
    actor: '👩'.repeat(1_000),
    detail: `a${'👩'.repeat(1_000_000)}`,
  });
  const [entry] = entries;
  expect(fault).toBeNull();
  for (const [text, longest] of [
    [entry?.actor, 256],
    [entry?.detail, 32_768],
  ] as const) {
    expect(text).toMatch(/👩…$/u);
    expect(text?.isWellFormed()).toBe(true);
    expect(text?.length).toBeLessThanOrEqual(longest);
    expect(text?.length).toBeGreaterThan(longest - 3);
  }
});

test('any text at all, in any place: the chain stays valid', async () => {
  // UTF-16 code units, so that there are half surrogate pairs among them.
  const text = fc
    .array(fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.integer({ min: 0xd800, max: 0xdfff })))
    .map((units) => String.fromCharCode(...units));
  const anything = fc.record({
    actor: text,
    action: text.map(asAction),
    service: fc.option(text),
    detail: text,
    said: fc.option(text),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(anything, { minLength: 1, maxLength: 5 }), async (events) => {
      const { entries, fault } = await appended(...events);
      expect([entries.length, fault]).toEqual([events.length, null]);
    }),
    { numRuns: 40 },
  );
});
