/** Cursors of the contract's lists: one that no page has handed out is refused by name, and never reaches the database. */
import { directory } from '../../../subgraphs/directory/service';
import { startTestService, testOrganization, type TestService } from '../../support/run/service';

let service: TestService;

beforeAll(async () => {
  service = await startTestService(directory);
});
afterAll(() => service.stop());

const lists: [string, string][] = [
  [
    'personalData',
    'query ($after: String) { personalData(term: { email: "a@mail.example" }, after: $after) { endCursor } }',
  ],
  ['unreachableData', 'query ($after: String) { unreachableData(first: 10, after: $after) { endCursor } }'],
];

const id = '01890a5d-ac96-774b-bcce-b302099a8057';

describe.each(lists)('%s', (_, query) => {
  const ask = (after: string) =>
    service.send(
      query,
      { after: Buffer.from(after).toString('base64url') },
      { organizationId: testOrganization, purpose: 'gdpr', scopes: [] },
    );

  test('goes on after a cursor', async () => expect((await ask(`0:${id}`)).errors).toBeUndefined());

  test.each([
    '',
    'yesterday',
    `0:${'-'.repeat(36)}`,
    `0:${'0'.repeat(36)}`,
    `0:${id}0`,
    `0:${id.replaceAll('-', '')}----`,
    `99:${id}`,
    `-1:${id}`,
    `0:${id}\n`,
  ])('refuses %j', async (after) => {
    const { errors } = await ask(after);
    expect(errors?.map(({ extensions }) => extensions)).toMatchObject([{ code: 'BAD_USER_INPUT', argument: 'after' }]);
  });
});
