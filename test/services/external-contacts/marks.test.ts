/** Marks in a service that finds people by values (R25): times, other clusters, clocks, and an upgrade. */
import { randomUUID } from 'node:crypto';
import type { QueryRunner } from 'typeorm';
import { ContractMarks1700000000002 } from '../../../subgraphs/kit/base/persistence/kit-migration';
import { createContacts, updateContact } from '../../../subgraphs/external-contacts/contacts';
import { ExternalContactsMarks1700000003000 } from '../../../subgraphs/external-contacts/migrations/1700000003000-marks';
import { externalContacts } from '../../../subgraphs/external-contacts/service';
import { onlyOf } from '../../../subgraphs/kit';
import { contractOf, type Term } from '../../support/contract/contract';
import { inDatabase } from '../../support/run/database';
import { startTestService, type TestService } from '../../support/run/service';

let service: TestService;

beforeAll(async () => {
  service = await startTestService(externalContacts);
});
afterAll(() => service.stop());

const email = 'marked@mail.example';
const term = { email };

/** Makes an organisation, with the operations that the tests perform in it. */
function world() {
  const organizationId = randomUUID();
  const { dataSource } = service.service;
  return {
    organizationId,
    contract: contractOf(service, { organizationId }),
    add: (values: object = {}) =>
      service.as(organizationId, async () =>
        onlyOf(await dataSource.transaction((db) => createContacts(db, [{ workEmail: email, ...values }]))),
      ),
    change: (id: string, values: object) =>
      service.as(organizationId, () => dataSource.transaction((db) => updateContact(db, id, values))),
    rows: (sql: string) =>
      dataSource.query<unknown[]>(`UPDATE personal_data_term SET ${sql} WHERE organization_id = $1`, [organizationId]),
  };
}

test('a change of another value keeps a record’s age; a value that was removed and added again is held anew', async () => {
  const { contract, add, change } = world();
  const { id } = await add();
  const { asOf } = await contract.find(term);
  await change(id, { firstName: 'Ada', homePhone: '+1 317 555 0100' });
  expect((await contract.find(term, { asOf })).records).toHaveLength(1);
  await change(id, { workEmail: 'away@mail.example' });
  await change(id, { workEmail: email });
  const page = await contract.find(term, { asOf });
  expect([page.records.length, page.newerRecords]).toEqual([0, 1]);
});

test('an older record that received the value later is newer, with everything that depends on it', async () => {
  const { organizationId, contract, add, change } = world();
  const old = await add({ workEmail: 'old@mail.example' });
  const addNote = 'mutation ($id: ID!) { addContactNote(externalContactId: $id, text: "a note") { id } }';
  await service.ask(addNote, { id: old.id }, { organizationId });
  const { asOf } = await contract.find(term);
  await change(old.id, { workEmail: email });
  const report = await contract.erase('r', term, 1_000, asOf);
  expect([report.dispositions, report.newerRecords, report.complete]).toEqual([[], 2, true]);
  expect((await contract.find(term)).records).toHaveLength(2);
});

test('every word of a name must have been held at the mark', async () => {
  const { contract, add, change } = world();
  const { id } = await add({ firstName: 'Ana', lastName: 'Soto' });
  const { asOf } = await contract.find({ name: 'Ana' });
  await change(id, { firstName: 'Ana Lucía' });
  const found = async (name: string) => (await contract.find({ name }, { asOf })).records.length;
  expect([await found('Ana'), await found('Soto Ana'), await found('Ana Lucía')]).toEqual([1, 1, 0]);
});

test('a time can be a mark too, by the database’s clock', async () => {
  const { contract, add } = world();
  await add();
  const [{ now }] = await service.service.dataSource.query<[{ now: Date }]>('SELECT clock_timestamp() AS now');
  // A Date has milliseconds: a record that was added within this millisecond is older than the mark.
  const asOf = new Date(now.getTime() + 1).toISOString();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await add();
  const page = await contract.find(term, { asOf });
  expect([page.records.length, page.newerRecords]).toEqual([1, 1]);
  expect((await contract.find(term, { asOf: '2001-02-03T04:05:06+02:00' })).newerRecords).toBe(2);
});

const mark = (content: unknown) => Buffer.from(JSON.stringify(content)).toString('base64url');
const at = '2026-03-01T12:00:00Z';

test.each([
  '',
  'yesterday',
  '2026-02-30T12:00:00Z',
  mark(null),
  mark({ t: at }),
  mark({ t: 'now', s: '1:2:', r: at }),
  mark({ t: at, s: '2:1:', r: at }),
  mark({ t: at, s: '0:1:', r: at }),
  mark({ t: at, s: '1:9:5,3', r: at }),
  mark({ t: at, s: '5:9:3', r: at }),
  mark({ t: at, s: '1:99999999999999999999:', r: at }),
  mark({ t: at, s: "1:2:' OR true", r: at }),
  'x'.repeat(16_001),
])('a text that is not a mark is refused: %#', async (asOf) => {
  const { organizationId } = world();
  for (const operation of [
    'query ($term: PersonalDataTermInput!, $asOf: String) { personalData(term: $term, asOf: $asOf) { asOf } }',
    'mutation ($term: PersonalDataTermInput!, $asOf: String) { erasePersonalData(requestId: "r", term: $term, asOf: $asOf) { complete } }',
  ]) {
    const answer = await service.send(
      operation,
      { term, asOf },
      { organizationId, purpose: 'gdpr', scopes: [], requestId: 'r' },
    );
    expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'asOf' });
  }
});

