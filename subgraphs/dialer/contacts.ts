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
  normalizeValue,
  replaceInTermIndex,
  updateAll,
  type IndexedIdentifier,
} from '../kit';
import { ContactList, DialerContact, type ContactListColumn } from './entities';

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

/** The identifying values of a contact, by what its columns hold. */
export function identifiersOf(list: ContactList | undefined, { values }: DialerContact): IndexedIdentifier[] {
  return (list?.columns ?? []).flatMap(({ name, holds }) => {
    const value = values[name];
    return holds && value ? [{ type: holds, value, field: name }] : [];
  });
}

/** Whether a value looks like a phone number: enough digits, and no words but those that accompany a number. */
const isNumberLike = (value: string) =>
  value.length <= 100 &&
  value.replace(/\P{Nd}/gu, '').length >= 6 &&
  !/\p{L}/u.test(value.replace(/tel|mob|ext|x/gi, ''));

/**
 * Numbers on a list that does not say which column holds phone numbers. Nobody is found by them (R18), but a contact with one of
 * them is not called if the number is on the do-not-call list or cannot be read.
 */
function unlabelledNumbers(list: ContactList | undefined, { values }: DialerContact): IndexedIdentifier[] {
  if (!list || list.columns.some(({ holds }) => holds === 'PHONE')) return [];
  return list.columns.flatMap(({ name, holds }) => {
    const value = values[name];
    return holds === null && value && isNumberLike(value)
      ? [{ type: 'PHONE', value, field: name, unreachable: true }]
      : [];
  });
}

/** What the term index holds of a contact: its identifiers, and values that only look like phone numbers. */
export const indexed = (list: ContactList | undefined, contact: DialerContact) => ({
  id: contact.id,
  identifiers: [...identifiersOf(list, contact), ...unlabelledNumbers(list, contact)],
});

/** Every value of a contact that a dialer could call. */
export const numbersOf = (list: ContactList | undefined, contact: DialerContact): string[] =>
  indexed(list, contact)
    .identifiers.filter(({ type, value }) => type === 'PHONE' && value.trim() !== '')
    .map(({ value }) => value);

/** Columns whose value cannot be searched: it cannot be read as what the column holds, or the column is not labelled. */
export const unreadableColumns = (list: ContactList | undefined, contact: DialerContact): string[] =>
  indexed(list, contact)
    .identifiers.filter(
      ({ type, value, unreachable }) =>
        value.trim() !== '' && (unreachable === true || (isValueType(type) && !normalizeValue(type, value))),
    )
    .map(({ field }) => field);

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
