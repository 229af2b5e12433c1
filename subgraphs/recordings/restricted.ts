/** The subjects of this service's rows (R34): the contact and, for the link to the agent, the agent. */
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
