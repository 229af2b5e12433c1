/** Whom a term identifies on the lists: for the contacts themselves and for what hangs on them. */
import { findByIds, subjectIds, type ContractContext, type SubjectKind } from '../kit';
import { recordType } from './contacts';
import { ContactList, DialerContact } from './entities';

export const contactKind: SubjectKind = { recordType, idType: 'DIALER_CONTACT_ID' };

/** The lists of contacts, by id. */
export async function listsOf(db: ContractContext['db'], contacts: DialerContact[]): Promise<Map<string, ContactList>> {
  const ids = contacts.map(({ contactListId }) => contactListId);
  return new Map((await findByIds(db, ContactList, ids)).map((list) => [list.id, list]));
}

/** An id names a contact only together with its list. */
export const isOnList = ({ term }: ContractContext, contactListId: string) =>
  term.kind === 'value' || contactListId === term.contactListId?.toLowerCase();

/** The contacts that the term identifies, for what hangs on them. */
export const contactsOf = async (context: ContractContext) =>
  (await findByIds(context.db, DialerContact, await subjectIds(context, contactKind))).filter(({ contactListId }) =>
    isOnList(context, contactListId),
  );
