/** Whose the rows of this service are (R34): a contact's, and what was written down about it. */
import type { RestrictedType, SubjectReference } from '../kit';
import type { ContactNote, ExternalContact } from './entities';

export const contactReference = (id: string): SubjectReference => ({ type: 'EXTERNAL_CONTACT_ID', id });

export const restricted = {
  ExternalContact: { of: ({ id }) => [contactReference(id)] } satisfies RestrictedType<ExternalContact>,
  ContactNote: { of: (note) => [contactReference(note.externalContactId)] } satisfies RestrictedType<ContactNote>,
};
