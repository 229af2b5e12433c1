import { uuidv7 } from 'uuidv7';
import { dialer } from '../../../subgraphs/dialer/service';
import { describeAccess } from '../../support/contract/access';
import { contractOf, lines } from '../../support/contract/contract';
import { dumpDatabase } from '../../support/run/database';
import { startTestService, type TestService } from '../../support/run/service';
import { aboutRows, statementsOf } from '../../support/statements';
import { writer } from './support';

let service: TestService;
const { createList, addContact, block, attempt } = writer(() => service);

beforeAll(async () => {
  service = await startTestService(dialer);
});

afterAll(() => service.stop());

describeAccess(() => service, {
  query: '{ contactLists { nodes { id } } }',
  queryScope: 'dialer:view',
  mutation: 'mutation { addDoNotCall(phone: "+13175550100") }',
  mutationScope: 'dialer:edit',
});

test.each([
  ['at', 'March 3'],
  ['at', '2026-03-02T10:00:00'],
  ['at', '2026-02-30T10:00:00Z'],
  ['agentId', 'nobody'],
])('a call attempt with the %s %j is refused', async (name, value) => {
  const input = {
    contactId: uuidv7(),
    contactListId: uuidv7(),
    at: '2026-03-02T10:00:00Z',
    result: 'BUSY',
    [name]: value,
  };
  const { errors } = await service.send(
    'mutation ($input: RecordCallAttemptInput!) { recordCallAttempt(input: $input) { id } }',
    { input },
    { organizationId: 'attempts' },
  );
  expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT', argument: `input.${name}` });
});

test.each([[{ name: 'mercer, OTTO' }], [{ phone: '(317) 555-0158' }], [{ email: 'OTTO@mail.example' }]])(
  'a contact is found by what its list’s columns hold: %j (R3)',
  async (term) => {
    const organizationId = `find-${JSON.stringify(term).length}`;
    const contactListId = await createList(organizationId);
    const id = await addContact(organizationId, contactListId, {
      Who: 'Otto Mercer',
      Number: '+1 317 555 0158',
      Mail: 'otto@mail.example',
      Plan: 'Basic',
    });
    const contract = contractOf(service, { organizationId });
    expect((await contract.find(term)).subjects.map((subject) => subject.id)).toEqual([id]);
    expect((await contract.find({ name: 'Basic' })).subjects).toEqual([]);
  },
);

test('a dialer contact’s id identifies it only together with its list', async () => {
  const organizationId = 'two-lists';
  const [first, second] = [await createList(organizationId), await createList(organizationId)];
  const id = await addContact(organizationId, first, { Who: 'Otto Mercer' });
  const contract = contractOf(service, { organizationId });
  expect((await contract.find({ dialerContactId: { id, contactListId: second } })).records).toEqual([]);
  expect(lines(await contract.erase('wrong-list', { dialerContactId: { id, contactListId: second } }))).toEqual([]);
  expect((await contract.find({ dialerContactId: { id, contactListId: first } })).records).toHaveLength(1);
});

test('a list’s columns and values are checked; an error names the argument', async () => {
  const organizationId = 'checked';
  const refuse = async (input: unknown, mutation: string, type: string) =>
    (
      await service.send(
        `mutation ($input: ${type}!) { ${mutation}(input: $input) { id } }`,
        { input },
        { organizationId },
      )
    ).errors?.[0]?.extensions;
  expect(await refuse({ name: 'L', columns: [] }, 'createContactList', 'CreateContactListInput')).toMatchObject({
    code: 'BAD_USER_INPUT',
    argument: 'input.columns',
  });
  expect(
    await refuse(
      { name: 'L', columns: [{ name: 'A', holds: 'USER_ID' }] },
      'createContactList',
      'CreateContactListInput',
    ),
  ).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'input.columns[0].holds' });
  const contactListId = await createList(organizationId);
  expect(
    await refuse(
      { contactListId, values: [{ column: 'None', value: 'x' }] },
      'addDialerContact',
      'AddDialerContactInput',
    ),
  ).toMatchObject({ code: 'BAD_USER_INPUT', argument: 'input.values[0].column' });
  expect(
    await refuse({ contactListId: 'none', values: [] }, 'addDialerContact', 'AddDialerContactInput'),
  ).toMatchObject({ code: 'NOT_FOUND', argument: 'input.contactListId' });
});

