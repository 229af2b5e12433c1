import { uuidv7 } from 'uuidv7';
import { messaging } from '../../../subgraphs/messaging/service';
import { describeAccess } from '../../support/contract/access';
import { contractOf } from '../../support/contract/contract';
import { dumpDatabase, inDatabase } from '../../support/run/database';
import { startTestService, type TestService } from '../../support/run/service';
import { writer } from './support';

let service: TestService;

beforeAll(async () => {
  service = await startTestService(messaging);
});

afterAll(() => service.stop());

describeAccess(() => service, {
  query: '{ conversations { nodes { id } } }',
  queryScope: 'messaging:view',
  mutation: 'mutation { startConversation(input: { channel: SMS }) { id } }',
  mutationScope: 'messaging:edit',
});

describe('organisations', () => {
  const stranger = { organizationId: 'somebody-else' };

  test('another organisation sees nothing and changes nothing', async () => {
    const { contact, agent, conversation, question } = await writer(service).contactWithConversation();
    const before = await contractOf(service).findAll({ externalContactId: contact });
    const theirs = contractOf(service, stranger);
    for (const term of [{ externalContactId: contact }, { userId: agent }]) {
      expect(await theirs.findAll(term)).toEqual([]);
      expect(await theirs.erase(uuidv7(), term)).toEqual({
        complete: true,
        dispositions: [],
        newerRecords: 0,
        replacements: [],
      });
      const replacements = [{ type: 'NAME', existing: 'Nadia Petrova', updated: 'Somebody Else' }];
      expect(await theirs.rectify(uuidv7(), term, replacements)).toEqual({
        complete: true,
        dispositions: [],
        newerRecords: 0,
        replacements: [{ index: 0, replaced: 0, notSupported: 0, found: false }],
      });
    }
    const seen = await service.ask(
      `query ($id: ID!, $reps: [_Any!]!) { conversation(id: $id) { id } conversations { nodes { id } } _entities(representations: $reps) {
         ... on ExternalContact { conversations { nodes { id } } } ... on Conversation { channel } ... on Message { text } } }`,
      {
        id: conversation,
        reps: [
          { __typename: 'ExternalContact', id: contact },
          { __typename: 'Conversation', id: conversation },
          { __typename: 'Message', id: question.id },
        ],
      },
      stranger,
    );
    expect(seen).toEqual({
      conversation: null,
      conversations: { nodes: [] },
      _entities: [{ conversations: { nodes: [] } }, null, null],
    });
    const changes = await Promise.all([
      service.send(
        'mutation ($id: ID!, $c: ID!) { associateConversation(id: $id, externalContactId: $c) { id } }',
        { id: conversation, c: uuidv7() },
        stranger,
      ),
      service.send(
        'mutation ($input: AddMessageInput!) { addMessage(input: $input) { id } }',
        { input: { conversationId: conversation, direction: 'INBOUND', text: 'intruder' } },
        stranger,
      ),
    ]);
    expect(changes.map(({ errors }) => errors?.[0]?.extensions?.code)).toEqual(['NOT_FOUND', 'NOT_FOUND']);
    expect(await contractOf(service).findAll({ externalContactId: contact })).toEqual(before);
  });

  test('the same request id in two organisations is two requests', async () => {
    const { contact } = await writer(service).contactWithConversation();
    const request = uuidv7();
    await contractOf(service, stranger).erase(request, { externalContactId: uuidv7() });
    expect((await contractOf(service).erase(request, { externalContactId: contact })).dispositions).toHaveLength(3);
  });
});

describe('at rest', () => {
  test('no value of a person is stored in clear', async () => {
    const { contact, agent } = await writer(service).contactWithConversation();
    await contractOf(service).rectify(uuidv7(), { externalContactId: contact }, [
      { type: 'NAME', existing: 'Nadia Petrova', updated: 'Nadja Petrowa' },
    ]);
    await contractOf(service).erase(uuidv7(), { userId: agent });
    const dump = await dumpDatabase(service.database);
    expect(dump).toContain('EMAIL');
    const values = [
      /nad[ij]a/i,
      /petro[vw]a/i,
      /example\.com/i,
      /555-0188/,
      /order 4711/,
      /orderNumber/,
      /letter/,
      /thank you/,
    ];
    for (const value of values) expect(dump).not.toMatch(value);
  });

  test('a value can be decrypted only in its own row and column', async () => {
    const { contact, question } = await writer(service).contactWithConversation();
    await inDatabase(service.database, (client) =>
      client.query('UPDATE message SET text = sender WHERE id = $1', [question.id]),
    );
    await expect(contractOf(service).find({ externalContactId: contact })).rejects.toThrow('INTERNAL_SERVER_ERROR');
  });

  test('every key and every index begins with the organisation, except the one for pruning old accounts', async () => {
    const definitions = await inDatabase(service.database, async (client) => {
      const { rows } = await client.query<{ indexdef: string }>(
        `SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename NOT IN ('schema_migration', 'personal_data_residence')
           AND indexname <> 'personal_data_action_age'`,
      );
      return rows.map(({ indexdef }) => indexdef);
    });
    expect(definitions.length).toBeGreaterThan(10);
    for (const definition of definitions) expect(definition).toMatch(/\(organization_id\b/);
  });
});
