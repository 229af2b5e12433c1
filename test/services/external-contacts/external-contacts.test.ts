import { createContacts } from '../../../subgraphs/external-contacts/contacts';
import { externalContacts } from '../../../subgraphs/external-contacts/service';
import { describeAccess } from '../../support/contract/access';
import { contractOf, lines } from '../../support/contract/contract';
import { dumpDatabase } from '../../support/run/database';
import { startTestService, type TestService } from '../../support/run/service';
import { statementsOf } from '../../support/statements';

let service: TestService;

beforeAll(async () => {
  service = await startTestService(externalContacts);
});

afterAll(() => service.stop());

const create = async (organizationId: string, input: Record<string, unknown>) =>
  (
    await service.ask<{ createExternalContact: { id: string } }>(
      'mutation ($input: CreateExternalContactInput!) { createExternalContact(input: $input) { id } }',
      { input },
      { organizationId },
    )
  ).createExternalContact.id;

const merge = (organizationId: string, sourceId: string, targetId: string) =>
  service.send<{ mergeExternalContacts: { id: string } }>(
    'mutation ($sourceId: ID!, $targetId: ID!) { mergeExternalContacts(sourceId: $sourceId, targetId: $targetId) { id } }',
    { sourceId, targetId },
    { organizationId },
  );

interface ContactView {
  externalContact: { id: string; canonicalContact: { id: string }; mergeSet: { id: string }[] } | null;
}

const read = async (organizationId: string, id: string) =>
  (
    await service.ask<ContactView>(
      'query ($id: ID!) { externalContact(id: $id) { id canonicalContact { id } mergeSet { id } } }',
      { id },
      { organizationId },
    )
  ).externalContact;

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
    for (const answer of await contractOf(service).answers({ phone: '1' })) {
      expect(answer.errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'term.phone' });
    }
  });
});

