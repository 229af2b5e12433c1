/** Whose the rows of this service are (R34): the contact's, and an agent's as far as it says who the agent is. */
import type { RestrictedType, SubjectReference } from '../kit';
import { Conversation, Message, type MessageAttachment } from './entities';
import { loaderOf } from './loaders';

const references = (type: SubjectReference['type'], id: string | null | undefined): SubjectReference[] =>
  id == null ? [] : [{ type, id }];

const ofContact = ({ externalContactId }: Conversation | Message) =>
  references('EXTERNAL_CONTACT_ID', externalContactId);

export const restricted = {
  Conversation: {
    of: ofContact,
    fields: { agent: ({ agentId }) => references('USER_ID', agentId) },
  } satisfies RestrictedType<Conversation>,
  Message: {
    of: ofContact,
    fields: {
      // An agent's message bears the agent's name; the organisation's own bears its own.
      async from({ direction, fromOrganization, conversationId }, context) {
        if (direction !== 'OUTBOUND' || fromOrganization) return [];
        return references('USER_ID', (await loaderOf(context, Conversation).load(conversationId))?.agentId);
      },
    },
  } satisfies RestrictedType<Message>,
  MessageAttachment: {
    async of({ messageId }, context) {
      const message = await loaderOf(context, Message).load(messageId);
      return message ? ofContact(message) : [];
    },
  } satisfies RestrictedType<MessageAttachment>,
};