test('a clock that is set back does not make later records older', async () => {
  const { contract, add, rows } = world();
  await add();
  const { asOf } = await contract.find(term);
  await add();
  await rows(
    `held_since = (SELECT since + interval '1 microsecond' FROM personal_data_residence ORDER BY since DESC LIMIT 1)`,
  );
  const page = await contract.find(term, { asOf });
  expect([page.records.length, page.newerRecords]).toEqual([1, 1]);
});

test('rows that were restored from another cluster are compared by time', async () => {
  const { contract, add, rows } = world();
  const { dataSource } = service.service;
  await add();
  const { asOf: before } = await contract.find(term);
  // A dump carries transaction numbers that this cluster has not reached yet.
  await rows(`held_by_transaction = '900000000000'`);
  expect((await contract.find(term, { asOf: (await contract.find(term)).asOf })).newerRecords).toBe(1);
  await dataSource.query(
    'INSERT INTO personal_data_residence (system_identifier) SELECT system_identifier FROM pg_control_system()',
  );
  const page = await contract.find(term, { asOf: (await contract.find(term)).asOf });
  expect([page.records.length, page.newerRecords]).toEqual([1, 0]);
  // A mark from before the move does not cover rows that were added since, even with a smaller transaction number.
  await add();
  await dataSource.query(
    `UPDATE personal_data_term SET held_by_transaction = '3' WHERE held_by_transaction <> '900000000000'`,
  );
  expect((await contract.find(term, { asOf: before })).newerRecords).toBeGreaterThanOrEqual(1);
});

test('an upgrade dates existing rows by their creation; no mark covers a row without a date', async () => {
  const { contract, add } = world();
  const [kit, own] = [new ContractMarks1700000000002(), new ExternalContactsMarks1700000003000()];
  // The owner changes the tables, not the service's role.
  await inDatabase(service.database, async (client) => {
    const runner = client as unknown as QueryRunner;
    await own.down(runner);
    await kit.down(runner);
    const [dated, undated] = [await add(), await add()];
    await client.query(`UPDATE external_contact SET created_at = '2020-01-01T00:00:00Z' WHERE id = $1`, [dated.id]);
    await client.query(`UPDATE personal_data_term SET record_type = 'Unknown' WHERE record_id = $1`, [undated.id]);
    await kit.up(runner);
    await own.up(runner);
    await client.query(`UPDATE personal_data_term SET record_type = 'ExternalContact' WHERE record_id = $1`, [
      undated.id,
    ]);
    // As at the end of a migration: the service's role has the name of its database.
    const role = client.escapeIdentifier(service.database);
    await client.query(`GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${role}`);
  });
  const { asOf, records } = await contract.find(term);
  expect(records).toHaveLength(2);
  const shown = async (mark: string) => (await contract.find(term, { asOf: mark })).newerRecords;
  expect([await shown('2020-01-02T00:00:00Z'), await shown('2019-12-31T00:00:00Z'), await shown(asOf)]).toEqual([
    1, 2, 1,
  ]);
  await add();
  expect(await shown((await contract.find(term)).asOf)).toBe(1);
});

test('an external id is found with its system and without, exactly, and is corrected', async () => {
  const { organizationId, contract, add } = world();
  await add({ externalIdentities: [{ source: 'crm', value: 'A-1' }] });
  // Stored before ids had a system.
  await add({ externalIdentities: ['A-1'] });
  const found = async (externalId: Term) => (await contract.find({ externalId })).records.length;
  expect(await found({ value: ' A-1 ' })).toBe(2);
  expect(await found({ value: 'A-1', source: 'crm' })).toBe(1);
  for (const nobody of [{ value: 'a-1' }, { value: 'A1' }, { value: 'A-1', source: 'erp' }, { value: 'A-' }])
    expect([nobody, await found(nobody)]).toEqual([nobody, 0]);
  const sourced = { externalId: { value: 'A-1', source: 'crm' } };
  const { subjects } = await contract.find(sourced);
  expect(subjects[0]?.matchedOn).toEqual([{ type: 'EXTERNAL_ID', value: 'A-1' }]);
  const report = await contract.rectify('r', sourced, [{ type: 'EXTERNAL_ID', existing: 'A-1', updated: 'B-2' }]);
  expect(report.replacements).toEqual([{ index: 0, replaced: 1, notSupported: 0, found: true }]);
  const { externalContacts: page } = await service.ask<{ externalContacts: { nodes: unknown[] } }>(
    '{ externalContacts { nodes { externalIds externalIdentities { source value } } } }',
    {},
    { organizationId },
  );
  expect(page.nodes).toEqual([
    { externalIds: ['B-2'], externalIdentities: [{ source: 'crm', value: 'B-2' }] },
    { externalIds: ['A-1'], externalIdentities: [{ source: null, value: 'A-1' }] },
  ]);
});
