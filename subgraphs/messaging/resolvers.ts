import {
  assertUnrestricted,
  checkedMediaType,
  checkedReference,
  childrenLoader,
  connectionLoader,
  decodeBase64,
  findPage,
  inputError,
  onlyOf,
  parsePage,
  type OrganizationEntity,
  type PageArguments,
  type ServiceContext,
} from '../kit';
import { addMessage, associateConversation, createConversations, type AttachmentFile } from './conversations';
import { Conversation, Message, MessageAttachment } from './entities';
import { loaderOf } from './loaders';
import type { MessageAttachmentInput, Resolvers, StartConversationInput } from './schema.generated';

/** One page of children for each parent, in one statement for any number of parents. */
function pageLoader<T extends OrganizationEntity>(
  context: ServiceContext,
  entity: new () => T,
  parent: keyof T & string,
  page: PageArguments,
  first: number,
) {
  const parsed = parsePage(page, first);
  return context.loader(`${entity.name}.${parent}:${parsed.limit}:${parsed.after ?? ''}`, () =>
    connectionLoader(context.db, entity, parent, parsed),
  );
}

function checkedFiles(inputs: readonly MessageAttachmentInput[]): AttachmentFile[] {
  return inputs.map(({ filename, mediaType, base64 }, index) => {
    const place = `input.attachments[${index}]`;
    if (filename.trim() === '') throw inputError(`${place}.filename`, `${place}.filename is empty.`);
    return {
      filename,
      mediaType: checkedMediaType(`${place}.mediaType`, mediaType),
      bytes: decodeBase64(`${place}.base64`, base64),
    };
  });
}

/** Every value of a conversation that a caller may set. */
type CheckedConversation = Omit<Conversation, 'organizationId' | 'id' | 'startedAt'>;
type CheckedMessage = Omit<Message, 'organizationId' | 'id' | 'externalContactId' | 'agentId' | 'sentAt'>;

function checkedConversation(input: StartConversationInput): CheckedConversation {
  const customAttributes = (input.customAttributes ?? []).map(({ key, value }) => ({ key, value }));
  return {
    channel: input.channel,
    externalContactId: checkedReference('input.externalContactId', input.externalContactId),
    agentId: checkedReference('input.agentId', input.agentId),
    // Null for none, so that the index of conversations with attributes holds no others.
    customAttributes: customAttributes.length > 0 ? customAttributes : null,
  };
}

const reference = (id: string | null) => (id === null ? null : { id });

/** The resolvers of the service's own types. */
export const resolvers: Resolvers = {
  Query: {
    conversation: (_, { id }, context) => loaderOf(context, Conversation).load(id),
    conversations: (_, page, context) => findPage(context.db, Conversation, parsePage(page)),
  },
  Mutation: {
    startConversation: async (_, { input }, { dataSource }) => {
      const values = checkedConversation(input);
      return onlyOf(await dataSource.transaction((db) => createConversations(db, [values])));
    },
    associateConversation: (_, { id, externalContactId }, { dataSource }) => {
      const contactId = checkedReference('externalContactId', externalContactId) ?? '';
      return dataSource.transaction(async (db) => {
        await assertUnrestricted(db, [{ type: 'EXTERNAL_CONTACT_ID', id: contactId }], 'externalContactId');
        return associateConversation(db, id, contactId);
      });
    },
    addMessage: (_, { input }, { dataSource, blobs }) => {
      const { conversationId, direction, from = null, fromOrganization = false, text = null } = input;
      if (fromOrganization && direction === 'INBOUND')
        throw inputError('input.fromOrganization', 'input.fromOrganization belongs to OUTBOUND messages.');
      const values: CheckedMessage = { conversationId, direction, from, fromOrganization, text };
      return addMessage(dataSource, blobs, values, checkedFiles(input.attachments ?? []));
    },
  },
  Conversation: {
    __resolveReference: ({ id }, context) => loaderOf(context, Conversation).load(id),
    externalContact: (conversation) => reference(conversation.externalContactId),
    agent: (conversation) => reference(conversation.agentId),
    customAttributes: (conversation) => conversation.customAttributes ?? [],
    messages: (conversation, page, context) =>
      pageLoader(context, Message, 'conversationId', page, 50).load(conversation.id),
  },
  Message: {
    __resolveReference: ({ id }, context) => loaderOf(context, Message).load(id),
    attachments: (message, _, context) =>
      context.loader('attachments', () => childrenLoader(context.db, MessageAttachment, 'messageId')).load(message.id),
  },
  ExternalContact: {
    __resolveReference: ({ id }) => ({ id }),
    conversations: (contact, page, context) =>
      pageLoader(context, Conversation, 'externalContactId', page, 25).load(contact.id),
  },
};
