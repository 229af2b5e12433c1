import { childrenLoader, connectionLoader, findByIds, findPage } from '../../../../subgraphs/kit';
import { rowReader } from '../../../../subgraphs/kit/base/persistence/read-rows';
import { OrganizationKeys } from '../../../../subgraphs/kit/base/security/key-ring';
import { createConversations, createMessages } from '../../../../subgraphs/messaging/conversations';
import { Conversation, Message } from '../../../../subgraphs/messaging/entities';
import { messaging } from '../../../../subgraphs/messaging/service';
import { startTestService, testOrganization, type TestService } from '../../../support/run/service';
import { statementsOf } from '../../../support/statements';

let service: TestService;
let conversations: Conversation[];
let messages: Message[];

const db = () => service.service.dataSource.manager;
const within = <T>(work: () => Promise<T>) => service.as(testOrganization, work);
const decryption = jest.spyOn(OrganizationKeys.prototype, 'decrypt');

beforeAll(async () => {
  service = await startTestService(messaging);
  await within(async () => {
    conversations = await createConversations(db(), [
      { channel: 'EMAIL', customAttributes: [{ key: 'plan', value: 'gold' }] },
      { channel: 'SMS' },
    ]);
    messages = await createMessages(
      db(),
      conversations.flatMap(({ id: conversationId }) =>
        ['one', 'two', 'three'].map((text) => ({
          conversationId,
          direction: 'INBOUND' as const,
          from: 'a@b.example',
          text,
        })),
      ),
    );
  });
});

beforeEach(() => decryption.mockClear());

afterAll(() => service.stop());

const read = async (index = 0) => {
  const [message] = await findByIds(db(), Message, [messages[index]?.id ?? '']);
  if (!message) throw new Error('There is no such message.');
  return message;
};

test('a row is an instance of its entity class, with the values that TypeORM reads', async () => {
  await within(async () => {
    const found = await findByIds(db(), Conversation, conversations.map(({ id }) => id).reverse());
    const expected = await db().find(Conversation, { order: { id: 'ASC' } });
    expect(expected).toHaveLength(2);
    expect(found.every((conversation) => conversation instanceof Conversation)).toBe(true);
    expect(found.map((conversation) => ({ ...conversation }))).toEqual(expected.map((row) => ({ ...row })));
    expect(JSON.stringify(found)).toBe(JSON.stringify(expected));
  });
});

test('a value is decrypted only when it is used, and once', async () => {
  await within(async () => {
    const message = await read();
    expect(message.direction).toBe('INBOUND');
    expect(decryption).not.toHaveBeenCalled();
    expect([message.text, message.text]).toEqual(['one', 'one']);
    expect(decryption).toHaveBeenCalledTimes(1);
  });
});

test('an assigned value stays, in the row and in its copies', async () => {
  await within(async () => {
    const message = await read();
    const before = JSON.stringify(message);
    expect(before).toContain('"text":"one"');
    message.text = 'other';
    expect([message.text, { ...message }.text]).toEqual(['other', 'other']);
    expect(JSON.stringify(message)).toBe(before.replace('one', 'other'));
    message.text = null;
    expect({ ...message }).toMatchObject({ text: null, from: 'a@b.example' });
  });
});

test('a value that was tampered with fails whenever it is used', async () => {
  await within(async () => {
    await db().query('UPDATE message SET text = sender WHERE id = $1', [messages[2]?.id]);
    const message = await read(2);
    expect(message.from).toBe('a@b.example');
    expect(() => message.text).toThrow();
    expect(() => message.text).toThrow();
    expect(() => ({ ...message })).toThrow();
    expect(() => JSON.stringify(message)).toThrow();
  });
});

test('a row cannot be decrypted outside its organisation', async () => {
  await expect(findPage(db(), Message, { limit: 1, after: null })).rejects.toThrow('on behalf of an organisation');
  const message = await within(() => read());
  expect(() => message.text).toThrow('on behalf of an organisation');
  await service.as('somebody-else', () => {
    expect(() => message.text).toThrow();
    return Promise.resolve();
  });
  expect(
    await service.as('somebody-else', () =>
      findByIds(
        db(),
        Message,
        messages.map(({ id }) => id),
      ),
    ),
  ).toEqual([]);
});

test('the children of any number of parents are read in one statement, ordered by id', async () => {
  await within(async () => {
    const [one, other] = conversations.map(({ id }) => id) as [string, string];
    const page = connectionLoader(db(), Message, 'conversationId', { limit: 2, after: null });
    const sent = await statementsOf(service.service.dataSource, async () => {
      const [first, again, second, none] = await Promise.all(
        [one, one.toUpperCase(), other, 'none'].map((id) => page.load(id)),
      );
      expect(first?.nodes.map(({ id }) => id)).toEqual(messages.slice(0, 2).map(({ id }) => id));
      expect(again).toEqual(first);
      expect(second?.nodes.map(({ text }) => text)).toEqual(['one', 'two']);
      expect([first?.pageInfo.hasNextPage, none]).toEqual([
        true,
        { nodes: [], pageInfo: { hasNextPage: false, endCursor: null } },
      ]);
    });
    expect(sent).toHaveLength(1);
    const all = childrenLoader(db(), Message, 'conversationId');
    expect((await all.load(other)).map(({ id }) => id)).toEqual(messages.slice(3).map(({ id }) => id));
  });
});

test('a property that is not a column is refused', () => {
  expect(() => rowReader(db(), Message).column('sender' as keyof Message)).toThrow('Message has no column sender.');
});
