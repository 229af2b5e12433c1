/** Who may be called (R3): no number on the do-not-call list, in whatever spelling, and no number that cannot be parsed. */
import { currentKeys } from '../../../subgraphs/kit';
import { OrganizationProfiles } from '../../../subgraphs/kit/base/security/organization-profiles';
import { dialer } from '../../../subgraphs/dialer/service';
import { contractOf, lines } from '../../support/contract/contract';
import { startTestService, type TestService } from '../../support/run/service';

let service: TestService;

beforeAll(async () => {
  const profiles = new OrganizationProfiles({
    default: { phoneRegion: 'ES' },
    organizations: {
      french: { phoneRegion: 'FR' },
      singapore: { phoneRegion: 'SG' },
      worldwide: { phoneRegion: null },
    },
  });
  service = await startTestService(dialer, { profiles });
});

afterAll(() => service.stop());

type Column = { name: string; holds?: string };

const labelled: Column[] = [
  { name: 'Who', holds: 'NAME' },
  { name: 'Number', holds: 'PHONE' },
];

const createList = async (organizationId: string, columns: Column[] = labelled) =>
  (
    await service.ask<{ createContactList: { id: string } }>(
      'mutation ($input: CreateContactListInput!) { createContactList(input: $input) { id } }',
      { input: { name: 'List', columns } },
      { organizationId },
    )
  ).createContactList.id;

interface Imported {
  id: string;
  callable: boolean;
  unreadableColumns: string[];
}

/** Adds a contact, as an import does. @returns what the import is told about it */
const add = async (organizationId: string, contactListId: string, values: Record<string, string>) =>
  (
    await service.ask<{ addDialerContact: Imported }>(
      'mutation ($input: AddDialerContactInput!) { addDialerContact(input: $input) { id callable unreadableColumns } }',
      { input: { contactListId, values: Object.entries(values).map(([column, value]) => ({ column, value })) } },
      { organizationId },
    )
  ).addDialerContact;

const block = (organizationId: string, phone: string) =>
  service.ask('mutation ($phone: String!) { addDoNotCall(phone: $phone) }', { phone }, { organizationId });

const callable = async (organizationId: string, contactListId: string, id: string) =>
  (
    await service.ask<{ dialerContact: { callable: boolean } }>(
      'query ($id: ID!, $list: ID!) { dialerContact(id: $id, contactListId: $list) { callable } }',
      { id, list: contactListId },
      { organizationId },
    )
  ).dialerContact.callable;

test.each([
  [
    'spanish',
    '+34 600 000 082',
    ['34600000082', '600 000 082', '0034 600 000 082', '(600) 00-00-82', '+34600000082 ext. 5'],
  ],
  ['spanish', '600 000 081', ['+34 600 000 081', '600 000 081', 'tel:600000081;phone-context=+34']],
  ['french', '06 12 34 56 79', ['06 12 34 56 79', '+33 6 12 34 56 79', '0033612345679']],
  ['worldwide', '+34 600 000 083', ['+34600000083', '34600000083', '600 000 083']],
])(
  'in the %s organisation the objection of %s stops every spelling of it',
  async (organizationId, blocked, spellings) => {
    const list = await createList(organizationId);
    await block(organizationId, blocked);
    for (const spelling of spellings)
      expect([spelling, (await add(organizationId, list, { Number: spelling })).callable]).toEqual([spelling, false]);
    expect((await add(organizationId, list, { Number: '+34 611 111 111' })).callable).toBe(true);
  },
);

