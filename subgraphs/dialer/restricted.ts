/** The subjects of this service's rows (R34): the person on the list, also for calls to them. A call's agent is a subject of that field only. */
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
