/** An index of the first normalisation can be searched, and is brought up to date while the service is in use (R3, R25). */
import { randomBytes } from 'node:crypto';
import pino from 'pino';
import { createLogger } from '../../../subgraphs/kit/base/logger';
import { Reindexer } from '../../../subgraphs/kit/reindexer';
import { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { noProfiles, OrganizationProfiles } from '../../../subgraphs/kit/base/security/organization-profiles';
import { reindexBatch } from '../../../subgraphs/kit/base/persistence/term-index/reindex';
import { currentKeys, inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import type { ValueType } from '../../../subgraphs/kit/base/terms';
import { searchedByVersion1 } from '../../../subgraphs/kit/base/terms/version-1';
import { createContacts, indexed } from '../../../subgraphs/external-contacts/contacts';
import { ExternalContact } from '../../../subgraphs/external-contacts/entities';
import { personalData } from '../../../subgraphs/external-contacts/personal-data';
import { externalContacts } from '../../../subgraphs/external-contacts/service';
import { contractOf, type Term } from '../../support/contract/contract';
import { eventually } from '../../support/eventually';
import { startTestService, type TestService } from '../../support/run/service';

let service: TestService;
const organizationId = 'reindexed';
const profiles = new OrganizationProfiles({ default: { phoneRegion: 'FR' }, organizations: {} });
const logger = createLogger('reindex', 'silent');

beforeAll(async () => {
  service = await startTestService(externalContacts, { profiles });
});

afterAll(() => service.stop());

const create = async (input: Record<string, unknown>) =>
  (
    await service.ask<{ createExternalContact: { id: string } }>(
      'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }',
      { input },
      { organizationId },
    )
  ).createExternalContact.id;

const found = async (term: Term) => (await contractOf(service, { organizationId }).findAll(term)).map(({ id }) => id);

const query = <T>(sql: string, parameters: unknown[] = []): Promise<T[]> =>
  service.service.dataSource.query(sql, parameters);

/** Writes the organisation's index as the previous version did, some time ago. */
const makeFormer = () =>
  service.as(organizationId, async () => {
    const contacts = await service.service.dataSource.manager.findBy(ExternalContact, { organizationId });
    await query('DELETE FROM personal_data_term WHERE organization_id = $1', [organizationId]);
    for (const contact of contacts)
      for (const { type, value, field } of indexed(contact).identifiers)
        for (const text of searchedByVersion1(type as ValueType, value))
          await query(
            `INSERT INTO personal_data_term (organization_id, type, digest, record_type, record_id, field, held_since)
             VALUES ($1, $2, $3, 'ExternalContact', $4, $5, '2026-01-02T03:04:05Z') ON CONFLICT DO NOTHING`,
            [organizationId, type, currentKeys().digest(`${type}:${text}`), contact.id, field],
          );
    await query(
      `UPDATE term_index_state SET normalization = '1', target = NULL, record_type = NULL, after_id = NULL, done = 0
       WHERE organization_id = $1`,
      [organizationId],
    );
  });

/** How long the state of an index is cached, in milliseconds: longer than that. */
const believedFor = 5_500;

test('old and new entries are found meanwhile, no two people are confused, and a stop in the middle loses nothing', async () => {
  const liMing = await create({ firstName: '明', lastName: '李' });
  const dawn = await create({ firstName: '黎明' });
  const marin = await create({ firstName: 'José', lastName: 'Marín', cellPhone: '06 12 34 56 79' });
  const short = await create({ firstName: 'Ng' });
  const many: string[] = [];
  for (let number = 0; number < 410; number += 1) many.push(await create({ firstName: `Common Person${number}` }));
  await makeFormer();
  await new Promise((resolve) => setTimeout(resolve, believedFor));

  // A record of the old index is found by today's terms, as far as today's rules read it as the same person.
  expect(await found({ name: 'Jose Marin' })).toEqual([marin]);
  expect(await found({ name: '黎明' })).toEqual([dawn]);
  expect(await found({ name: '明 李' })).toEqual([liMing]);
  // The old index gave him the digest of 黎明, who is somebody else; his own words were romanised separately.
  expect(await found({ name: '李明' })).toEqual([]);
  expect(await found({ name: 'Liming' })).toEqual([]);
  expect((await found({ name: 'common' })).length).toBe(410);
  // A value that the old index did not contain is not found yet.
  expect(await found({ name: 'Ng' })).toEqual([]);
  expect(await found({ phone: '+33 6 12 34 56 79' })).toEqual([]);
  const later = await create({ firstName: 'Nadia', lastName: 'Núñez' });
  expect(await found({ name: 'Núñez Nadia' })).toEqual([later]);

  // Half of it is done, and then the process stops.
  await query(`UPDATE term_index_state SET target = '3/FR' WHERE organization_id = $1`, [organizationId]);
  const keys = await service.service.keys.of(organizationId);
  const kinds = personalData.indexed ?? [];
  const { dataSource } = service.service;
  const oneBatch = () => inOrganization(keys, () => dataSource.transaction((db) => reindexBatch(db, kinds)));
  expect(await oneBatch()).toBe('MORE');
  // Uncommitted work is lost.
  const killed = inOrganization(keys, () =>
    dataSource.transaction(async (db) => {
      await reindexBatch(db, kinds);
      throw new Error('killed');
    }),
  );
  await expect(killed).rejects.toThrow('killed');
  expect(await found({ name: 'Jose Marin' })).toEqual([marin]);
  expect((await found({ name: 'common' })).length).toBe(410);

  // Any process continues it, also two at once.
  const reindexers = [1, 2].map(
    () => new Reindexer({ dataSource, keys: service.service.keys, profiles, kinds, logger }),
  );
  for (const reindexer of reindexers) await reindexer.start();
  const state = () =>
    query<{ normalization: string; target: string | null; done: string }>(
      'SELECT normalization, target, done FROM term_index_state WHERE organization_id = $1',
      [organizationId],
    );
  await eventually(async () => (await state()).every(({ target }) => target === null));
  expect(await state()).toEqual([{ normalization: '3/FR', target: null, done: '415' }]);
  for (const reindexer of reindexers) await reindexer.stop();
  await new Promise((resolve) => setTimeout(resolve, believedFor));
  expect(await found({ name: 'Ng' })).toEqual([short]);
  expect(await found({ phone: '+33 6 12 34 56 79' })).toEqual([marin]);
  expect(await found({ name: '李明' })).toEqual([liMing]);
  expect(await found({ name: '明 李' })).toEqual([liMing]);
  expect(await found({ name: 'Li Ming' })).toEqual([]);
  expect((await found({ name: 'common' })).sort()).toEqual([...many].sort());

  // The age of a value stays: it has been held since the same time.
  const ages = await query<{ held_since: Date }>(
    'SELECT DISTINCT held_since FROM personal_data_term WHERE organization_id = $1 AND record_id = ANY($2::uuid[])',
    [organizationId, [liMing, dawn, marin, ...many]],
  );
  expect(ages.map(({ held_since: since }) => since.toISOString())).toEqual(['2026-01-02T03:04:05.000Z']);
  // A value that was in no index is as old as its record.
  const [age] = await query<{ same: boolean }>(
    `SELECT bool_and(term.held_since = item.held_since) AS same FROM personal_data_term term
     JOIN external_contact item ON item.id = term.record_id WHERE item.id = $1`,
    [short],
  );
  expect(age?.same).toBe(true);
}, 120_000);

test('a start after an upgrade asks the operator to choose a region and to run habeas reindex', async () => {
  const { dataSource, keys } = service.service;
  const said = async (stated: OrganizationProfiles) => {
    const lines: Record<string, unknown>[] = [];
    const written = pino({ level: 'warn' }, { write: (line) => void lines.push(JSON.parse(line) as never) });
    const reindexer = new Reindexer({ dataSource, keys, profiles: stated, kinds: [], logger: written });
    await reindexer.start();
    await reindexer.stop();
    return lines.map(({ organizations, withoutPhoneRegion, msg }) => ({ organizations, withoutPhoneRegion, msg }));
  };
  const msg = expect.stringMatching(/phoneRegion .* ORGANIZATION_PROFILES_FILE.*habeas reindex/) as unknown;
  const setTo = (normalization: string) =>
    query('UPDATE term_index_state SET normalization = $1, target = NULL WHERE organization_id = $2', [
      normalization,
      organizationId,
    ]);
  await setTo('1');
  expect(await said(noProfiles)).toEqual([{ organizations: 1, withoutPhoneRegion: [organizationId], msg }]);
  // Chosen, but not reindexed yet; also if another region was chosen since.
  expect(await said(profiles)).toEqual([{ organizations: 1, withoutPhoneRegion: [], msg }]);
  await setTo('3/ES');
  expect(await said(profiles)).toEqual([{ organizations: 1, withoutPhoneRegion: [], msg }]);
  await setTo('3/FR');
  expect(await said(profiles)).toEqual([]);
});

test('whoever version 2 indexed by the address of somebody else is not found by it, and is listed after reindexing (R3, R18)', async () => {
  const former = 'indexed-by-version-2';
  const { dataSource } = service.service;
  const [person] = await service.as(former, async () => {
    const contacts = await createContacts(dataSource.manager, [{ workEmail: 'reception@hotel.example/ben' }]);
    // It read this text as the host of a URL, which ends at the slash.
    await query('UPDATE personal_data_term SET digest = $2 WHERE organization_id = $1', [
      former,
      currentKeys().digest('EMAIL:reception@hotel.example'),
    ]);
    await query(`UPDATE term_index_state SET normalization = '2/FR' WHERE organization_id = $1`, [former]);
    return contacts;
  });
  const { find, erase } = contractOf(service, { organizationId: former });
  const term = { email: 'reception@hotel.example' };
  expect((await find(term)).subjects).toEqual([]);
  expect(await erase('of-the-hotel', term)).toMatchObject({ complete: true, dispositions: [] });

  await query(`UPDATE term_index_state SET target = '3/FR' WHERE organization_id = $1`, [former]);
  const step = await service.as(former, () =>
    dataSource.transaction((db) => reindexBatch(db, personalData.indexed ?? [])),
  );
  expect(step).toBe('DONE');
  const { unreachableData } = await service.ask<{ unreachableData: { places: { recordId: string }[] } }>(
    '{ unreachableData(first: 10) { places { recordId } } }',
    {},
    { organizationId: former, purpose: 'gdpr' },
  );
  expect(unreachableData.places).toEqual([{ recordId: person?.id }]);
});

test('a service with another file of organisations reindexes nothing', async () => {
  await query(`UPDATE term_index_state SET target = '3/ES' WHERE organization_id = $1`, [organizationId]);
  const keys = await service.service.keys.of(organizationId);
  const step = await inOrganization(keys, () =>
    service.service.dataSource.transaction((db) => reindexBatch(db, personalData.indexed ?? [])),
  );
  expect(step).toBe('ELSEWHERE');
  const [state] = await query<{ target: string }>('SELECT target FROM term_index_state WHERE organization_id = $1', [
    organizationId,
  ]);
  expect(state?.target).toBe('3/ES');
});

test('an erasure that a previous version began is continued after the upgrade, even if its term is read differently now (R11)', async () => {
  const { erase } = contractOf(service, { organizationId });
  await create({ firstName: 'Renée', lastName: 'Upgraded' });
  const term = { name: 'Renée Upgraded' };
  const report = await erase('begun-before', term);
  expect(report).toMatchObject({ complete: true, dispositions: [{ count: 1 }] });
  await service.as(organizationId, () =>
    query(`UPDATE personal_data_action SET input_digest = $1 WHERE request_id = 'begun-before'`, [
      currentKeys().digest('ERASE:NAME:renee upgraded'),
    ]),
  );
  expect(await erase('begun-before', term)).toEqual(report);
  await expect(erase('begun-before', { name: 'Renée Other' })).rejects.toThrow('used with another term');
});

test("an organisation whose keys cannot be unwrapped delays nobody else's index, and is named (R27)", async () => {
  const { dataSource, keys } = service.service;
  const theirs = new KeyRing(dataSource, { current: 'other', keys: new Map([['other', randomBytes(32)]]) });
  await theirs.of('locked');
  // It has waited longer, so it comes first.
  await query(
    `INSERT INTO term_index_state (organization_id, normalization, target, updated_at)
     VALUES ('locked', '1', '3/FR', now() - interval '1 hour')`,
  );
  await query(
    `UPDATE term_index_state SET target = '3/FR', record_type = NULL, after_id = NULL WHERE organization_id = $1`,
    [organizationId],
  );
  const lines: Record<string, unknown>[] = [];
  const written = pino({ level: 'error' }, { write: (line) => void lines.push(JSON.parse(line) as never) });
  const reindexer = new Reindexer({ dataSource, keys, profiles, kinds: personalData.indexed ?? [], logger: written });
  await reindexer.start();
  await eventually(async () => {
    const [state] = await query<{ target: string | null }>(
      'SELECT target FROM term_index_state WHERE organization_id = $1',
      [organizationId],
    );
    return state?.target === null;
  });
  await reindexer.stop();
  expect(lines).toContainEqual(expect.objectContaining({ organizationId: 'locked' }));
});
