import {
  checkedMediaType,
  checkedReference,
  checkedText,
  childrenLoader,
  connectionLoader,
  decodeBase64,
  entityLoader,
  findPage,
  inputError,
  parsePage,
  type OrganizationEntity,
  type PageArguments,
  type ServiceContext,
} from '../kit';
import { addMessage, associateConversation, createConversations, type AttachmentFile } from './conversations';
import { Conversation, Message, MessageAttachment } from './entities';
import type { MessageAttachmentInput, Resolvers, StartConversationInput } from './schema.generated';

const loaderOf = <T extends OrganizationEntity>(context: ServiceContext, entity: new () => T) =>
  context.loader(entity.name, () => entityLoader(context.db, entity));

/** One page of the children of each parent, in one statement for any number of parents. */
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

const maximumAttachments = 20;
const maximumAttributes = 100;
const longestName = 500;
const longestText = 1_000_000;

function checkedFiles(inputs: readonly MessageAttachmentInput[]): AttachmentFile[] {
  if (inputs.length > maximumAttachments)
    throw inputError('input.attachments', `input.attachments takes at most ${maximumAttachments} files.`);
  return inputs.map(({ filename, mediaType, base64 }, index) => {
    const place = `input.attachments[${index}]`;
    checkedText(`${place}.filename`, filename, longestName);
    if (filename.trim() === '') throw inputError(`${place}.filename`, `${place}.filename is empty.`);
    return {
      filename,
      mediaType: checkedMediaType(`${place}.mediaType`, mediaType),
      bytes: decodeBase64(`${place}.base64`, base64),
    };
  });
}

/** Every value of the entity that a caller may set. */
type CheckedConversation = Omit<Conversation, 'organizationId' | 'id' | 'startedAt'>;
type CheckedMessage = Omit<Message, 'organizationId' | 'id' | 'externalContactId' | 'sentAt'>;

function checkedConversation(input: StartConversationInput): CheckedConversation {
  const attributes = input.customAttributes ?? [];
  if (attributes.length > maximumAttributes)
    throw inputError('input.customAttributes', `input.customAttributes takes at most ${maximumAttributes} values.`);
  const customAttributes = attributes.map(({ key, value }, index) => {
    checkedText(`input.customAttributes[${index}].key`, key, longestName);
    checkedText(`input.customAttributes[${index}].value`, value, longestText);
    return { key, value };
  });
  return {
    channel: input.channel,
    externalContactId: checkedReference('input.externalContactId', input.externalContactId),
    agentId: checkedReference('input.agentId', input.agentId),
    // Null for none, so that the database can tell a conversation with attributes from one without.
    customAttributes: customAttributes.length > 0 ? customAttributes : null,
  };
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
      const values = checkedConversation(input);
      const [conversation] = await dataSource.transaction((db) => createConversations(db, [values]));
      return conversation;
    },
    associateConversation: (_, { id, externalContactId }, { dataSource }) => {
      const contactId = checkedReference('externalContactId', externalContactId) ?? '';
      return dataSource.transaction((db) => associateConversation(db, id, contactId));
    },
    addMessage: (_, { input }, { dataSource, blobs }) => {
      const { conversationId, direction } = input;
      const from = checkedText('input.from', input.from, longestName);
      const text = checkedText('input.text', input.text, longestText);
      const values: CheckedMessage = { conversationId, direction, from, text };
      return addMessage(dataSource, blobs, values, checkedFiles(input.attachments ?? []));
    },
  },
  Conversation: {
    __resolveReference: ({ id }: { id: string }, context: ServiceContext) => loaderOf(context, Conversation).load(id),
    externalContact: (conversation) => reference('ExternalContact', (conversation as Conversation).externalContactId),
    agent: (conversation) => reference('User', (conversation as Conversation).agentId),
    customAttributes: (conversation) => (conversation as Conversation).customAttributes ?? [],
    messages: (conversation, page, context) =>
      pageLoader(context, Message, 'conversationId', page, 50).load((conversation as Conversation).id),
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
      pageLoader(context, Conversation, 'externalContactId', page, 25).load((contact as { id: string }).id),
  },
};
