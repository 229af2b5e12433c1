/** Contact lists and their contacts as they are stored. Every change also updates the term index. */
import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import {
  addToTermIndex,
  codedError,
  currentKeys,
  insertAll,
  inputError,
  isId,
  isValueType,
  replaceInTermIndex,
  updateAll,
} from '../kit';
import { ContactList, DialerContact, type ContactListColumn } from './entities';
import { indexed } from './identifiers';

export const recordType = 'DialerContact';

/** Creates a list. @throws BAD_USER_INPUT for no columns, an empty name, a name used twice, or a column that holds ids */
export async function createContactList(
  db: EntityManager,
  name: string,
  columns: ContactListColumn[],
): Promise<ContactList> {
  if (name.trim() === '') throw inputError('input.name', 'input.name is empty.');
  if (columns.length === 0) throw inputError('input.columns', 'input.columns takes at least one column.');
  columns.forEach((column, index) => {
    const place = `input.columns[${index}]`;
    if (column.name.trim() === '') throw inputError(`${place}.name`, `${place}.name is empty.`);
    if (columns.findIndex((other) => other.name === column.name) !== index)
      throw inputError(`${place}.name`, `${place}.name is there twice.`);
    if (column.holds !== null && !isValueType(column.holds))
      throw inputError(`${place}.holds`, `${place}.holds is an id, which no column holds.`);
  });
  const list = db.create(ContactList, {
    organizationId: currentKeys().organizationId,
    id: uuidv7(),
    name,
    columns,
    createdAt: new Date(),
  });
  await db.insert(ContactList, list);
  return list;
}

/** A list by id. @throws NOT_FOUND */
export async function findContactList(db: EntityManager, id: string, argument: string): Promise<ContactList> {
  const list = isId(id) ? await db.findOneBy(ContactList, { organizationId: currentKeys().organizationId, id }) : null;
  if (!list) throw codedError('NOT_FOUND', 'There is no such contact list.', { argument });
  return list;
}

/** Checks values against a list's columns. @throws BAD_USER_INPUT naming the value in `argument` */
export function checkedValues(
  list: ContactList,
  values: readonly { column: string; value?: string | null | undefined }[],
  argument: string,
): Record<string, string | null> {
  values.forEach(({ column }, index) => {
    if (!list.columns.some(({ name }) => name === column))
      throw inputError(
        `${argument}[${index}].column`,
        `The list has no column of the name in ${argument}[${index}].column.`,
      );
  });
  const checked = Object.create(null) as Record<string, string | null>;
  for (const { column, value } of values) checked[column] = value ?? null;
  return checked;
}

/** Adds contacts to a list. */
export async function addContacts(
  db: EntityManager,
  list: ContactList,
  values: Record<string, string | null>[],
): Promise<DialerContact[]> {
  const contacts = values.map((value) =>
    db.create(DialerContact, {
      organizationId: list.organizationId,
      id: uuidv7(),
      contactListId: list.id,
      values: value,
      createdAt: new Date(),
    }),
  );
  await insertAll(db, DialerContact, contacts);
  await addToTermIndex(
    db,
    recordType,
    contacts.map((contact) => indexed(list, contact)),
  );
  return contacts;
}

/** Saves changed contacts and updates the term index. */
export async function saveContacts(
  db: EntityManager,
  lists: ReadonlyMap<string, ContactList>,
  contacts: DialerContact[],
): Promise<void> {
  if (contacts.length === 0) return;
  await updateAll(db, DialerContact, contacts, { except: ['contactListId'] });
  await replaceInTermIndex(
    db,
    recordType,
    contacts.map((contact) => indexed(lists.get(contact.contactListId), contact)),
  );
}

/** A contact of a list, locked for change. @throws NOT_FOUND */
export async function lockContact(
  db: EntityManager,
  id: string,
  contactListId: string,
  argument: string,
): Promise<DialerContact> {
  const where = { organizationId: currentKeys().organizationId, id, contactListId };
  const contact =
    isId(id) && isId(contactListId)
      ? await db.findOne(DialerContact, { where, lock: { mode: 'pessimistic_write' } })
      : null;
  if (!contact) throw codedError('NOT_FOUND', 'There is no such dialer contact.', { argument });
  return contact;
}
