/** The subjects of this service's rows (R34): the contact, also for notes about it. */
import type { RestrictedType, SubjectReference } from '../kit';
import type { ContactNote, ExternalContact } from './entities';

export const contactReference = (id: string): SubjectReference => ({ type: 'EXTERNAL_CONTACT_ID', id });

export const restricted = {
  ExternalContact: { of: ({ id }) => [contactReference(id)] } satisfies RestrictedType<ExternalContact>,
  ContactNote: { of: (note) => [contactReference(note.externalContactId)] } satisfies RestrictedType<ContactNote>,
};
