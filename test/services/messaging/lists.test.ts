import { uuidv7 } from 'uuidv7';
import { createAttachments, createConversations, createMessages } from '../../../subgraphs/messaging/conversations';
import { messaging } from '../../../subgraphs/messaging/service';
import { startTestService, testOrganization, type TestService } from '../../support/run/service';
import { aboutRows, statementsOf } from '../../support/statements';
import { writer } from './support';

let service: TestService;
let write: ReturnType<typeof writer>;

beforeAll(async () => {
  service = await startTestService(messaging);
  write = writer(service);
});

afterAll(() => service.stop());

describe('lists', () => {
  test('are paged, oldest first, and every page says whether there is a next one', async () => {
    const contact = uuidv7();
    const ids = [];
    for (let index = 0; index < 5; index += 1) ids.push(await write.start({ externalContactId: contact }));
    const document = `query ($reps: [_Any!]!, $after: String) { _entities(representations: $reps) {
      ... on ExternalContact { conversations(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } } } }`;
    const seen: string[] = [];
    const more: boolean[] = [];
    for (let after: string | null = null; more.length < 10 && more.at(-1) !== false;) {
      const answer: {
        _entities: {
          conversations: { nodes: { id: string }[]; pageInfo: { hasNextPage: boolean; endCursor: string } };
        }[];
      } = await service.ask(document, { reps: [{ __typename: 'ExternalContact', id: contact }], after });
      const page = answer._entities[0]?.conversations;
      seen.push(...(page?.nodes.map(({ id }) => id) ?? []));
      more.push(page?.pageInfo.hasNextPage ?? false);
      after = page?.pageInfo.endCursor ?? null;
    }
    expect([seen, more]).toEqual([ids, [true, true, false]]);
  });

  test('100 references of each kind with everything that belongs to them take as many statements as one', async () => {
    const contacts = Array.from({ length: 100 }, () => uuidv7());
    const created = await service.as(testOrganization, () =>
      service.service.dataSource.transaction(async (db) => {
        const conversations = await createConversations(
          db,
          contacts.map((externalContactId) => ({ channel: 'EMAIL', externalContactId })),
        );
        const messages = await createMessages(
          db,
          conversations.flatMap(({ id, externalContactId }) =>
            ['one', 'two'].map((text) => ({
              conversationId: id,
              externalContactId,
              direction: 'INBOUND' as const,
              text,
            })),
          ),
        );
        await createAttachments(
          db,
          messages.map(({ id }) => ({
            messageId: id,
            filename: 'f',
            mediaType: 'text/plain',
            byteSize: 0,
            sha256: '0',
            blobPath: `none/${id}`,
          })),
        );
        return { conversations, messages };
      }),
    );
    const document = `query ($reps: [_Any!]!) { _entities(representations: $reps) {
      ... on ExternalContact { conversations(first: 20) { nodes { id agent { id } messages(first: 20) { nodes { text attachments { filename } } } } } }
      ... on Conversation { id messages(first: 20) { nodes { id attachments { id } } } }
      ... on Message { id text attachments { id } } } }`;
    const { dataSource } = service.service;
    const kinds: [typename: string, ids: string[], statements: number][] = [
      ['ExternalContact', contacts, 3],
      ['Conversation', created.conversations.map(({ id }) => id), 3],
      ['Message', created.messages.map(({ id }) => id), 2],
    ];
    for (const [__typename, ids, statements] of kinds) {
      for (const count of [1, 100]) {
        const reps = ids.slice(0, count).map((id) => ({ __typename, id }));
        const sent = aboutRows(await statementsOf(dataSource, () => service.ask(document, { reps })));
        expect([__typename, count, sent.length]).toEqual([__typename, count, statements]);
      }
    }
    const list = await statementsOf(dataSource, () =>
      service.ask('{ conversations(first: 100) { nodes { id messages { nodes { attachments { id } } } } } }'),
    );
    expect(aboutRows(list)).toHaveLength(3);
  });

  test('unknown, foreign, malformed and repeated references are answered in their places', async () => {
    const known = await write.start();
    const foreign = await writer(service, { organizationId: 'somebody-else' }).start();
    const ids = [known, foreign, uuidv7(), 'no-uuid', known.toUpperCase(), known];
    const { _entities: found } = await service.ask<{ _entities: ({ id: string } | null)[] }>(
      'query ($reps: [_Any!]!) { _entities(representations: $reps) { ... on Conversation { id channel } } }',
      { reps: ids.map((id) => ({ __typename: 'Conversation', id })) },
    );
    expect(found.map((each) => each?.id)).toEqual([known, undefined, undefined, undefined, known, known]);
    const { _entities: contacts } = await service.ask<{ _entities: { conversations: { nodes: unknown[] } }[] }>(
      'query ($reps: [_Any!]!) { _entities(representations: $reps) { ... on ExternalContact { conversations { nodes { id } } } } }',
      { reps: [{ __typename: 'ExternalContact', id: 'no-uuid' }] },
    );
    expect(contacts[0]?.conversations.nodes).toEqual([]);
  });
});
