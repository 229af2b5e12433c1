import { createContacts } from '../../../subgraphs/external-contacts/contacts';
import { externalContacts } from '../../../subgraphs/external-contacts/service';
import { describeAccess } from '../../support/contract/access';
import { contractOf, lines } from '../../support/contract/contract';
import { dumpDatabase } from '../../support/run/database';
import { startTestService, type TestService } from '../../support/run/service';
import { createIn } from './support';

let service: TestService;

beforeAll(async () => {
  service = await startTestService(externalContacts);
});

afterAll(() => service.stop());

const create = (organizationId: string, input: Record<string, unknown>) => createIn(service, organizationId, input);

describeAccess(() => service, {
  query: '{ externalContacts { nodes { id } } }',
  queryScope: 'external-contacts:view',
  mutation: 'mutation { createExternalContact(input: {}) { id } }',
  mutationScope: 'external-contacts:edit',
});

describe('finding a contact (R3)', () => {
  const values = {
    firstName: 'Zoë',
    lastName: 'Åström',
    otherEmail: 'zoe@mail.example',
    homePhone: '+46 8 123 456 78',
    address: { address1: '1 Ring Road', city: 'Malmö', countryCode: 'SE' },
    socialHandles: [{ platform: 'TWITTER', handle: '@ZoeA' }],
  };

  test.each([
    [{ name: 'astrom ZOE' }, 'NAME'],
    [{ name: 'Zoe' }, 'NAME'],
    [{ address: 'malmo ring road' }, 'ADDRESS'],
    [{ email: 'Zoe@Mail.example' }, 'EMAIL'],
    [{ phone: '0046812345678' }, 'PHONE'],
    [{ socialHandle: { platform: 'TWITTER', handle: 'zoea' } }, 'TWITTER'],
  ])('by %j', async (term, type) => {
    const organizationId = `find-${type}-${JSON.stringify(term).length}`;
    const id = await create(organizationId, values);
    const { subjects } = await contractOf(service, { organizationId }).find(term);
    expect(subjects.map((subject) => [subject.id, subject.matchedOn.map((matched) => matched.type)])).toEqual([
      [id, [type]],
    ]);
  });

  test('all words must occur in one name, and a handle on another platform is another handle', async () => {
    await create('words', values);
    const contract = contractOf(service, { organizationId: 'words' });
    for (const term of [
      { name: 'Zoe Malmo' },
      { socialHandle: { platform: 'INSTAGRAM', handle: 'zoea' } },
      { email: 'zoe@mail.examples' },
    ]) {
      expect((await contract.find(term)).records).toEqual([]);
    }
  });

  test('a value that identifies nobody is refused with the name of the argument, on writing too', async () => {
    const { errors } = await service.send('mutation { createExternalContact(input: { workEmail: "none" }) { id } }');
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'input.workEmail' });
    const blank = await service.send('mutation { createExternalContact(input: { externalIds: ["a", "  "] }) { id } }');
    expect(blank.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'input.externalIds[1]' });
    for (const answer of await contractOf(service).answers({ phone: '1' })) {
      expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'term.phone' });
    }
  });
});

describe('erasure and rectification', () => {
  const note = (organizationId: string, id: string, text: string, internal: boolean) =>
    service.ask(
      'mutation ($id: ID!, $text: String!, $internal: Boolean!) { addContactNote(externalContactId: $id, text: $text, internal: $internal) { id } }',
      { id, text, internal },
      { organizationId },
    );

  test('notes are erased with the contact, and counted; internal notes are found, but their text is not shown', async () => {
    const organizationId = 'notes';
    const id = await create(organizationId, { firstName: 'Noted' });
    await note(organizationId, id, 'likes Noted tea', false);
    await note(organizationId, id, 'our own thought', true);
    const contract = contractOf(service, { organizationId });
    const records = await contract.findAll({ externalContactId: id });
    expect(records.map(({ recordType, fields }) => [recordType, fields.map(({ value }) => value)])).toEqual([
      ['ExternalContact', ['Noted']],
      ['ContactNote', ['likes Noted tea']],
      ['ContactNote', ['[withheld: internal note]']],
    ]);
    expect(
      lines(
        await contract.rectify('n1', { externalContactId: id }, [
          { type: 'NAME', existing: 'Noted', updated: 'Renamed' },
        ]),
      ),
    ).toEqual(['ContactNote RECTIFIED 1', 'ExternalContact RECTIFIED 1']);
    expect(lines(await contract.erase('n2', { externalContactId: id }))).toEqual([
      'ContactNote ERASED 2',
      'ExternalContact ERASED 1',
    ]);
    expect(await contract.findAll({ externalContactId: id })).toEqual([]);
    expect(await contract.findAll({ name: 'Renamed' })).toEqual([]);
  });

  test('pages are complete and in a stable order while another request erases', async () => {
    const organizationId = 'pages';
    const ids: string[] = [];
    for (let index = 0; index < 12; index += 1)
      ids.push(await create(organizationId, { firstName: 'Paged', lastName: `Number${index}` }));
    const contract = contractOf(service, { organizationId });
    const first = await contract.find({ name: 'Paged' }, { first: 5 });
    await contract.erase('pages', { externalContactId: ids[2] });
    await contract.erase('pages-2', { externalContactId: ids[8] });
    const seen = [...first.records.map((record) => record.id)];
    for (let after = first.endCursor; after;) {
      const page = await contract.find({ name: 'Paged' }, { first: 5, after });
      seen.push(...page.records.map((record) => record.id));
      after = page.endCursor;
    }
    expect(seen).toEqual(ids.filter((_, index) => index !== 8));
  });

  test('two people who share a number stay two people: erasing one by id leaves the other (R6)', async () => {
    const organizationId = 'household';
    const [one, other] = [
      await create(organizationId, { homePhone: '+1 317 555 0142' }),
      await create(organizationId, { homePhone: '317-555-0142' }),
    ];
    const contract = contractOf(service, { organizationId });
    await contract.erase('household', { externalContactId: one });
    expect((await contract.find({ phone: '+13175550142' })).subjects.map(({ id }) => id)).toEqual([other]);
  });
});

