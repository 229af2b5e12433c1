import { uuidv7 } from 'uuidv7';
import { emptied, insertAll, updateAll } from '../../../../subgraphs/kit';
import { Conversation, Message } from '../../../../subgraphs/messaging/entities';
import { messaging } from '../../../../subgraphs/messaging/service';
import { startTestService, testOrganization, type TestService } from '../../../support/run/service';
import { statementsOf } from '../../../support/statements';

let service: TestService;

beforeAll(async () => {
  service = await startTestService(messaging);
});

afterAll(() => service.stop());

const newConversation = (organizationId = testOrganization): Conversation => ({
  organizationId,
  id: uuidv7(),
  channel: 'SMS',
  externalContactId: null,
  agentId: null,
  customAttributes: [{ key: 'order', value: 'before' }],
  startedAt: new Date(),
});

const newMessage = ({ organizationId, id }: Conversation, text: string | null): Message => ({
  organizationId,
  id: uuidv7(),
  conversationId: id,
  externalContactId: null,
  agentId: null,
  direction: 'INBOUND',
  from: null,
  fromOrganization: false,
  text,
  sentAt: new Date(),
});

describe('many rows in few statements', () => {
  test('rows beyond the limit of one statement are inserted, and changed in a single statement', async () => {
    const { dataSource } = service.service;
    await service.as(testOrganization, async () => {
      const conversation = newConversation();
      const messages = Array.from({ length: 10_000 }, (_, index) => newMessage(conversation, `text ${index}`));
      await insertAll(dataSource.manager, Conversation, [conversation]);
      await insertAll(dataSource.manager, Message, messages);
      for (const message of messages) message.text = message.text && `${message.text}, corrected`;
      const statements = await statementsOf(dataSource, () =>
        updateAll(dataSource.manager, Message, messages, { only: ['from', 'text'] }),
      );
      expect(statements).toHaveLength(1);
      const stored = await dataSource.manager.findBy(Message, { conversationId: conversation.id });
      expect(new Set(stored.map(({ text }) => text))).toEqual(new Set(messages.map(({ text }) => text)));
    });
  });

  test('rows are inserted in one statement with a parameter for each column; a column that no row sets is left to the database', async () => {
    const { dataSource } = service.service;
    await service.as(testOrganization, async () => {
      const plain: Partial<Conversation> = newConversation();
      delete plain.customAttributes;
      const conversations = [plain, { ...plain, id: uuidv7(), agentId: uuidv7() }] as Conversation[];
      const statements = await statementsOf(dataSource, () =>
        insertAll(dataSource.manager, Conversation, conversations),
      );
      expect(statements).toHaveLength(1);
      expect(statements[0]).not.toContain('custom_attributes');
      expect(statements[0]).not.toContain('$7');
      for (const conversation of conversations)
        expect(await dataSource.manager.findOneBy(Conversation, { id: conversation.id })).toEqual({
          ...conversation,
          customAttributes: null,
        });
    });
  });

  test('a change that names no columns writes every column, except the key and write-once columns', async () => {
    const { manager } = service.service.dataSource;
    await service.as(testOrganization, async () => {
      const conversation = newConversation();
      await insertAll(manager, Conversation, [conversation]);
      const changed: Conversation = {
        ...conversation,
        channel: 'EMAIL',
        externalContactId: uuidv7(),
        agentId: uuidv7(),
        customAttributes: [{ key: 'order', value: 'after' }],
        startedAt: new Date(0),
      };
      await updateAll(manager, Conversation, [changed]);
      expect(await manager.findOneBy(Conversation, { id: conversation.id })).toEqual(changed);
      await updateAll(manager, Conversation, [conversation], { except: ['agentId', 'channel'] });
      const { agentId, channel } = changed;
      expect(await manager.findOneBy(Conversation, { id: conversation.id })).toEqual({
        ...conversation,
        agentId,
        channel,
      });
    });
  });

  test('emptied names every encrypted column of an entity, and no other', () => {
    const { manager } = service.service.dataSource;
    expect(emptied(manager, Conversation)).toEqual({ customAttributes: null });
    expect(emptied(manager, Message)).toEqual({ from: null, text: null });
  });

  test('a change writes the named properties, null included, encrypted as usual', async () => {
    const { manager } = service.service.dataSource;
    await service.as(testOrganization, async () => {
      const [conversation] = [newConversation()];
      await insertAll(manager, Conversation, [conversation]);
      const message = { ...newMessage(conversation, 'before'), from: 'sender' };
      await insertAll(manager, Message, [message]);
      await updateAll(manager, Message, [{ ...message, text: null, from: 'not named' }], { only: ['text'] });
      expect(await manager.findOneBy(Message, { id: message.id })).toMatchObject({ from: 'sender', text: null });
      const customAttributes = [{ key: 'order', value: 'after' }];
      await updateAll(manager, Conversation, [{ ...conversation, customAttributes, channel: 'EMAIL' }], {
        only: ['customAttributes'],
      });
      expect(await manager.findOneBy(Conversation, { id: conversation.id })).toMatchObject({
        customAttributes,
        channel: 'SMS',
      });
    });
  });

  test('a change neither restores a deleted row nor reaches another organisation', async () => {
    const { manager } = service.service.dataSource;
    const theirs = newConversation('somebody-else');
    await service.as('somebody-else', () => insertAll(manager, Conversation, [theirs]));
    const deleted = newConversation();
    const customAttributes = [{ key: 'order', value: 'intruder' }];
    await service.as(testOrganization, () =>
      updateAll(
        manager,
        Conversation,
        [
          { ...theirs, customAttributes },
          { ...deleted, customAttributes },
        ],
        { only: ['customAttributes'] },
      ),
    );
    expect(await manager.countBy(Conversation, { id: deleted.id })).toBe(0);
    await service.as('somebody-else', async () =>
      expect(await manager.findOneBy(Conversation, { id: theirs.id })).toMatchObject({
        customAttributes: [{ key: 'order', value: 'before' }],
      }),
    );
  });
});