describe('a number on the do-not-call list stops the call wherever it stands', () => {
  const name: Column = { name: 'n', holds: 'NAME' };
  test.each<[string, Column[], Record<string, string>]>([
    [
      'in a column that says nothing, beside the labelled one',
      [name, { name: 'tel', holds: 'PHONE' }, { name: 'mobile' }],
      { tel: '+34 611 111 111', mobile: '+34 600 991 082' },
    ],
    ['as a national number', [name, { name: 'tel', holds: 'PHONE' }, { name: 'mobile' }], { mobile: '600 991 082' }],
    ['as a handle of WhatsApp', [name, { name: 'wa', holds: 'WHATSAPP' }], { wa: '34600991082' }],
    ['as a handle of WhatsApp with a plus', [name, { name: 'wa', holds: 'WHATSAPP' }], { wa: '+34600991082' }],
    ['behind a word', [{ name: 'x' }], { x: 'home: +34 600 991 082' }],
    ['before a word', [{ name: 'x' }], { x: '+34 600 991 082 (casa)' }],
    ['as the second in a text', [{ name: 'x' }], { x: 'Tfno. 611 111 111, o bien 600.991.082 por la tarde' }],
  ])('%s', async (_, columns, values) => {
    const organizationId = 'anywhere';
    await block(organizationId, '+34 600 991 082');
    const list = await createList(organizationId, columns);
    expect((await add(organizationId, list, values)).callable).toBe(false);
  });

  test('and digits beside a labelled column that are no number stop nothing', async () => {
    const list = await createList('anywhere', [...labelled, { name: 'Contract' }, { name: 'Since' }]);
    const values = { Number: '+34 611 111 111', Contract: '0012345678', Since: 'since 2024-01-15 10:30' };
    expect(await add('anywhere', list, values)).toMatchObject({ callable: true, unreadableColumns: [] });
  });

  test('also the number that a rectification writes into a text instead', async () => {
    const organizationId = 'anywhere-corrected';
    await block(organizationId, '+34600991083');
    const list = await createList(organizationId, [{ name: 'Who', holds: 'NAME' }, { name: 'x' }]);
    const { id } = await add(organizationId, list, { Who: 'Ana García', x: 'home: +34600991083' });
    await contractOf(service, { organizationId }).rectify('r-text', { dialerContactId: { id, contactListId: list } }, [
      { type: 'PHONE', existing: '+34600991083', updated: '+34600991084' },
    ]);
    expect(await callable(organizationId, list, id)).toBe(false);
    expect((await add(organizationId, list, { x: '600991084' })).callable).toBe(false);
  });
});

test.each(['constructor', 'toString', '__proto__'])('a column may be called %s', async (column) => {
  const organizationId = 'column-names';
  for (const holds of [{}, { holds: 'NAME' }]) {
    const list = await createList(organizationId, [...labelled, { name: column, ...holds }]);
    const { id } = await add(organizationId, list, { Who: 'Ana García', Number: '600 000 050' });
    const subject = { dialerContactId: { id, contactListId: list } };
    const report = await contractOf(service, { organizationId }).rectify(
      `r-${column}-${JSON.stringify(holds)}`,
      subject,
      [{ type: 'PHONE', existing: '600 000 050', updated: '600 000 051' }],
    );
    expect(report).toMatchObject({ complete: true, replacements: [{ replaced: 1 }] });
    await service.ask(
      'mutation ($id: ID!, $list: ID!, $values: [DialerValueInput!]!) { updateDialerContact(id: $id, contactListId: $list, values: $values) { id } }',
      { id, list, values: [{ column, value: 'Builder' }] },
      { organizationId },
    );
    const { dialerContact } = await service.ask<{ dialerContact: { values: object[] } }>(
      'query ($id: ID!, $list: ID!) { dialerContact(id: $id, contactListId: $list) { values { column value } } }',
      { id, list },
      { organizationId },
    );
    expect(dialerContact.values).toContainEqual({ column, value: 'Builder' });
  }
});