test('no value of a contact is stored in clear', async () => {
  await create('clear', {
    firstName: 'Zyxwvut',
    lastName: 'Qponmlk',
    workEmail: 'zyxwvut@marker.example',
    cellPhone: '+1 317 555 0193',
    address: { address1: '9 Markerstreet' },
    socialHandles: [{ platform: 'FACEBOOK', handle: 'markerhandle' }],
    externalIds: ['markerid'],
  });
  const dump = await dumpDatabase(service.database);
  for (const value of ['Zyxwvut', 'zyxwvut', 'Qponmlk', 'marker', 'Marker', '3175550193', '555 0193'])
    expect(dump).not.toContain(value);
});

describe('bounds (R27)', () => {
  const organizationId = 'bounds';
  const refused = async (input: Record<string, unknown>) => {
    const { errors } = await service.send(
      'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }',
      { input },
      { organizationId },
    );
    return errors?.map(({ message, extensions }) => [message, extensions?.code, extensions?.argument]);
  };

  test('a first name of 900 KB, 9,000 handles and an address that no search could find are refused by name', async () => {
    const handles = Array.from({ length: 9_000 }, (_, index) => ({ platform: 'TWITTER', handle: `h${index}` }));
    const line = 'x'.repeat(400);
    expect(await refused({ firstName: 'x'.repeat(900_000) })).toEqual([
      ['input.firstName takes at most 250 characters.', 'BAD_USER_INPUT', 'input.firstName'],
    ]);
    expect(await refused({ socialHandles: handles })).toEqual([
      ['input.socialHandles takes at most 50 values.', 'BAD_USER_INPUT', 'input.socialHandles'],
    ]);
    expect(await refused({ address: { address1: line, address2: line, city: line } })).toEqual([
      ['input.address takes at most 1000 characters.', 'BAD_USER_INPUT', 'input.address'],
    ]);
    const { externalContacts: found } = await service.ask<{ externalContacts: { nodes: unknown[] } }>(
      '{ externalContacts { nodes { id } } }',
      {},
      { organizationId },
    );
    expect(found.nodes).toEqual([]);
  });

  test('a value that was stored before there was a limit can still be read, exported, changed and erased', async () => {
    const firstName = 'x'.repeat(900_000);
    const socialHandles = Array.from({ length: 300 }, (_, index) => ({
      platform: 'TWITTER' as const,
      handle: `h${index}`,
    }));
    const [contact] = await service.as(organizationId, () =>
      service.service.dataSource.transaction((db) => createContacts(db, [{ firstName, socialHandles }])),
    );
    const id = contact?.id ?? '';
    const readContact = () =>
      service.ask<{ externalContact: { firstName: string; lastName: string; socialHandles: unknown[] } | null }>(
        'query ($id: ID!) { externalContact(id: $id) { firstName lastName socialHandles { handle } } }',
        { id },
        { organizationId },
      );
    await service.ask(
      'mutation ($id: ID!) { updateExternalContact(id: $id, input: { lastName: "New" }) { id } }',
      { id },
      { organizationId },
    );
    const { externalContact } = await readContact();
    expect([externalContact?.firstName === firstName, externalContact?.lastName]).toEqual([true, 'New']);
    expect(externalContact?.socialHandles).toHaveLength(300);
    const contract = contractOf(service, { organizationId });
    const [record] = (await contract.find({ externalContactId: id })).records;
    expect(record?.fields.find(({ name }) => name === 'name')?.value).toBe(`${firstName} New`);
    expect(lines(await contract.erase('bounds-erase', { externalContactId: id }))).toEqual([
      'ExternalContact ERASED 1',
    ]);
  });
});
