/** Contacts that no value finds are listed as unreachable (R3, R18), by an index, however many others there are. */
import { addContacts } from '../../../subgraphs/dialer/contacts';
import { ContactList } from '../../../subgraphs/dialer/entities';
import { DialerSpreadValues1700000006000 } from '../../../subgraphs/dialer/migrations/1700000006000-spread-values';
import { dialer } from '../../../subgraphs/dialer/service';
import { inDatabase } from '../../support/run/database';
import { startTestService, type TestService } from '../../support/run/service';
import { sentStatements } from '../../support/statements';
import { writer } from './support';

let service: TestService;
const { createList, addContact } = writer(() => service);

beforeAll(async () => {
  service = await startTestService(dialer);
});

afterAll(() => service.stop());

interface Place {
  recordId: string;
  location: string;
}

const places = async (organizationId: string): Promise<Place[]> =>
  (
    await service.ask<{ unreachableData: { places: Place[] } }>(
      '{ unreachableData(first: 10) { places { recordId location } } }',
      {},
      { organizationId, purpose: 'gdpr' },
    )
  ).unreachableData.places;

test('a contact of a list that does not say what its columns hold, and one without a readable value, are listed once', async () => {
  const organizationId = 'unfindable';
  const unlabelled = await createList(organizationId, [{ name: 'Nombre' }, { name: 'Correo' }]);
  const nobody = await addContact(organizationId, unlabelled, { Nombre: 'Ana García', Correo: 'ana@mail.example' });
  await addContact(organizationId, unlabelled, {});
  const labelled = await createList(organizationId);
  const plain = await addContact(organizationId, labelled, { Plan: 'call Ana' });
  await addContact(organizationId, labelled, { Who: 'Ana García', Plan: 'Basic' });
  const listed = await places(organizationId);
  expect(listed.map(({ recordId }) => recordId).sort()).toEqual([nobody, plain].sort());
  expect(new Set(listed.map(({ location }) => location))).toEqual(new Set(['the whole contact']));
  // Once it has a value that finds it, it is no longer listed.
  await service.ask(
    `mutation ($id: ID!, $list: ID!) {
      updateDialerContact(id: $id, contactListId: $list, values: [{ column: "Who", value: "Ana García" }]) { id } }`,
    { id: plain, list: labelled },
    { organizationId },
  );
  expect((await places(organizationId)).map(({ recordId }) => recordId)).toEqual([nobody]);
});

test('contacts of the version before are listed after an upgrade, without those that are found', async () => {
  const organizationId = 'unfindable-before';
  const unlabelled = await createList(organizationId, [{ name: 'Nombre' }]);
  const nobody = await addContact(organizationId, unlabelled, { Nombre: 'Ana García' });
  await addContact(organizationId, await createList(organizationId), { Who: 'Ana García', Number: 'unreadable 1' });
  const { dataSource } = service.service;
  await dataSource.query(`DELETE FROM personal_data_term WHERE organization_id = $1 AND field = ''`, [organizationId]);
  const runner = dataSource.createQueryRunner();
  await new DialerSpreadValues1700000006000().up(runner);
  await runner.release();
  const listed = (await places(organizationId)).filter(({ location }) => location === 'the whole contact');
  expect(listed.map(({ recordId }) => recordId)).toEqual([nobody]);
});

test('among ten thousand contacts that are found, the index leads to the one that is not', async () => {
  const organizationId = 'unfindable-many';
  const { dataSource } = service.service;
  const listId = await createList(organizationId);
  const values = Array.from({ length: 10_000 }, (_, index) => ({ Who: `Made Up ${index}` }));
  await service.as(organizationId, async () => {
    const list = await dataSource.manager.findOneByOrFail(ContactList, { organizationId, id: listId });
    for (let start = 0; start < values.length; start += 1_000)
      await dataSource.transaction((db) => addContacts(db, list, values.slice(start, start + 1_000)));
  });
  const id = await addContact(organizationId, listId, { Plan: 'Basic' });
  await inDatabase(service.database, (client) => client.query('ANALYZE personal_data_term, dialer_contact'));
  const sent = await sentStatements(dataSource, async () => {
    expect((await places(organizationId)).map(({ recordId }) => recordId)).toEqual([id]);
  });
  const searches = sent.filter(({ sql }) => sql.includes('FROM dialer_contact'));
  expect(searches).toHaveLength(2);
  for (const { sql, parameters } of searches) {
    const plan = await inDatabase(service.database, async (client) => {
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN (ANALYZE, TIMING OFF) ${sql}`, parameters);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });
    expect(plan).not.toContain('Seq Scan');
    expect(Math.max(...[...plan.matchAll(/actual rows=(\d+)/g)].map(([, rows]) => Number(rows)))).toBeLessThan(100);
  }
}, 120_000);
