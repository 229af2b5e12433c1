/** A name or an address that a list spreads over columns is one value: found as a whole, and in part by a single column (R3, R24). */
import { matchIdentifier, parseTerm, type Identifier } from '../../../subgraphs/kit/base/terms';
import { reindexBatch } from '../../../subgraphs/kit/base/persistence/term-index/reindex';
import { personalData } from '../../../subgraphs/dialer/personal-data';
import { dialer } from '../../../subgraphs/dialer/service';
import { DialerSpreadValues1700000006000 } from '../../../subgraphs/dialer/migrations/1700000006000-spread-values';
import { contractOf, type Term } from '../../support/contract/contract';
import { startTestService, type TestService } from '../../support/run/service';
import { writer } from './support';

let service: TestService;
const { createList, addContact } = writer(() => service);

beforeAll(async () => {
  service = await startTestService(dialer);
});

afterAll(() => service.stop());

const columns = [
  { name: 'Street', holds: 'ADDRESS' },
  { name: 'First', holds: 'NAME' },
  { name: 'Plan' },
  { name: 'Town', holds: 'ADDRESS' },
  { name: 'Last', holds: 'NAME' },
];
const maria = { First: 'María José', Last: 'García', Street: 'Calle Mayor 3', Town: 'Getafe', Plan: 'Basic' };

const listed = async (organizationId: string, values: Record<string, string> = maria) => {
  const contactListId = await createList(organizationId, columns);
  const id = await addContact(organizationId, contactListId, values);
  return { id, contactListId, contract: contractOf(service, { organizationId }) };
};

/** How the gateway reads what a term finds: EXACT or PARTIAL for each subject. */
const matches = async ({ contract }: Awaited<ReturnType<typeof listed>>, term: Term) =>
  (await contract.find(term)).subjects.map(({ matchedOn }) =>
    matchedOn.map((each) => matchIdentifier(parseTerm(term), each as Identifier)).find(Boolean),
  );

test('all columns of a name or an address together are matched exactly, one alone in part (R3, R24)', async () => {
  const person = await listed('spread');
  for (const name of ['María José García', 'GARCÍA, María José'])
    expect([name, await matches(person, { name })]).toEqual([name, ['EXACT']]);
  for (const name of ['García', 'María José', 'Maria Jose Garcia'])
    expect([name, await matches(person, { name })]).toEqual([name, ['PARTIAL']]);
  expect(await matches(person, { address: 'Calle Mayor 3, Getafe' })).toEqual(['EXACT']);
  expect(await matches(person, { address: 'Getafe' })).toEqual(['PARTIAL']);
  expect(await matches(person, { name: 'Getafe' })).toEqual([]);
  // What the match is explained with is the whole value.
  const [subject] = (await person.contract.find({ name: 'García' })).subjects;
  expect(subject?.matchedOn).toEqual([{ type: 'NAME', value: 'María José García' }]);
});

test('each column is shown by itself, and a row with one of them filled is found by it exactly', async () => {
  const person = await listed('spread-alone', { Last: 'García', First: ' ' });
  expect(await matches(person, { name: 'García' })).toEqual(['EXACT']);
  const whole = await listed('spread-shown');
  const [record] = await whole.contract.findAll({ name: 'María José García' });
  expect(record?.fields.map(({ name, value }) => [name, value])).toEqual(
    expect.arrayContaining([
      ['First', 'María José'],
      ['Last', 'García'],
      ['Street', 'Calle Mayor 3'],
      ['Town', 'Getafe'],
    ]),
  );
});

test('a rectification of the whole name is found by the new one, and no longer by the old (R14)', async () => {
  const person = await listed('spread-rectified');
  await person.contract.rectify('r', { name: 'María José García' }, [
    { type: 'NAME', existing: 'María José García', updated: 'María José Gracia' },
  ]);
  expect(await matches(person, { name: 'María José Gracia' })).toEqual(['EXACT']);
  expect(await matches(person, { name: 'María José García' })).toEqual([]);
});

test('rows of the version before are brought into the new form after an upgrade, and keep the age of each word (R25)', async () => {
  const [organizationId, other] = ['spread-upgraded', 'spread-other'];
  const person = await listed(organizationId);
  await addContact(other, await createList(other), { Who: 'Ana García' });
  const { dataSource } = service.service;
  const query = <T>(sql: string, parameters: unknown[]): Promise<T[]> => dataSource.query(sql, parameters);
  // As the version before wrote it: the family name, which was corrected later, apart from the first name.
  const before = '2026-01-02T03:04:05.000Z';
  await query(`UPDATE personal_data_term SET field = 'First', held_since = $2 WHERE organization_id = $1`, [
    organizationId,
    before,
  ]);
  const inVersion2 = `UPDATE term_index_state SET normalization = '2/US' WHERE organization_id = ANY($1)`;
  await query(inVersion2, [[organizationId, other]]);
  await query(`UPDATE dialer_contact SET held_since = '2025-01-01' WHERE organization_id = $1`, [organizationId]);
  const runner = dataSource.createQueryRunner();
  await new DialerSpreadValues1700000006000().up(runner);
  await runner.release();
  const states = () =>
    query<{ normalization: string; target: string | null }>(
      'SELECT normalization, target FROM term_index_state WHERE organization_id = ANY($1) ORDER BY organization_id',
      [[organizationId, other]],
    );
  // Only where it changes something, and for processes that know the form.
  const former = { normalization: '2/US', target: null };
  expect(await states()).toEqual([former, { normalization: '2/US', target: '2/US+spread' }]);
  // That normalisation is a former one too: `habeas reindex` asks for the present one, and does both at once.
  await query(`UPDATE term_index_state SET target = '3/US' WHERE organization_id = $1`, [organizationId]);
  const step = await service.as(organizationId, () =>
    dataSource.transaction((db) => reindexBatch(db, personalData.indexed ?? [])),
  );
  expect(step).toBe('DONE');
  expect(await matches(person, { name: 'María José García' })).toEqual(['EXACT']);
  const ages = await query<{ held_since: Date }>(
    'SELECT DISTINCT held_since FROM personal_data_term WHERE organization_id = $1',
    [organizationId],
  );
  expect(ages.map(({ held_since: since }) => since.toISOString())).toEqual([before]);
  expect(await states()).toEqual([former, { normalization: '3/US', target: null }]);
});