describe('an objection to calls', () => {
  test('survives the erasure as a digest, is reported once with its legal ground, and keeps its effect (R12)', async () => {
    const organizationId = 'objection';
    const contactListId = await createList(organizationId);
    const id = await addContact(organizationId, contactListId, { Who: 'Otto Mercer', Number: '+1 317 555 0158' });
    await attempt(organizationId, contactListId, id);
    expect((await block(organizationId, '317 555 0158')).addDoNotCall).toBe(true);
    expect((await block(organizationId, '+13175550158')).addDoNotCall).toBe(false);
    const contract = contractOf(service, { organizationId });
    const term = { dialerContactId: { id, contactListId } };
    const expected = ['CallAttempt ERASED 1', 'DialerContact ERASED 1', 'DoNotCallEntry RETAINED 1'];
    let report = await contract.erase('o1', term, 1);
    for (let calls = 0; !report.complete && calls < 5; calls += 1) report = await contract.erase('o1', term, 1);
    expect(lines(report)).toEqual(expected);
    expect(report.dispositions[2]?.reason).toBe('Art. 17(3)(b): duty to honour the objection to calls (Art. 21(3))');
    expect(lines(await contract.erase('o1', term))).toEqual(expected);
    expect(await contract.findAll(term)).toEqual([]);
    // The number finds only the objection that was reported as retained, and its record shows no number.
    expect(
      (await contract.findAll({ phone: '+13175550158' })).map(({ recordType, fields }) => [recordType, fields]),
    ).toEqual([['DoNotCallEntry', []]]);
    const again = await addContact(organizationId, contactListId, { Number: '+1 (317) 555-0158' });
    const { dialerContact } = await service.ask<{ dialerContact: { callable: boolean } }>(
      'query ($id: ID!, $list: ID!) { dialerContact(id: $id, contactListId: $list) { callable } }',
      { id: again, list: contactListId },
      { organizationId },
    );
    expect(dialerContact.callable).toBe(false);
  });

  test('that comes after the mark is counted as newer, is kept as the older ones are, and is not found (R25)', async () => {
    const organizationId = 'objection-later';
    const [phone, other] = ['+13175550158', '+13175550159'];
    const contactListId = await createList(organizationId);
    const id = await addContact(organizationId, contactListId, { Who: 'Otto Mercer', Number: phone });
    await addContact(organizationId, contactListId, { Who: 'Otto Mercer', Number: other });
    await block(organizationId, phone);
    const contract = contractOf(service, { organizationId });
    const types = async (term: object, asOf: string) => {
      const { records, newerRecords } = await contract.find({ ...term }, { asOf });
      return [...records.map(({ recordType }) => recordType), newerRecords];
    };
    const { asOf } = await contract.find({ phone: other });
    await block(organizationId, other);
    expect(await types({ phone: other }, asOf)).toEqual(['DialerContact', 1]);
    expect(await types({ name: 'Otto Mercer' }, asOf)).toEqual(['DialerContact', 'DialerContact', 'DoNotCallEntry', 1]);
    expect(await types({ dialerContactId: { id, contactListId } }, asOf)).toEqual([
      'DialerContact',
      'DoNotCallEntry',
      0,
    ]);
    const report = await contract.erase('later', { phone: other }, 10, asOf);
    expect([report.newerRecords, ...lines(report)]).toEqual([1, 'DialerContact ERASED 1', 'DoNotCallEntry RETAINED 1']);
    expect(await types({ phone: other }, asOf)).toEqual([1]);
    // Without a mark, all are found.
    expect((await contract.findAll({ phone: other })).map(({ recordType }) => recordType)).toEqual(['DoNotCallEntry']);
  });
});

test('an agent is anonymised in the calls, and the customer’s calls stay', async () => {
  const organizationId = 'agent';
  const agentId = '01900000-0000-7000-8000-00000000000a';
  const contactListId = await createList(organizationId);
  const id = await addContact(organizationId, contactListId, { Who: 'Otto Mercer' });
  await attempt(organizationId, contactListId, id, agentId);
  const contract = contractOf(service, { organizationId });
  expect(lines(await contract.erase('a1', { userId: agentId }))).toEqual(['CallAttempt ANONYMIZED 1']);
  expect(await contract.findAll({ userId: agentId })).toEqual([]);
  expect(await contract.findAll({ dialerContactId: { id, contactListId } })).toHaveLength(2);
});

