import { uuidv7 } from 'uuidv7';
import { createAttachments, createConversations, createMessages } from '../../../subgraphs/messaging/conversations';
import { messaging } from '../../../subgraphs/messaging/service';
import { startTestService, testOrganization, type TestService } from '../../support/service';
import { statementsOf } from '../../support/statements';
import { writer } from './support';

let service: TestService;
let write: ReturnType<typeof writer>;

beforeAll(async () => {
  service = await startTestService(messaging);
  write = writer(service);
});

afterAll(() => service.stop());

describe('lists', () => {
  test('are paged, oldest first, and every page says whether another follows', async () => {
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

  test('100 references of each kind with all that hangs on them take as many statements as one', async () => {
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
    const references = (count: number) => [
      ...contacts.slice(0, count).map((id) => ({ __typename: 'ExternalContact', id })),
      ...created.conversations.slice(0, count).map(({ id }) => ({ __typename: 'Conversation', id })),
      ...created.messages.slice(0, count).map(({ id }) => ({ __typename: 'Message', id })),
    ];
    const document = `query ($reps: [_Any!]!) { _entities(representations: $reps) {
      ... on ExternalContact { conversations(first: 20) { nodes { id agent { id } messages(first: 20) { nodes { id text attachments { filename } } } } } }
      ... on Conversation { id messages(first: 20) { nodes { id attachments { id } } } }
      ... on Message { id text attachments { id } } } }`;
    const { dataSource } = service.service;
    const ask = (count: number) => statementsOf(dataSource, () => service.ask(document, { reps: references(count) }));
    const [one, hundred] = [await ask(1), await ask(100)];
    expect(hundred).toHaveLength(one.length);
    expect(one.length).toBeLessThanOrEqual(8);

    const { _entities: found } = await service.ask<{ _entities: { id?: string }[] }>(document, {
      reps: references(100),
    });
    expect(found.slice(100, 200).map(({ id }) => id)).toEqual(created.conversations.map(({ id }) => id));
    const list = await statementsOf(dataSource, () =>
      service.ask('{ conversations(first: 100) { nodes { id messages { nodes { attachments { id } } } } } }'),
    );
    expect(list.length).toBeLessThanOrEqual(5);
  });

  test('references that are unknown, foreign, malformed or repeated come back in their places', async () => {
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
