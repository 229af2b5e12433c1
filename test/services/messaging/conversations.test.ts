import { createHash } from 'node:crypto';
import { uuidv7 } from 'uuidv7';
import { messaging } from '../../../subgraphs/messaging/service';
import { inDatabase } from '../../support/run/database';
import { startTestService, type TestService } from '../../support/run/service';
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
      // The letters of an id may be in either case.
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
    const message = await write.add(await write.start(), {
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
        filename: 'a.txt',
        mediaType: 'text/plain; charset=utf-8',
        byteSize: 5,
        sha256: sha256('hello'),
      },
      { filename: 'ünïcode 🙂.png', mediaType: 'image/png', byteSize: 0, sha256: sha256('') },
    ];
    expect(message).toMatchObject({ direction: 'INBOUND', from: 'nadia@example.com', text: 'Two files.', attachments });
  });

  test('a file of the maximum size is accepted, a larger one refused', async () => {
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
  ])('a bad message is refused with the place of the fault, and changes nothing (%#)', async (input, argument) => {
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
  ])('a bad conversation is refused with the place of the fault (%#)', async (input, argument) => {
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
