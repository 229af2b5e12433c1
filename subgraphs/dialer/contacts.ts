/** Contact lists and the people on them, always together with the term index. */
import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import {
  addToTermIndex,
  codedError,
  currentKeys,
  assertBoundedTexts,
  insertAll,
  inputError,
  isId,
  isValueType,
  replaceInTermIndex,
  updateAll,
  type IndexedIdentifier,
} from '../kit';
import { ContactList, DialerContact, type ContactListColumn } from './entities';

export const recordType = 'DialerContact';

const maximumColumns = 100;

/** Characters of a list's or column's name, and of a value on a list. */
const longestName = 500;
const longestValue = 10_000;

/** Creates a list. @throws BAD_USER_INPUT for no columns, a name that is there twice, or a column that holds ids */
export async function createContactList(
  db: EntityManager,
  name: string,
  columns: ContactListColumn[],
): Promise<ContactList> {
  assertBoundedTexts('input', { name, columns }, longestName);
  if (name.trim() === '') throw inputError('input.name', 'input.name is empty.');
  if (columns.length === 0 || columns.length > maximumColumns)
    throw inputError('input.columns', `input.columns takes 1 to ${maximumColumns} columns.`);
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

/** The values of a contact by what its columns hold. */
export function identifiersOf(list: ContactList | undefined, { values }: DialerContact): IndexedIdentifier[] {
  return (list?.columns ?? []).flatMap(({ name, holds }) => {
    const value = values[name];
    return holds && value ? [{ type: holds, value, field: name }] : [];
  });
}

/** Checks values against a list's columns. @throws BAD_USER_INPUT naming the value in `argument` */
export function checkedValues(
  list: ContactList,
  values: readonly { column: string; value?: string | null | undefined }[],
  argument: string,
): Record<string, string | null> {
  assertBoundedTexts(argument, values, longestValue);
  values.forEach(({ column }, index) => {
    if (!list.columns.some(({ name }) => name === column))
      throw inputError(
        `${argument}[${index}].column`,
        `The list has no column of the name in ${argument}[${index}].column.`,
      );
  });
  return Object.fromEntries(values.map(({ column, value }) => [column, value ?? null]));
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
    contacts.map((contact) => ({ id: contact.id, identifiers: identifiersOf(list, contact) })),
  );
  return contacts;
}

/** Writes changed contacts and indexes them anew. */
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
    contacts.map((contact) => ({
      id: contact.id,
      identifiers: identifiersOf(lists.get(contact.contactListId), contact),
    })),
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
