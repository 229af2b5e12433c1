import {
  childrenLoader,
  connectionLoader,
  entityLoader,
  findPage,
  inputError,
  parsePage,
  type OrganizationEntity,
  type PageArguments,
  type ServiceContext,
} from '../kit';
import { addMessage, associateConversation, createConversations, type AttachmentInput } from './conversations';
import { Conversation, Message, MessageAttachment } from './entities';
import type { MessageAttachmentInput, Resolvers } from './schema.generated';

const loaderOf = <T extends OrganizationEntity>(context: ServiceContext, entity: new () => T) =>
  context.loader(entity.name, () => entityLoader(context.db, entity));

/** One page of the children of each parent, in two statements for any number of parents. */
function pageLoader<T extends OrganizationEntity>(
  context: ServiceContext,
  entity: new () => T,
  children: { table: string; column: string },
  page: PageArguments,
  first: number,
) {
  const parsed = parsePage(page, first);
  return context.loader(`${children.table}.${children.column}:${parsed.limit}:${parsed.after ?? ''}`, () =>
    connectionLoader(context.db, entity, children, parsed),
  );
}

const base64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;
const maximumBytes = 20 * 1024 * 1024;
const maximumAttachments = 20;

function checkedAttachments(inputs: readonly MessageAttachmentInput[]): AttachmentInput[] {
  if (inputs.length > maximumAttachments)
    throw inputError('input.attachments', `input.attachments takes at most ${maximumAttachments} files.`);
  return inputs.map(({ filename, mediaType, base64: encoded }, index) => {
    const place = `input.attachments[${index}]`;
    if (filename.trim() === '' || filename.length > 500)
      throw inputError(`${place}.filename`, `${place}.filename takes 1 to 500 characters.`);
    if (!/^[\w.+-]+\/[\w.+-]+$/.test(mediaType))
      throw inputError(`${place}.mediaType`, `${place}.mediaType is no media type.`);
    if (!base64.test(encoded)) throw inputError(`${place}.base64`, `${place}.base64 is not base64.`);
    const bytes = Buffer.from(encoded, 'base64');
    if (bytes.length > maximumBytes)
      throw inputError(`${place}.base64`, `${place}.base64 holds more than ${maximumBytes} bytes.`);
    return { filename, mediaType, bytes };
  });
}

const reference = (typename: string, id: string | null) => id && { __typename: typename, id };

/** The resolvers of the service's own types. */
export const resolvers: Resolvers = {
  Query: {
    conversation: (_, { id }, context) => loaderOf(context, Conversation).load(id),
    conversations: (_, page, context) => findPage(context.db, Conversation, parsePage(page)),
  },
  Mutation: {
    startConversation: async (_, { input }, { dataSource }) => {
      const { channel, externalContactId = null, agentId = null, customAttributes } = input;
      const values = {
        channel,
        externalContactId,
        agentId,
        customAttributes: customAttributes?.map(({ key, value }) => ({ key, value })) ?? null,
      };
      const [conversation] = await dataSource.transaction((db) => createConversations(db, [values]));
      return conversation;
    },
    associateConversation: (_, { id, externalContactId }, { dataSource }) =>
      dataSource.transaction((db) => associateConversation(db, id, externalContactId)),
    addMessage: (_, { input }, { dataSource, blobs }) => {
      const { conversationId, direction, from = null, text = null, attachments } = input;
      return addMessage(
        dataSource,
        blobs,
        { conversationId, direction, from, text },
        checkedAttachments(attachments ?? []),
      );
    },
  },
  Conversation: {
    __resolveReference: ({ id }: { id: string }, context: ServiceContext) => loaderOf(context, Conversation).load(id),
    externalContact: (conversation) => reference('ExternalContact', (conversation as Conversation).externalContactId),
    agent: (conversation) => reference('User', (conversation as Conversation).agentId),
    customAttributes: (conversation) => (conversation as Conversation).customAttributes ?? [],
    messages: (conversation, page, context) =>
      pageLoader(context, Message, { table: 'message', column: 'conversation_id' }, page, 50).load(
        (conversation as Conversation).id,
      ),
  },
  Message: {
    __resolveReference: ({ id }: { id: string }, context: ServiceContext) => loaderOf(context, Message).load(id),
    attachments: (message, _, context) =>
      context
        .loader('attachments', () => childrenLoader(context.db, MessageAttachment, 'messageId'))
        .load((message as Message).id),
  },
  ExternalContact: {
    __resolveReference: ({ id }: { id: string }) => ({ id }),
    conversations: (contact, page, context) =>
      pageLoader(context, Conversation, { table: 'conversation', column: 'external_contact_id' }, page, 25).load(
        (contact as { id: string }).id,
      ),
  },
};