test('a number that cannot be parsed is not called, is shown to the importer, and is listed as unreachable', async () => {
  const organizationId = 'unreadable';
  const list = await createList(organizationId);
  const good = await add(organizationId, list, { Who: 'Ana García', Number: '600 000 001' });
  expect(good).toMatchObject({ callable: true, unreadableColumns: [] });
  const bad = await add(organizationId, list, { Who: 'Jo', Number: '+34 600 000 001 / 600 000 002' });
  expect(bad).toMatchObject({ callable: false, unreadableColumns: ['Number'] });
  const unlabelled = await createList(organizationId, [{ name: 'A' }, { name: 'B' }]);
  const unsaid = await add(organizationId, unlabelled, { A: 'Platinum', B: '12 34 56 78' });
  expect(unsaid).toMatchObject({ callable: false, unreadableColumns: ['B'] });
  await block(organizationId, '600 000 003');
  expect((await add(organizationId, unlabelled, { B: '600 000 003' })).callable).toBe(false);
  expect((await add(organizationId, unlabelled, { A: 'Gold' })).callable).toBe(true);
  const { unreachableData } = await service.ask<{
    unreachableData: { places: { recordId: string; reason: string }[] };
  }>(
    '{ unreachableData(first: 10) { places { recordId recordType location reason remedy } } }',
    {},
    { organizationId, purpose: 'gdpr' },
  );
  expect(unreachableData.places.map(({ recordId }) => recordId)).toEqual(expect.arrayContaining([bad.id, unsaid.id]));
  expect(unreachableData.places.map(({ recordId }) => recordId)).not.toContain(good.id);
  expect(JSON.stringify(unreachableData)).not.toMatch(/600 000|12 34/);
  // Once the number is corrected, it is no longer listed.
  await service.ask(
    'mutation ($id: ID!, $list: ID!, $values: [DialerValueInput!]!) { updateDialerContact(id: $id, contactListId: $list, values: $values) { id } }',
    { id: bad.id, list, values: [{ column: 'Number', value: '+34 600 000 009' }] },
    { organizationId },
  );
  const after = await service.ask<typeof unreachableData & { unreachableData: { places: { recordId: string }[] } }>(
    '{ unreachableData(first: 10) { places { recordId } } }',
    {},
    { organizationId, purpose: 'gdpr' },
  );
  expect(after.unreachableData.places.map(({ recordId }) => recordId)).not.toContain(bad.id);
});

test('an objection also applies to the number that a rectification writes instead', async () => {
  const organizationId = 'corrected';
  const list = await createList(organizationId);
  await block(organizationId, '600 000 010');
  const { id } = await add(organizationId, list, { Who: 'Ana García', Number: '600 000 010' });
  const other = await add(organizationId, list, { Who: 'Tomás Marín', Number: '600 000 012' });
  const report = await contractOf(service, { organizationId }).rectify(
    'r1',
    { dialerContactId: { id, contactListId: list } },
    [{ type: 'PHONE', existing: '+34600000010', updated: '+34 600 000 011' }],
  );
  expect(lines(report)).toContain('DialerContact RECTIFIED 1');
  expect(await callable(organizationId, list, id)).toBe(false);
  expect(await callable(organizationId, list, other.id)).toBe(true);
  // The old number is not called either: nobody has withdrawn the objection.
  expect((await add(organizationId, list, { Number: '+34 600 000 010' })).callable).toBe(false);
});

test('an objection to a number in a column that does not say so follows its correction, and is reported when it is kept (R12, R14)', async () => {
  const organizationId = 'corrected-unlabelled';
  const list = await createList(organizationId, [{ name: 'A' }, { name: 'B' }]);
  await block(organizationId, '600 000 010');
  const { id } = await add(organizationId, list, { A: 'Ana García', B: '+34 600 000 010' });
  const [contract, term] = [contractOf(service, { organizationId }), { dialerContactId: { id, contactListId: list } }];
  const report = await contract.rectify('u1', term, [
    { type: 'PHONE', existing: '+34600000010', updated: '+34600000011' },
  ]);
  expect(lines(report)).toEqual(['DialerContact RECTIFIED 1']);
  expect(await callable(organizationId, list, id)).toBe(false);
  expect((await contract.findAll(term)).map(({ recordType }) => recordType)).toEqual([
    'DialerContact',
    'DoNotCallEntry',
  ]);
  expect(lines(await contract.erase('u2', term))).toEqual(['DialerContact ERASED 1', 'DoNotCallEntry RETAINED 1']);
});

