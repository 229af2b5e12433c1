/** Conversations and messages as they are stored. */
import type { DataSource, EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { codedError, currentKeys, inputError, isId, type BlobStore, type StoredBlob } from '../kit';
import { Conversation, Message, MessageAttachment } from './entities';

/** The values of a new conversation. */
export type ConversationValues = Pick<Conversation, 'channel'> &
  Partial<Pick<Conversation, 'externalContactId' | 'agentId' | 'customAttributes' | 'startedAt'>>;

/** The values of a new message. */
export type MessageValues = Pick<Message, 'conversationId' | 'direction'> &
  Partial<Pick<Message, 'externalContactId' | 'from' | 'text' | 'sentAt'>>;

/** A file that comes with a message. */
export interface AttachmentInput {
  filename: string;
  mediaType: string;
  bytes: Buffer;
}

const insertBatch = 2_000;

async function insertAll<T extends object>(db: EntityManager, entity: new () => T, rows: T[]): Promise<void> {
  for (let start = 0; start < rows.length; start += insertBatch)
    await db.insert(entity, rows.slice(start, start + insertBatch));
}

/** Creates conversations. @throws BAD_USER_INPUT for an id that cannot be one */
export async function createConversations(db: EntityManager, values: ConversationValues[]): Promise<Conversation[]> {
  const conversations = values.map(({ externalContactId = null, agentId = null, ...value }) => {
    if (externalContactId !== null && !isId(externalContactId))
      throw inputError('input.externalContactId', 'input.externalContactId is no id.');
    if (agentId !== null && !isId(agentId)) throw inputError('input.agentId', 'input.agentId is no id.');
    return db.create(Conversation, {
      customAttributes: null,
      startedAt: new Date(),
      ...value,
      externalContactId,
      agentId,
      organizationId: currentKeys().organizationId,
      id: uuidv7(),
    });
  });
  await insertAll(db, Conversation, conversations);
  return conversations;
}

/** Adds messages to conversations that are known to be there. */
export async function createMessages(db: EntityManager, values: MessageValues[]): Promise<Message[]> {
  const messages = values.map((value) =>
    db.create(Message, {
      externalContactId: null,
      from: null,
      text: null,
      sentAt: new Date(),
      ...value,
      organizationId: currentKeys().organizationId,
      id: uuidv7(),
    }),
  );
  await insertAll(db, Message, messages);
  return messages;
}

/**
 * Adds one message with its files. The blobs are written before the rows that name them; when the rows cannot be written
 * the blobs are removed again.
 * @throws NOT_FOUND
 */
export async function addMessage(
  dataSource: DataSource,
  blobs: BlobStore,
  { conversationId, ...values }: MessageValues,
  attachments: AttachmentInput[],
): Promise<Message> {
  const { organizationId } = currentKeys();
  const stored: (Omit<AttachmentInput, 'bytes'> & StoredBlob)[] = [];
  for (const { bytes, ...file } of attachments) stored.push({ ...file, ...(await blobs.put(organizationId, bytes)) });
  try {
    return await dataSource.transaction(async (db) => {
      const conversation = await lockConversation(db, conversationId, 'input.conversationId');
      const [message] = await createMessages(db, [
        { ...values, conversationId: conversation.id, externalContactId: conversation.externalContactId },
      ]);
      if (!message) throw new Error('No message was written.');
      const rows = stored.map(({ path, ...file }) =>
        db.create(MessageAttachment, { ...file, blobPath: path, organizationId, id: uuidv7(), messageId: message.id }),
      );
      await insertAll(db, MessageAttachment, rows);
      return message;
    });
  } catch (error) {
    await blobs.removeLater(
      dataSource.manager,
      organizationId,
      stored.map(({ path }) => path),
    );
    throw error;
  }
}

/** Associates a conversation and its messages with a person, so that requests reach them (R18). @throws NOT_FOUND */
export async function associateConversation(
  db: EntityManager,
  id: string,
  externalContactId: string,
): Promise<Conversation> {
  if (!isId(externalContactId)) throw inputError('externalContactId', 'externalContactId is no id.');
  const conversation = await lockConversation(db, id, 'id');
  const { organizationId } = conversation;
  await db.update(Conversation, { organizationId, id: conversation.id }, { externalContactId });
  await db.update(Message, { organizationId, conversationId: conversation.id }, { externalContactId });
  return Object.assign(conversation, { externalContactId });
}

async function lockConversation(db: EntityManager, id: string, argument: string): Promise<Conversation> {
  const where = { organizationId: currentKeys().organizationId, id };
  const conversation = isId(id) ? await db.findOne(Conversation, { where, lock: { mode: 'pessimistic_write' } }) : null;
  if (!conversation) throw codedError('NOT_FOUND', 'There is no such conversation.', { argument });
  return conversation;
}
