/** Conversations and messages as they are stored. */
import type { DataSource, EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { assertUnrestricted, codedError, currentKeys, insertAll, isId, onlyOf, type BlobStore } from '../kit';
import { Conversation, Message, MessageAttachment } from './entities';

/** The values of a new conversation. */
export type ConversationValues = Pick<Conversation, 'channel'> & Partial<Omit<Conversation, 'organizationId' | 'id'>>;

/** The values of a new message; `externalContactId` and `agentId` are its conversation's. */
export type MessageValues = Pick<Message, 'conversationId' | 'direction'> &
  Partial<Omit<Message, 'organizationId' | 'id'>>;

/** The values of a new attachment whose bytes are in the blob store. */
export type AttachmentValues = Omit<MessageAttachment, 'organizationId' | 'id'>;

/** A file that comes with a message. */
export interface AttachmentFile {
  filename: string;
  mediaType: string;
  bytes: Buffer;
}

/** The columns of every new row. */
const newRow = () => ({ organizationId: currentKeys().organizationId, id: uuidv7() });

/** Creates conversations. Only the services that own contacts and agents know whether these exist. */
export async function createConversations(db: EntityManager, values: ConversationValues[]): Promise<Conversation[]> {
  const none = { externalContactId: null, agentId: null, customAttributes: null };
  const conversations = values.map((value) =>
    db.create(Conversation, { ...none, startedAt: new Date(), ...value, ...newRow() }),
  );
  await insertAll(db, Conversation, conversations);
  return conversations;
}

/** Adds messages to conversations that exist. */
export async function createMessages(db: EntityManager, values: MessageValues[]): Promise<Message[]> {
  const none = { externalContactId: null, from: null, fromOrganization: false, agentId: null, text: null };
  const messages = values.map((value) => db.create(Message, { ...none, sentAt: new Date(), ...value, ...newRow() }));
  await insertAll(db, Message, messages);
  return messages;
}

/** Adds attachments to messages that exist. */
export async function createAttachments(db: EntityManager, values: AttachmentValues[]): Promise<MessageAttachment[]> {
  const attachments = values.map((value) => db.create(MessageAttachment, { ...value, ...newRow() }));
  await insertAll(db, MessageAttachment, attachments);
  return attachments;
}

/**
 * Adds one message with its files: first their bytes, then the rows that name them, in one transaction.
 * @throws NOT_FOUND naming `input.conversationId`
 */
export async function addMessage(
  dataSource: DataSource,
  blobs: BlobStore,
  values: MessageValues,
  files: AttachmentFile[],
): Promise<Message> {
  const { organizationId } = currentKeys();
  // Checked before anything is written, and again under a lock in the transaction.
  await findConversation(dataSource.manager, values.conversationId, 'input.conversationId');
  const contents = files.map(({ bytes }) => bytes);
  const stored = await blobs.put(dataSource.manager, organizationId, contents);
  return dataSource.transaction(async (db) => {
    const conversation = await lockConversation(db, values.conversationId, 'input.conversationId');
    const { id: conversationId, externalContactId } = conversation;
    const isAgents = values.direction === 'OUTBOUND' && values.fromOrganization !== true && Boolean(values.from);
    const agentId = isAgents ? conversation.agentId : null;
    const message = onlyOf(await createMessages(db, [{ ...values, conversationId, externalContactId, agentId }]));
    const attachments = stored.map(({ path: blobPath, byteSize, sha256 }, index) => {
      const { filename, mediaType } = files[index] as AttachmentFile;
      return { messageId: message.id, filename, mediaType, byteSize, sha256, blobPath };
    });
    await createAttachments(db, attachments);
    const paths = stored.map(({ path }) => path);
    await blobs.keep(db, organizationId, paths);
    return message;
  });
}

/**
 * Associates a conversation and its messages with a person, so that requests reach them (R18). They count as held by the person
 * from now on, however old they are (R25). @throws NOT_FOUND; RESTRICTED when it is with somebody restricted (R34)
 */
export async function associateConversation(
  db: EntityManager,
  id: string,
  externalContactId: string,
): Promise<Conversation> {
  const conversation = await lockConversation(db, id, 'id');
  const { organizationId, externalContactId: present } = conversation;
  if (present !== null) await assertUnrestricted(db, [{ type: 'EXTERNAL_CONTACT_ID', id: present }], 'id');
  for (const [table, key] of [
    ['conversation', 'id'],
    ['message', 'conversation_id'],
  ])
    await db.query(
      `UPDATE ${table} SET external_contact_id = $3, held_since = DEFAULT, held_by_transaction = DEFAULT
       WHERE organization_id = $1 AND ${key} = $2 AND external_contact_id IS DISTINCT FROM $3`,
      [organizationId, conversation.id, externalContactId],
    );
  return Object.assign(conversation, { externalContactId });
}

async function findConversation(
  db: EntityManager,
  id: string,
  argument: string,
  lock?: { mode: 'pessimistic_write' },
): Promise<Conversation> {
  const where = { organizationId: currentKeys().organizationId, id };
  const conversation = isId(id) ? await db.findOne(Conversation, { where, ...(lock ? { lock } : {}) }) : null;
  if (!conversation) throw codedError('NOT_FOUND', 'There is no such conversation.', { argument });
  return conversation;
}

/** Every change in a conversation holds this lock, so that an erasure neither misses nor overtakes it. */
const lockConversation = (db: EntityManager, id: string, argument: string): Promise<Conversation> =>
  findConversation(db, id, argument, { mode: 'pessimistic_write' });
