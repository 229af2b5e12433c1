import { directory } from '../../../subgraphs/directory/service';
import { describeAccess } from '../../support/contract/access';
import { contractOf, lines } from '../../support/contract/contract';
import { dumpDatabase } from '../../support/run/database';
import { startTestService, type TestService } from '../../support/run/service';
import { aboutRows, statementsOf } from '../../support/statements';

let service: TestService;

beforeAll(async () => {
  service = await startTestService(directory);
});

afterAll(() => service.stop());

const createUser = async (input: Record<string, unknown>, organizationId?: string) =>
  (
    await service.ask<{ createUser: { id: string } }>(
      'mutation ($input: CreateUserInput!) { createUser(input: $input) { id } }',
      { input: { name: 'Ada Quill', email: 'ada@work.example', ...input } },
      organizationId ? { organizationId } : {},
    )
  ).createUser.id;

describeAccess(() => service, {
  query: '{ users { nodes { id } } }',
  queryScope: 'directory:view',
  mutation: 'mutation { deactivateUser(id: "x") { id } }',
  mutationScope: 'directory:edit',
});

describe('finding a user (R3)', () => {
  test.each([
    ['name', 'quill-stone, ÍMOGEN', 'NAME'],
    ['name', 'imogen', 'NAME'],
    ['email', ' IMOGEN@Work.example ', 'EMAIL'],
    ['phone', '(317) 555-0191', 'PHONE'],
  ])('by %s %j', async (field, value, type) => {
    const organizationId = `find-${field}-${value.length}`;
    const id = await createUser(
      { name: 'Ímogen Quill Stone', email: 'imogen@work.example', workPhone: '+1 317 555 0191' },
      organizationId,
    );
    const { subjects, records } = await contractOf(service, { organizationId }).find({ [field]: value });
    expect(subjects).toEqual([{ type: 'USER', id, matchedOn: [expect.objectContaining({ type }) as unknown] }]);
    expect(records.map((record) => record.id)).toEqual([id]);
  });

  test('an unknown term gives an empty answer, and another organisation finds nobody', async () => {
    const id = await createUser({ name: 'Walled Person' }, 'walled');
    const contract = contractOf(service, { organizationId: 'elsewhere' });
    for (const term of [{ name: 'Walled Person' }, { userId: id }, { externalContactId: id }, { userId: 'no id' }]) {
      expect(await contract.find(term)).toEqual({
        subjectRequired: false,
        subjects: [],
        records: [],
        endCursor: null,
        asOf: expect.any(String) as unknown,
        newerRecords: 0,
      });
    }
    expect(lines(await contract.erase('foreign', { userId: id }))).toEqual([]);
    expect((await contractOf(service, { organizationId: 'walled' }).find({ userId: id })).records).toHaveLength(1);
  });
});

describe('erasing a user (R12)', () => {
  test('empties the user, keeps the id, and is idempotent; the user is never found again', async () => {
    const organizationId = 'erase';
    const id = await createUser(
      { name: 'Erased Person', workPhone: '+1 317 555 0192', statusText: 'out' },
      organizationId,
    );
    const contract = contractOf(service, { organizationId });
    expect(lines(await contract.erase('r1', { userId: id }))).toEqual(['User ANONYMIZED 1']);
    expect(await contract.erase('r1', { userId: id })).toEqual({
      complete: true,
      dispositions: [{ recordType: 'User', disposition: 'ANONYMIZED', count: 1, reason: null }],
      newerRecords: 0,
      replacements: [],
    });
    expect(lines(await contract.erase('r2', { userId: id }))).toEqual([]);
    for (const term of [{ userId: id }, { name: 'Erased Person' }, { phone: '+13175550192' }])
      expect((await contract.find(term)).records).toEqual([]);
    const { user } = await service.ask<{ user: unknown }>(
      'query ($id: ID!) { user(id: $id) { name email workPhone statusText active } }',
      { id },
      { organizationId },
    );
    expect(user).toEqual({ name: null, email: null, workPhone: null, statusText: null, active: false });
  });

  test('is bounded by the limit, counts the total, and completes', async () => {
    const organizationId = 'bounded';
    for (let index = 0; index < 5; index += 1) await createUser({ name: 'Many Same' }, organizationId);
    const contract = contractOf(service, { organizationId });
    const counts: [string[], boolean][] = [];
    for (let call = 0; call < 3; call += 1) {
      const report = await contract.erase('bounded', { name: 'Same Many' }, 2);
      counts.push([lines(report), report.complete]);
    }
    expect(counts).toEqual([
      [['User ANONYMIZED 2'], false],
      [['User ANONYMIZED 4'], false],
      [['User ANONYMIZED 5'], true],
    ]);
  });
});

test('rectification replaces a value that equals the existing one after normalisation, once (R14)', async () => {
  const organizationId = 'rectify';
  const id = await createUser({ name: 'Old Name', email: 'Old@Work.example' }, organizationId);
  const contract = contractOf(service, { organizationId });
  const replacements = [
    { type: 'NAME', existing: 'name, OLD', updated: 'New Name' },
    { type: 'EMAIL', existing: 'old@work.example', updated: 'new@work.example' },
  ];
  for (let call = 0; call < 2; call += 1)
    expect(lines(await contract.rectify('u1', { userId: id }, replacements))).toEqual(['User RECTIFIED 1']);
  expect((await contract.find({ email: 'new@work.example' })).subjects.map((subject) => subject.id)).toEqual([id]);
  expect((await contract.find({ email: 'old@work.example' })).subjects).toEqual([]);
});

test('no value of a user is stored in clear', async () => {
  await createUser(
    {
      name: 'Zyxwvut Qponmlk',
      email: 'zyxwvut@marker.example',
      workPhone: '+1 317 555 0193',
      department: 'Markerdept',
      title: 'Markertitle',
      statusText: 'Markerstatus',
    },
    'clear',
  );
  const dump = await dumpDatabase(service.database);
  for (const value of [
    'Zyxwvut',
    'zyxwvut',
    'Qponmlk',
    'marker.example',
    '3175550193',
    '555 0193',
    'Markerdept',
    'Markertitle',
    'Markerstatus',
  ])
    expect(dump).not.toContain(value);
});

test('100 references take as many statements as one, in order, with null for unknown ones', async () => {
  const organizationId = 'batch';
  const ids: string[] = [];
  for (let index = 0; index < 100; index += 1) ids.push(await createUser({ name: `Batch ${index}xx` }, organizationId));
  const ask = (references: string[]) =>
    service.ask<{ _entities: ({ id: string; name: string } | null)[] }>(
      'query ($r: [_Any!]!) { _entities(representations: $r) { ... on User { id name } } }',
      { r: references.map((id) => ({ __typename: 'User', id })) },
      { organizationId },
    );
  const count = async (references: string[]) =>
    aboutRows(await statementsOf(service.service.dataSource, () => ask(references))).length;
  expect(await count(ids)).toBe(await count(ids.slice(0, 1)));
  const mixed = [ids[2] ?? '', 'none', ids[1] ?? '', ids[2] ?? ''];
  expect((await ask(mixed))._entities.map((user) => user?.id ?? null)).toEqual([ids[2], null, ids[1], ids[2]]);
});
