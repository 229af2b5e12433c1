/** An index of version 2 of normalisation, which read `00` as `+` in every region, makes no two people one (R3). */
import { NormalizationVersion31700000000006 } from '../../../subgraphs/kit/base/persistence/term-index/term-index-state';
import { reindexBatch } from '../../../subgraphs/kit/base/persistence/term-index/reindex';
import { currentKeys } from '../../../subgraphs/kit/base/security/organization-context';
import { OrganizationProfiles } from '../../../subgraphs/kit/base/security/organization-profiles';
import type { ValueType } from '../../../subgraphs/kit/base/terms';
import { normalizeByVersion2 } from '../../../subgraphs/kit/base/terms/version-2';
import { indexed } from '../../../subgraphs/external-contacts/contacts';
import { ExternalContact } from '../../../subgraphs/external-contacts/entities';
import { personalData } from '../../../subgraphs/external-contacts/personal-data';
import { externalContacts } from '../../../subgraphs/external-contacts/service';
import { contractOf, lines, type Term } from '../../support/contract/contract';
import { startTestService, type TestService } from '../../support/run/service';
import { createIn } from './support';

let service: TestService;
const organizationId = 'singapore';

beforeAll(async () => {
  const profiles = new OrganizationProfiles({ default: { phoneRegion: 'SG' }, organizations: {} });
  service = await startTestService(externalContacts, { profiles });
});

afterAll(() => service.stop());

const query = <T>(sql: string, parameters: unknown[] = []): Promise<T[]> =>
  service.service.dataSource.query(sql, parameters);
const found = async (term: Term) => (await contractOf(service, { organizationId }).findAll(term)).map(({ id }) => id);

/** Writes the organisation's index as version 2 did. */
const makeFormer = () =>
  service.as(organizationId, async () => {
    const contacts = await service.service.dataSource.manager.findBy(ExternalContact, { organizationId });
    await query('DELETE FROM personal_data_term WHERE organization_id = $1', [organizationId]);
    for (const contact of contacts)
      for (const { type, value, field } of indexed(contact).identifiers)
        for (const text of normalizeByVersion2(type as ValueType, value)?.indexed ?? [])
          await query(
            `INSERT INTO personal_data_term (organization_id, type, digest, record_type, record_id, field)
             VALUES ($1, $2, $3, 'ExternalContact', $4, $5) ON CONFLICT DO NOTHING`,
            [organizationId, type, currentKeys().digest(`${type}:${text}`), contact.id, field],
          );
    await query(`UPDATE term_index_state SET normalization = '2/SG' WHERE organization_id = $1`, [organizationId]);
  });

/** How long the state of an index is cached, in milliseconds: longer than that. */
const believedFor = 5_500;

test('a number that was taken for another finds no other person meanwhile, and `habeas migrate` has the index renewed', async () => {
  const penang = await createIn(service, organizationId, { firstName: 'Penang', cellPhone: '001 60 4 261 2345' });
  const vancouver = await createIn(service, organizationId, { firstName: 'Vancouver', cellPhone: '+1 604 261 2345' });
  const marked = await createIn(service, organizationId, {
    firstName: 'Аңсар',
    socialHandles: [{ platform: 'TWITTER', handle: 'x.com/ansar' }],
  });
  await makeFormer();
  await new Promise((resolve) => setTimeout(resolve, believedFor));
  expect(await found({ phone: '001 60 4 261 2345' })).toEqual([penang]);
  expect(await found({ phone: '+60 4 261 2345' })).toEqual([]);
  expect(await found({ phone: '+1 604 261 2345' })).toEqual([vancouver]);
  expect(await found({ name: 'Аңсар' })).toEqual([marked]);
  expect(await found({ socialHandle: { platform: 'TWITTER', handle: 'x.com/ansar' } })).toEqual([marked]);

  const runner = service.service.dataSource.createQueryRunner();
  await new NormalizationVersion31700000000006().up(runner);
  await runner.release();
  // Marked for the services, which do it in the background.
  expect(await query('SELECT normalization, target FROM term_index_state')).toEqual([
    { normalization: '2/SG', target: '3/SG' },
  ]);
  const step = await service.as(organizationId, () =>
    service.service.dataSource.transaction((db) => reindexBatch(db, personalData.indexed ?? [])),
  );
  expect(step).toBe('DONE');
  await new Promise((resolve) => setTimeout(resolve, believedFor));
  expect(await found({ phone: '001 60 4 261 2345' })).toEqual([penang]);
  expect(await found({ phone: '+60 4 261 2345' })).toEqual([penang]);
  expect(await found({ name: 'Ансар' })).toEqual([marked]);
  expect(await found({ socialHandle: { platform: 'TWITTER', handle: 'ansar' } })).toEqual([marked]);
  const erased = await contractOf(service, { organizationId }).erase('penang', { phone: '001 60 4 261 2345' });
  expect(lines(erased)).toEqual(['ExternalContact ERASED 1']);
  expect(await found({ phone: '+1 604 261 2345' })).toEqual([vancouver]);
}, 60_000);
