/** Whose the rows of this service are (R34): a person's on a list, and the calls to them. An agent is told of their own link alone. */
import type { RestrictedType, SubjectReference } from '../kit';
import type { CallAttempt, DialerContact } from './entities';

export const dialerReference = (id: string): SubjectReference => ({ type: 'DIALER_CONTACT_ID', id });

export const restricted = {
  DialerContact: { of: ({ id }) => [dialerReference(id)] } satisfies RestrictedType<DialerContact>,
  CallAttempt: {
    of: ({ contactId }) => [dialerReference(contactId)],
    fields: { agent: ({ agentId }) => (agentId === null ? [] : [{ type: 'USER_ID', id: agentId }]) },
  } satisfies RestrictedType<CallAttempt>,
};
