import { createHash } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { createAttachments, createConversations, createMessages } from '../../../subgraphs/messaging/conversations';
import { messaging } from '../../../subgraphs/messaging/service';
import { inDatabase } from '../../support/database';
import { startTestService, testOrganization, type TestService } from '../../support/service';
import { statementsOf } from '../../support/statements';
import { addDocument, encoded, startDocument, writer } from './support';

let service: TestService;
let write: ReturnType<typeof writer>;

beforeAll(async () => {
  service = await startTestService(messaging);
  write = writer(service);
});

afterAll(() => service.stop());

const rows = (): Promise<number[]> =>
  inDatabase(service.database, async (client) => {
    const { rows: counts } = await client.query<{ count: number }>(
      ['conversation', 'message', 'message_attachment', 'blob_removal']
        .map((table) => `SELECT count(*)::int AS count FROM ${table}`)
        .join(' UNION ALL '),
    );
    return counts.map(({ count }) => count);
  });

describe('conversations and messages', () => {
  test('a conversation is read as it was written', async () => {
    const [contact, agent] = [uuidv7(), uuidv7()];
    const customAttributes = [{ key: 'orderNumber', value: '20417' }];
    const { startConversation } = await service.ask<{ startConversation: { id: string; startedAt: string } }>(
      startDocument,
      // An id is the same however its letters are written.
      { input: { channel: 'SMS', externalContactId: contact.toUpperCase(), agentId: agent, customAttributes } },
    );
    const expected = {
      id: startConversation.id,
      channel: 'SMS',
      customAttributes,
      externalContact: { id: contact },
      agent: { id: agent },
    };
    expect(startConversation).toMatchObject(expected);
    expect(Math.abs(Date.parse(startConversation.startedAt) - Date.now())).toBeLessThan(10_000);
    const { conversation } = await service.ask(
      'query ($id: ID!) { conversation(id: $id) { id channel customAttributes { key value } externalContact { id } agent { id } } }',
      { id: startConversation.id },
    );
    expect(conversation).toEqual(expected);
  });

  test('a message keeps its files, with size and checksum', async () => {
    const { id: _, ...message } = await write.add(await write.start(), {
      from: 'nadia@example.com',
      text: 'Two files.',
      attachments: [
        { filename: 'a.txt', mediaType: 'text/plain; charset=utf-8', base64: encoded('hello') },
        { filename: 'ünïcode 🙂.png', mediaType: 'image/png', base64: '' },
      ],
    });
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    const attachments = [
      {
        id: expect.any(String),
        filename: 'a.txt',
        mediaType: 'text/plain; charset=utf-8',
        byteSize: 5,
        sha256: sha256('hello'),
      },
      { id: expect.any(String), filename: 'ünïcode 🙂.png', mediaType: 'image/png', byteSize: 0, sha256: sha256('') },
    ] as unknown[];
    expect(message).toEqual({ direction: 'INBOUND', from: 'nadia@example.com', text: 'Two files.', attachments });
  });

  test('a file of the largest size is taken, a larger one refused', async () => {
    const conversation = await write.start();
    const bytes = Buffer.alloc(20 * 1024 * 1024, 7);
    const file = { filename: 'large.bin', mediaType: 'application/octet-stream' };
    const { attachments } = await write.add(conversation, {
      attachments: [{ ...file, base64: bytes.toString('base64') }],
    });
    expect(attachments[0]?.byteSize).toBe(bytes.length);
    const larger = Buffer.concat([bytes, Buffer.alloc(1)]).toString('base64');
    await expect(write.add(conversation, { attachments: [{ ...file, base64: larger }] })).rejects.toThrow(
      '"argument":"input.attachments[0].base64"',
    );
  });

  const file = { filename: 'a.txt', mediaType: 'text/plain', base64: encoded('a') };
  test.each([
    [{ attachments: [{ ...file, base64: 'YWJj!' }] }, 'input.attachments[0].base64'],
    [{ attachments: [{ ...file, base64: 'YWJ' }] }, 'input.attachments[0].base64'],
    [{ attachments: [file, { ...file, mediaType: 'text' }] }, 'input.attachments[1].mediaType'],
    [{ attachments: [{ ...file, mediaType: 'text/plain\r\nset-cookie: a=b' }] }, 'input.attachments[0].mediaType'],
    [{ attachments: [{ ...file, filename: ' ' }] }, 'input.attachments[0].filename'],
    [{ attachments: [{ ...file, filename: 'a'.repeat(501) }] }, 'input.attachments[0].filename'],
    [{ attachments: Array.from({ length: 21 }, () => file) }, 'input.attachments'],
    [{ from: 'a'.repeat(501) }, 'input.from'],
    [{ text: 'a'.repeat(1_000_001) }, 'input.text'],
  ])('a bad message is refused, naming the place, and changes nothing (%#)', async (input, argument) => {
    const conversationId = await write.start();
    const before = await rows();
    const { errors } = await service.send(addDocument, { input: { conversationId, direction: 'INBOUND', ...input } });
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument });
    expect(await rows()).toEqual(before);
  });

  test.each([
    [{ externalContactId: 'no-uuid' }, 'input.externalContactId'],
    [{ agentId: 'no-uuid' }, 'input.agentId'],
    [{ customAttributes: Array.from({ length: 101 }, () => ({ key: 'a', value: 'b' })) }, 'input.customAttributes'],
    [{ customAttributes: [{ key: 'a'.repeat(501), value: 'b' }] }, 'input.customAttributes[0].key'],
  ])('a bad conversation is refused, naming the place (%#)', async (input, argument) => {
    const { errors } = await service.send(startDocument, { input: { channel: 'SMS', ...input } });
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument });
  });

  test.each([uuidv7(), 'no-uuid'])('an unknown conversation takes no message and no association (%#)', async (id) => {
    const before = await rows();
    const message = { conversationId: id, direction: 'INBOUND', attachments: [file] };
    const added = await service.send(addDocument, { input: message });
    expect(added.errors?.[0]?.extensions).toEqual({ code: 'NOT_FOUND', argument: 'input.conversationId' });
    const associated = await service.send(
      'mutation ($id: ID!, $c: ID!) { associateConversation(id: $id, externalContactId: $c) { id } }',
      { id, c: uuidv7() },
    );
    expect(associated.errors?.[0]?.extensions).toEqual({ code: 'NOT_FOUND', argument: 'id' });
    expect(await service.ask('query ($id: ID!) { conversation(id: $id) { id } }', { id })).toEqual({
      conversation: null,
    });
    expect(await rows()).toEqual(before);
  });
});

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
