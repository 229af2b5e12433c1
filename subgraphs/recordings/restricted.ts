/** Whose the rows of this service are (R34): the contact's, and an agent's as far as the link to the agent goes. */
import type { RestrictedType, SubjectReference } from '../kit';
import type { Recording } from './entities';

const references = (type: SubjectReference['type'], id: string | null): SubjectReference[] =>
  id === null ? [] : [{ type, id }];

export const restricted = {
  Recording: {
    of: ({ externalContactId }) => references('EXTERNAL_CONTACT_ID', externalContactId),
    fields: { agent: ({ agentId }) => references('USER_ID', agentId) },
  } satisfies RestrictedType<Recording>,
};