describe('merge sets (R2, R8)', () => {
  test('grow transitively; the target’s canonical contact represents all', async () => {
    const organizationId = 'merge';
    const [a, b, c, d] = [
      await create(organizationId, {}),
      await create(organizationId, {}),
      await create(organizationId, {}),
      await create(organizationId, {}),
    ];
    await merge(organizationId, b, a);
    await merge(organizationId, d, c);
    expect((await merge(organizationId, d, b)).data?.mergeExternalContacts.id).toBe(a);
    for (const id of [a, b, c, d]) {
      const contact = await read(organizationId, id);
      expect([contact?.canonicalContact.id, contact?.mergeSet.map((member) => member.id)]).toEqual([a, [a, b, c, d]]);
    }
  });

  test('merging with an unknown contact, or with itself, is refused and changes nothing', async () => {
    const organizationId = 'merge-refused';
    const [own, foreign] = [await create(organizationId, {}), await create('merge-foreign', {})];
    expect((await merge(organizationId, foreign, own)).errors?.[0]?.extensions).toMatchObject({
      code: 'NOT_FOUND',
      argument: 'sourceId',
    });
    expect((await merge(organizationId, own, 'none')).errors?.[0]?.extensions).toMatchObject({
      code: 'NOT_FOUND',
      argument: 'targetId',
    });
    expect((await merge(organizationId, own, own)).errors?.[0]?.extensions).toMatchObject({
      code: 'BAD_USER_INPUT',
      argument: 'targetId',
    });
    expect((await read(organizationId, own))?.mergeSet).toEqual([{ id: own }]);
  });

  test('a contact that is split off is canonical for itself; if it was the canonical one, the oldest of the others becomes it', async () => {
    const organizationId = 'split';
    const [a, b, c] = [
      await create(organizationId, {}),
      await create(organizationId, {}),
      await create(organizationId, {}),
    ];
    await merge(organizationId, b, a);
    await merge(organizationId, c, a);
    const split = (id: string, by = organizationId) =>
      service.send('mutation ($id: ID!) { splitExternalContact(id: $id) { id } }', { id }, { organizationId: by });
    expect((await split(a, 'split-foreign')).errors?.[0]?.extensions).toMatchObject({
      code: 'NOT_FOUND',
      argument: 'id',
    });
    expect((await split(a)).errors).toBeUndefined();
    const view = async (id: string) => {
      const contact = await read(organizationId, id);
      return [contact?.canonicalContact.id, contact?.mergeSet.map((member) => member.id)];
    };
    expect([await view(a), await view(b), await view(c)]).toEqual([
      [a, [a]],
      [b, [b, c]],
      [b, [b, c]],
    ]);
    expect((await split(c)).errors).toBeUndefined();
    expect((await split(c)).errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'id' });
  });

  test('two merges at once, crosswise, give one set', async () => {
    const organizationId = 'merge-race';
    const [a, b] = [await create(organizationId, {}), await create(organizationId, {})];
    const answers = await Promise.all([merge(organizationId, a, b), merge(organizationId, b, a)]);
    expect(answers.every(({ errors }) => !errors)).toBe(true);
    const sets = [await read(organizationId, a), await read(organizationId, b)];
    expect(sets[0]?.canonicalContact).toEqual(sets[1]?.canonicalContact);
    expect(sets[0]?.mergeSet).toHaveLength(2);
  });

  test('when the canonical contact is erased, the oldest remaining contact becomes canonical', async () => {
    const organizationId = 'heir';
    const [a, b, c] = [
      await create(organizationId, {}),
      await create(organizationId, {}),
      await create(organizationId, {}),
    ];
    await merge(organizationId, b, a);
    await merge(organizationId, c, a);
    expect(lines(await contractOf(service, { organizationId }).erase('heir', { externalContactId: a }))).toEqual([
      'ExternalContact ERASED 1',
    ]);
    expect(await read(organizationId, a)).toBeNull();
    expect((await read(organizationId, c))?.canonicalContact.id).toBe(b);
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

test('100 references with merge sets and notes take as many statements as one', async () => {
  const organizationId = 'batch';
  const ids: string[] = [];
  for (let index = 0; index < 100; index += 1) ids.push(await create(organizationId, { firstName: `Batch${index}` }));
  for (let index = 1; index < 100; index += 2) await merge(organizationId, ids[index] ?? '', ids[index - 1] ?? '');
  const ask = (references: string[]) =>
    service.ask(
      `query ($r: [_Any!]!) { _entities(representations: $r) { ... on ExternalContact {
        firstName canonicalContact { id firstName } mergeSet { id lastName } notes { nodes { text } } } } }`,
      { r: references.map((id) => ({ __typename: 'ExternalContact', id })) },
      { organizationId },
    );
  const count = async (references: string[]) =>
    (await statementsOf(service.service.dataSource, () => ask(references))).length;
  expect(await count(ids)).toBeLessThanOrEqual((await count(ids.slice(0, 2))) + 1);
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

describe('rectification (R14)', () => {
  const contactFields = 'firstName lastName workEmail externalIds address { address1 city postalCode countryCode }';
  interface Contact {
    firstName: string | null;
    lastName: string | null;
    workEmail: string | null;
    externalIds: string[];
    address: Record<string, string | null> | null;
  }
  const rectified = async (
    organizationId: string,
    values: Record<string, unknown>,
    replacements: { type: string; existing: string; updated: string }[],
  ) => {
    const id = await create(organizationId, values);
    const contract = contractOf(service, { organizationId });
    const done = lines(await contract.rectify(`of-${id}`, { externalContactId: id }, replacements));
    const outcomes = await contract.outcomes(`of-${id}`, { externalContactId: id }, replacements);
    const { externalContact } = await service.ask<{ externalContact: Contact }>(
      `query ($id: ID!) { externalContact(id: $id) { ${contactFields} } }`,
      { id },
      { organizationId },
    );
    return { done, outcomes, contact: externalContact };
  };
  const address = { address1: 'Calle Mayor 1', city: 'Madrid', postalCode: '28013', countryCode: 'ES' };
  const line = 'Calle Mayor 1, Madrid, 28013, ES';

  test('a corrected address keeps its parts, and a corrected name too', async () => {
    const { done, outcomes, contact } = await rectified(
      'rectify-parts',
      { firstName: 'María José', lastName: 'García', address },
      [
        { type: 'ADDRESS', existing: line, updated: 'Calle Mayor 2, 28013 Madrid, ES' },
        { type: 'NAME', existing: 'María José García', updated: 'María José Garzía' },
      ],
    );
    expect(contact).toMatchObject({
      firstName: 'María José',
      lastName: 'Garzía',
      address: { ...address, address1: 'Calle Mayor 2' },
    });
    expect(done).toEqual(['ExternalContact RECTIFIED 1']);
    expect(outcomes).toEqual([
      { index: 0, replaced: 1, notSupported: 0, found: true },
      { index: 1, replaced: 1, notSupported: 0, found: true },
    ]);
    const contract = contractOf(service, { organizationId: 'rectify-parts' });
    expect((await contract.find({ name: 'Garzia' })).subjects).toHaveLength(1);
    expect((await contract.find({ name: 'Maria Jose Garcia' })).subjects).toEqual([]);
  });

  test('a correction that fits no part is NOT_SUPPORTED and changes nothing; the rest of the request is done', async () => {
    const { done, outcomes, contact } = await rectified(
      'rectify-unplaced',
      { firstName: 'Ana', lastName: 'García', workEmail: 'ana@old.example', address },
      [
        { type: 'NAME', existing: 'Ana García', updated: 'Ana María García' },
        { type: 'ADDRESS', existing: line, updated: 'Gran Vía 28, 08001 Barcelona' },
        { type: 'EMAIL', existing: 'ana@old.example', updated: 'ana@new.example' },
      ],
    );
    expect(contact).toMatchObject({ firstName: 'Ana', lastName: 'García', workEmail: 'ana@new.example', address });
    expect(done).toEqual(['ExternalContact NOT_SUPPORTED 1', 'ExternalContact RECTIFIED 1']);
    expect(outcomes).toEqual([
      { index: 0, replaced: 0, notSupported: 1, found: true },
      { index: 1, replaced: 0, notSupported: 1, found: true },
      { index: 2, replaced: 1, notSupported: 0, found: true },
    ]);
  });

  test('an external id that contains the old e-mail address is corrected too; a value that nobody holds is reported as not found', async () => {
    const { outcomes, contact } = await rectified(
      'rectify-ids',
      { workEmail: 'ana@old.example', externalIds: ['ana@old.example', 'crm:ana@old.example', 'crm:4711'] },
      [
        { type: 'EMAIL', existing: 'ana@old.example', updated: 'ana@new.example' },
        { type: 'EMAIL', existing: 'anna@old.example', updated: 'ana@new.example' },
        { type: 'NAME', existing: 'Nobody At All', updated: 'Somebody Else' },
      ],
    );
    expect(contact).toMatchObject({
      workEmail: 'ana@new.example',
      externalIds: ['ana@new.example', 'crm:ana@new.example', 'crm:4711'],
    });
    expect(outcomes).toEqual([
      { index: 0, replaced: 3, notSupported: 0, found: true },
      { index: 1, replaced: 0, notSupported: 0, found: false },
      { index: 2, replaced: 0, notSupported: 0, found: false },
    ]);
  });

  test('a note with decomposed letters is corrected like one with composed letters', async () => {
    const organizationId = 'rectify-nfd';
    const id = await create(organizationId, { firstName: 'José', lastName: 'Núñez' });
    const text = 'Called: José Núñez, not Jose Nunez.';
    for (const form of ['NFC', 'NFD'])
      await service.ask(
        'mutation ($id: ID!, $text: String!) { addContactNote(externalContactId: $id, text: $text) { id } }',
        { id, text: text.normalize(form) },
        { organizationId },
      );
    const contract = contractOf(service, { organizationId });
    const report = await contract.rectify('nfd', { externalContactId: id }, [
      { type: 'NAME', existing: 'José Núñez'.normalize('NFD'), updated: 'José Muñoz' },
    ]);
    expect(lines(report)).toEqual(['ContactNote RECTIFIED 2', 'ExternalContact RECTIFIED 1']);
    const notes = (await contract.findAll({ externalContactId: id }))
      .filter(({ recordType }) => recordType === 'ContactNote')
      .map(({ fields }) => fields[0]?.value);
    const expected = 'Called: José Muñoz, not Jose Nunez.';
    expect(notes.map((note) => note?.normalize('NFC'))).toEqual([expected, expected]);
  });
});