test('rectification changes columns according to what they hold, and calls (R14)', async () => {
  const organizationId = 'rectify';
  const contactListId = await createList(organizationId);
  const id = await addContact(organizationId, contactListId, {
    Who: 'Otto Mercer',
    Number: '+1 317 555 0158',
    Plan: '+1 317 555 0158',
  });
  await attempt(organizationId, contactListId, id);
  const contract = contractOf(service, { organizationId });
  const replacements = [{ type: 'PHONE', existing: '3175550158', updated: '+1 317 555 0159' }];
  expect(lines(await contract.rectify('r1', { dialerContactId: { id, contactListId } }, replacements))).toEqual([
    'CallAttempt RECTIFIED 1',
    'DialerContact RECTIFIED 1',
  ]);
  expect((await contract.find({ phone: '+13175550159' })).subjects.map((subject) => subject.id)).toEqual([id]);
});

test('another organisation sees nothing, and no value is stored in clear', async () => {
  const contactListId = await createList('own');
  const id = await addContact('own', contactListId, {
    Who: 'Zyxwvut Qponmlk',
    Number: '+1 317 555 0193',
    Mail: 'zyxwvut@marker.example',
    Plan: 'Markerplan',
  });
  await block('own', '+1 317 555 0193');
  const foreign = contractOf(service, { organizationId: 'foreign' });
  for (const term of [
    { name: 'Zyxwvut Qponmlk' },
    { phone: '+13175550193' },
    { dialerContactId: { id, contactListId } },
  ]) {
    expect(await foreign.findAll(term)).toEqual([]);
    expect(lines(await foreign.erase(`foreign-${Object.keys(term)[0]}`, term))).toEqual([]);
  }
  const dump = await dumpDatabase(service.database);
  for (const value of ['Zyxwvut', 'Qponmlk', 'marker', 'Markerplan', '3175550193', '555 0193'])
    expect(dump).not.toContain(value);
});

test('100 references with values, calls and the do-not-call check take as many statements as one', async () => {
  const organizationId = 'batch';
  const contactListId = await createList(organizationId);
  const ids: string[] = [];
  for (let index = 0; index < 100; index += 1)
    ids.push(
      await addContact(organizationId, contactListId, {
        Who: `Batch${index}`,
        Number: `+1317555${String(2000 + index)}`,
      }),
    );
  const ask = (references: string[]) =>
    service.ask(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on DialerContact { values { column value } callable attempts { id } } } }',
      { r: references.map((id) => ({ __typename: 'DialerContact', id, contactListId })) },
      { organizationId },
    );
  const count = async (references: string[]) =>
    aboutRows(await statementsOf(service.service.dataSource, () => ask(references))).length;
  expect(await count(ids)).toBe(await count(ids.slice(0, 1)));
});

test('rectification reaches columns without a declared kind, and a name in two columns stays in two (R14)', async () => {
  const organizationId = 'rectify-unlabelled';
  const spread = [
    { name: 'First', holds: 'NAME' },
    { name: 'Last', holds: 'NAME' },
    { name: 'Number', holds: 'PHONE' },
    { name: 'Anything' },
    { name: 'Remark' },
  ];
  const { createContactList: list } = await service.ask<{ createContactList: { id: string } }>(
    'mutation ($input: CreateContactListInput!) { createContactList(input: $input) { id } }',
    { input: { name: 'Spread', columns: spread } },
    { organizationId },
  );
  const id = await addContact(organizationId, list.id, {
    First: 'María José',
    Last: 'García',
    Number: '+34 600 000 082',
    Anything: 'MARIA@old.example',
    Remark: 'write to maria@old.example, or call María José García',
  });
  const contract = contractOf(service, { organizationId });
  const term = { dialerContactId: { id, contactListId: list.id } };
  const replacements = [
    { type: 'EMAIL', existing: 'maria@old.example', updated: 'maria@new.example' },
    { type: 'NAME', existing: 'María José García', updated: 'María José Garzía' },
    { type: 'PHONE', existing: '+34600000083', updated: '+34600000084' },
  ];
  expect(lines(await contract.rectify('r', term, replacements))).toEqual(['DialerContact RECTIFIED 1']);
  const [record] = await contract.findAll(term);
  expect(record?.fields.map(({ name, value }) => [name, value])).toEqual([
    ['First', 'María José'],
    ['Last', 'Garzía'],
    ['Number', '+34 600 000 082'],
    ['Anything', 'maria@new.example'],
    ['Remark', 'write to maria@new.example, or call María José Garzía'],
  ]);
  expect(await contract.outcomes('r', term, replacements)).toEqual([
    { index: 0, replaced: 2, notSupported: 0, found: true },
    { index: 1, replaced: 2, notSupported: 0, found: true },
    { index: 2, replaced: 0, notSupported: 0, found: false },
  ]);
});
