/** A value that is moved to another field of its record has been held all the time (R25): a late erasure finds its person. */
import { randomUUID } from 'node:crypto';
import { dialer } from '../../subgraphs/dialer/service';
import { createContacts, updateContact, type ContactValues } from '../../subgraphs/external-contacts/contacts';
import { externalContacts } from '../../subgraphs/external-contacts/service';
import { onlyOf } from '../../subgraphs/kit';
import { contractOf, type Term } from '../support/contract/contract';
import { startTestService, type TestService } from '../support/run/service';

const services = new Map<string, TestService>();
const of = (name: string) => services.get(name) as TestService;

beforeAll(async () => {
  for (const definition of [externalContacts, dialer])
    services.set(definition.name, await startTestService(definition));
});
afterAll(() => Promise.all([...services.values()].map((service) => service.stop())));

/** An organisation with one contact. */
async function oneContact(values: ContactValues) {
  const service = of('external-contacts');
  const organizationId = randomUUID();
  const { dataSource } = service.service;
  const inOwn = <T>(work: () => Promise<T>) => service.as(organizationId, work);
  const { id } = onlyOf(await inOwn(() => dataSource.transaction((db) => createContacts(db, [values]))));
  return {
    contract: contractOf(service, { organizationId }),
    change: (next: ContactValues) => inOwn(() => dataSource.transaction((db) => updateContact(db, id, next))),
    rows: (sql: string) =>
      dataSource.query<unknown[]>(`UPDATE personal_data_term SET ${sql} WHERE organization_id = $1`, [organizationId]),
  };
}

const email = 'moved@mail.example';
const phone = '+1 317 555 0142';

describe('in an external contact', () => {
  test.each<[string, Term, ContactValues, ContactValues]>([
    ['an e-mail', { email }, { workEmail: email }, { workEmail: null, personalEmail: email }],
    ['another spelling', { email }, { workEmail: email }, { workEmail: null, otherEmail: 'MOVED@mail.example' }],
    ['a phone', { phone }, { homePhone: phone }, { homePhone: null, cellPhone: '317-555-0142' }],
    [
      'an exchange',
      { phone },
      { homePhone: phone, cellPhone: '+13175550143' },
      { homePhone: '+13175550143', cellPhone: phone },
    ],
  ])('%s that was moved before the attempt is erased', async (_, term, before, after) => {
    const { contract, change } = await oneContact(before);
    const { asOf } = await contract.find(term);
    await change(after);
    const page = await contract.find(term, { asOf });
    expect([page.records.length, page.newerRecords]).toEqual([1, 0]);
    const report = await contract.erase(randomUUID(), term, 1_000, asOf);
    expect(report.dispositions.map(({ count }) => count)).toEqual([1]);
  });

  test('a copy keeps the age after the first field has lost the value', async () => {
    const { contract, change } = await oneContact({ workEmail: email });
    const { asOf } = await contract.find({ email });
    await change({ personalEmail: email });
    await change({ workEmail: 'new@mail.example' });
    expect((await contract.find({ email }, { asOf })).records).toHaveLength(1);
    expect((await contract.find({ email: 'new@mail.example' }, { asOf })).newerRecords).toBe(1);
  });

  test('a value that no field held for a while is held anew', async () => {
    for (const leave of [{ workEmail: null }, { workEmail: 'away@mail.example' }]) {
      const { contract, change } = await oneContact({ workEmail: email });
      const { asOf } = await contract.find({ email });
      await change(leave);
      await change({ personalEmail: email });
      expect((await contract.find({ email }, { asOf })).newerRecords).toBe(1);
    }
  });

  test('a value of unknown age is held, in its new field, since it was moved', async () => {
    const { contract, change, rows } = await oneContact({ workEmail: email });
    await rows(`held_since = 'infinity', held_by_transaction = NULL`);
    const { asOf } = await contract.find({ email });
    await change({ workEmail: null, personalEmail: email });
    expect((await contract.find({ email }, { asOf })).newerRecords).toBe(1);
    expect((await contract.find({ email }, { asOf: (await contract.find({ email })).asOf })).newerRecords).toBe(0);
  });

  test('a value whose transaction is not known keeps its time', async () => {
    const { contract, change, rows } = await oneContact({ workEmail: email });
    await rows(`held_since = '2020-01-01T00:00:00Z', held_by_transaction = NULL`);
    await change({ workEmail: null, personalEmail: email });
    const found = async (asOf: string) => (await contract.find({ email }, { asOf })).records.length;
    expect([await found('2020-01-02T00:00:00Z'), await found('2019-12-31T00:00:00Z')]).toEqual([1, 0]);
  });
});

describe('in a contact of a dialer list', () => {
  const list = async (organizationId: string, values: Record<string, string>) => {
    const send = async (query: string, variables: Record<string, unknown>): Promise<string> =>
      Object.values(await of('dialer').ask<Record<string, { id: string }>>(query, variables, { organizationId }))[0]
        ?.id ?? '';
    const given = (each: Record<string, string>) => Object.entries(each).map(([column, value]) => ({ column, value }));
    const columns = [
      { name: 'Phone', holds: 'PHONE' },
      { name: 'Mobile', holds: 'PHONE' },
      { name: 'Buyer', holds: 'NAME' },
      { name: 'User', holds: 'NAME' },
    ];
    const contactListId = await send(
      'mutation ($input: CreateContactListInput!) { createContactList(input: $input) { id } }',
      { input: { name: 'List', columns } },
    );
    const id = await send('mutation ($input: AddDialerContactInput!) { addDialerContact(input: $input) { id } }', {
      input: { contactListId, values: given(values) },
    });
    const change = (each: Record<string, string>) =>
      send(
        `mutation ($id: ID!, $contactListId: ID!, $values: [DialerValueInput!]!) {
          updateDialerContact(id: $id, contactListId: $contactListId, values: $values) { id } }`,
        { id, contactListId, values: given(each) },
      );
    return { contract: contractOf(of('dialer'), { organizationId }), change };
  };

  test('a phone that was moved to another column before the attempt is erased', async () => {
    const { contract, change } = await list(randomUUID(), { Phone: phone });
    const { asOf } = await contract.find({ phone });
    await change({ Phone: '', Mobile: phone });
    const report = await contract.erase(randomUUID(), { phone }, 1_000, asOf);
    expect([report.dispositions.map(({ count }) => count), report.newerRecords]).toEqual([[1], 0]);
  });

  test('the columns of a name are one name: a word that moves between them keeps its age, and a new one has none', async () => {
    const { contract, change } = await list(randomUUID(), { Buyer: 'Ana Ruiz', User: 'Eva Soto' });
    const { asOf } = await contract.find({ name: 'Ana' });
    const found = async (name: string) => (await contract.find({ name }, { asOf })).records.length;
    await change({ Buyer: 'Eva Ruiz', User: 'Ana Soto' });
    expect([await found('Ana Soto'), await found('Ana Ruiz')]).toEqual([1, 1]);
    await change({ User: 'Lea Soto' });
    expect([await found('Lea Soto'), await found('Eva Soto')]).toEqual([0, 1]);
  });
});