test('a national number is found in every spelling, but not with another extension or country (R3)', async () => {
  const organizationId = 'found-by-number';
  const list = await createList(organizationId);
  const { id } = await add(organizationId, list, { Number: '600 000 021' });
  const extended = await add(organizationId, list, { Number: '+34 600 000 021 ext. 12' });
  const contract = contractOf(service, { organizationId });
  const found = async (phone: string) => (await contract.findAll({ phone })).map((record) => record.id);
  for (const spelling of ['600 000 021', '+34600000021', '0034 600-000-021', 'tel:600000021;phone-context=+34'])
    expect([spelling, await found(spelling)]).toEqual([spelling, [id]]);
  expect(await found('600 000 021 x12')).toEqual([extended.id]);
  expect(await found('+34 600 000 021 ext. 34')).toEqual([]);
  expect(await found('+44 20 7946 0958')).toEqual([]);
});

test('short names are stored, found as a whole, and accepted in a correction (R3)', async () => {
  const organizationId = 'short';
  const list = await createList(organizationId);
  const { id } = await add(organizationId, list, { Who: '李' });
  await add(organizationId, list, { Who: '李明' });
  await add(organizationId, list, { Who: 'Ng Wei' });
  const contract = contractOf(service, { organizationId });
  const found = async (name: string) => (await contract.findAll({ name })).map((record) => record.id);
  expect(await found('李')).toEqual([id]);
  expect(await found('Ng')).toEqual([]);
  await contract.rectify('s1', { dialerContactId: { id, contactListId: list } }, [
    { type: 'NAME', existing: '李', updated: 'Ng' },
  ]);
  expect(await found('NG')).toEqual([id]);
  expect(await found('李')).toEqual([]);
});

test('an objection from before the region was set applies to the number as it was typed then, and to its international form', async () => {
  const organizationId = 'french';
  const list = await createList(organizationId);
  // As the previous version wrote it: it read every number as American, and only that form was stored.
  const remember = (number: string) =>
    service.as(organizationId, () =>
      service.service.dataSource.query(
        `INSERT INTO do_not_call_entry (organization_id, id, digest, created_at) VALUES ($1, gen_random_uuid(), $2, now())`,
        [organizationId, currentKeys().digest(`do-not-call:${number}`)],
      ),
    );
  await remember('+10612345688');
  await remember('+33612345689');
  expect((await add(organizationId, list, { Number: '06 12 34 56 88' })).callable).toBe(false);
  expect((await add(organizationId, list, { Number: '06 12 34 56 89' })).callable).toBe(false);
  expect((await add(organizationId, list, { Number: '06 12 34 56 90' })).callable).toBe(true);
});

test('an objection to a number that version 2 took for another one applies to the number as it was typed, and to that one', async () => {
  const organizationId = 'singapore';
  const list = await createList(organizationId);
  // Version 2 read `001 60 4 261 2345` as +1 604 261 2345.
  await service.as(organizationId, () =>
    service.service.dataSource.query(
      `INSERT INTO do_not_call_entry (organization_id, id, digest, normalization, created_at)
       VALUES ($1, gen_random_uuid(), $2, '2/SG', now())`,
      [organizationId, currentKeys().digest('do-not-call:+16042612345')],
    ),
  );
  expect((await add(organizationId, list, { Number: '001 60 4 261 2345' })).callable).toBe(false);
  expect((await add(organizationId, list, { Number: '+1 604 261 2345' })).callable).toBe(false);
  expect((await add(organizationId, list, { Number: '+60 4 261 2346' })).callable).toBe(true);
});
