/** The subjects of this service's rows (R34): the contact and, for fields that name the agent, the agent. */
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
      // An agent's message shows the agent's name; the organisation's own shows the organisation's.
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
