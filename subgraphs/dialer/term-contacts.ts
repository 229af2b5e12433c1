/** The contacts that a term identifies, for their own records and for records that belong to them. */
import { findByIds, type ContractContext, type SubjectKind } from '../kit';
import { recordType } from './contacts';
import { ContactList, DialerContact } from './entities';
import { indexed } from './identifiers';

export const contactKind: SubjectKind<DialerContact> = {
  recordType,
  idType: 'DIALER_CONTACT_ID',
  entity: DialerContact,
  index: async (rows, db) => {
    const lists = await listsOf(db, rows);
    return rows.map((contact) => indexed(lists.get(contact.contactListId), contact));
  },
  // An id identifies a contact only together with its list.
  counts: ({ contactListId }, { term }) => term.kind === 'id' && contactListId === term.contactListId?.toLowerCase(),
};

/** The lists of contacts, by id. */
export async function listsOf(db: ContractContext['db'], contacts: DialerContact[]): Promise<Map<string, ContactList>> {
  const ids = contacts.map(({ contactListId }) => contactListId);
  return new Map((await findByIds(db, ContactList, ids)).map((list) => [list.id, list]));
}
