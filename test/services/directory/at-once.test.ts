/** An erasure and a correction of one user at the same moment: what was erased does not come back (R12, R14). */
import { directory } from '../../../subgraphs/directory/service';
import { contractOf, lines } from '../../support/contract/contract';
import { lockRow, whileLocked } from '../../support/run/while-locked';
import { startTestService, type TestService } from '../../support/run/service';

let service: TestService;

beforeAll(async () => {
  service = await startTestService(directory);
});

afterAll(() => service.stop());

const name = 'Ada Quill';

async function newUser(organizationId: string) {
  const { createUser } = await service.ask<{ createUser: { id: string } }>(
    'mutation ($input: CreateUserInput!) { createUser(input: $input) { id } }',
    { input: { name, email: 'ada@work.example', title: 'Chief' } },
    { organizationId },
  );
  return { id: createUser.id, contract: contractOf(service, { organizationId }) };
}

const lockOf = (id: string) => lockRow('directory_user', id);

const replacements = [{ type: 'EMAIL', existing: 'ada@work.example', updated: 'ada@new.example' }];

test.each([
  ['an id', (id: string) => ({ userId: id })],
  ['a value', () => ({ name })],
])('a rectification by %s brings nothing back of a user whom an erasure anonymises before it', async (by, termOf) => {
  const organizationId = `anonymised-by-${by.slice(-2)}`;
  const { id, contract } = await newUser(organizationId);
  const [erased, rectified] = await whileLocked(
    service.database,
    lockOf(id),
    () => contract.erase('erased', { userId: id }),
    () => contract.rectify('rectified', termOf(id), replacements),
  );
  expect(lines(erased)).toEqual(['User ANONYMIZED 1']);
  expect(lines(rectified)).toEqual([]);
  const { user } = await service.ask<{ user: unknown }>(
    'query ($id: ID!) { user(id: $id) { name email title active } }',
    { id },
    { organizationId },
  );
  expect(user).toEqual({ name: null, email: null, title: null, active: false });
  for (const term of [{ name }, { email: 'ada@new.example' }]) expect((await contract.find(term)).records).toEqual([]);
});

test('a rectification keeps what somebody changes while it waits for the user', async () => {
  const organizationId = 'changed';
  const { id, contract } = await newUser(organizationId);
  await whileLocked(
    service.database,
    lockOf(id),
    () =>
      service.ask(
        'mutation ($id: ID!) { updateUser(id: $id, input: { title: "Director" }) { id } }',
        { id },
        { organizationId },
      ),
    () => contract.rectify('kept', { userId: id }, replacements),
  );
  const [record] = (await contract.find({ userId: id })).records;
  expect(record?.fields.map(({ value }) => value)).toEqual([name, 'ada@new.example', 'Director']);
});

test('two erasures at once count a user once', async () => {
  const { id, contract } = await newUser('twice');
  const reports = await whileLocked(
    service.database,
    lockOf(id),
    () => contract.erase('by-id', { userId: id }),
    () => contract.erase('by-name', { name }),
  );
  expect(reports.map(lines)).toEqual([['User ANONYMIZED 1'], []]);
});
