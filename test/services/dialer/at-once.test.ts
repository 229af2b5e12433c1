/** Requests and the changes that others make of the same contacts at the same moment: neither undoes the other. */
import { dialer } from '../../../subgraphs/dialer/service';
import { contractOf, lines } from '../../support/contract/contract';
import { inDatabase } from '../../support/run/database';
import { lockRow, whileLocked } from '../../support/run/while-locked';
import { startTestService, type TestService } from '../../support/run/service';
import { writer } from './support';

let service: TestService;
const { createList, addContact, attempt } = writer(() => service);

beforeAll(async () => {
  service = await startTestService(dialer);
});

afterAll(() => service.stop());

async function listed(organizationId: string) {
  const contactListId = await createList(organizationId);
  const id = await addContact(organizationId, contactListId, { Who: 'Otto Mercer', Number: '+1 317 555 0158' });
  const contract = contractOf(service, { organizationId });
  return { id, contactListId, contract, term: { dialerContactId: { id, contactListId } } };
}

const lockOf = (id: string) => lockRow('dialer_contact', id);

const update = (organizationId: string, id: string, list: string) =>
  service.send(
    `mutation ($id: ID!, $list: ID!) {
      updateDialerContact(id: $id, contactListId: $list, values: [{ column: "Mail", value: "otto@mail.example" }]) { id } }`,
    { id, list },
    { organizationId },
  );

/** Rows of a table in an organisation, by the ids of the contacts that they belong to. */
const left = (table: string, organizationId: string) =>
  inDatabase(service.database, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${table} WHERE organization_id = $1`,
      [organizationId],
    );
    return rows[0]?.count;
  });

test('a rectification keeps what an agent changes while it waits for the contact (R14)', async () => {
  const organizationId = 'rectify-at-once';
  const { id, contactListId, contract, term } = await listed(organizationId);
  const replacements = [{ type: 'PHONE', existing: '3175550158', updated: '+1 317 555 0159' }];
  await whileLocked(
    service.database,
    lockOf(id),
    () => update(organizationId, id, contactListId),
    () => contract.rectify('at-once', term, replacements),
  );
  for (const found of [{ phone: '+13175550159' }, { email: 'otto@mail.example' }])
    expect((await contract.find(found)).subjects.map((subject) => subject.id)).toEqual([id]);
});

test.each([
  ['an id', 1_000],
  ['an id, in calls of one record each', 1],
])('a call that is recorded while its contact is erased by %s is erased too, and counted (R12)', async (by, limit) => {
  const organizationId = `attempt-at-once-${limit}`;
  const { id, contactListId, contract, term } = await listed(organizationId);
  const [, report] = await whileLocked(
    service.database,
    lockOf(id),
    () => attempt(organizationId, contactListId, id),
    () => contract.erase(by, term, limit),
  );
  expect(lines(report)).toEqual(['CallAttempt ERASED 1', 'DialerContact ERASED 1']);
  expect(lines(await contract.erase(by, term, limit))).toEqual(['CallAttempt ERASED 1', 'DialerContact ERASED 1']);
  expect([await left('call_attempt', organizationId), await left('dialer_contact', organizationId)]).toEqual([0, 0]);
});

test('a change of a contact that is erased at this moment leaves no digest of its values behind (R12)', async () => {
  const organizationId = 'index-at-once';
  const { id, contactListId, contract, term } = await listed(organizationId);
  await whileLocked(
    service.database,
    lockOf(id),
    () => update(organizationId, id, contactListId),
    () => contract.erase('index', term),
  );
  expect(await left('personal_data_term', organizationId)).toBe(0);
});
