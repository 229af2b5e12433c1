/** The values by which a contact on a list is found, from what the list says that its columns hold. */
import { isValueType, normalizeValue, type IndexedIdentifier } from '../kit';
import type { ContactList, ContactListColumn, DialerContact } from './entities';

/**
 * Types whose value a list may spread over columns: first and last name; street and town. Together they are one value, as a person
 * would write it. `field` stands for all of its columns in the term index.
 */
export const spread = [
  { type: 'NAME', separator: ' ', field: 'name' },
  { type: 'ADDRESS', separator: ', ', field: 'address' },
] as const;

/** The names of a list's columns that hold a type, in the list's order. */
export const columnsHolding = (columns: readonly ContactListColumn[], type: string): string[] =>
  columns.filter(({ holds }) => holds === type).map(({ name }) => name);

/** The values of single columns that say what they hold. */
const columnValues = (list: ContactList | undefined, { values }: DialerContact): IndexedIdentifier[] =>
  (list?.columns ?? []).flatMap(({ name, holds }) => {
    const value = values[name];
    return holds && value ? [{ type: holds, value, field: name }] : [];
  });

/**
 * The identifying values of a contact. What stands in several columns is one value: a surname alone is a part of a name, which many
 * people share, and a request by it must not count as one about exactly this person (R24).
 */
export function identifiersOf(list: ContactList | undefined, contact: DialerContact): IndexedIdentifier[] {
  const single = columnValues(list, contact);
  const joined = new Map<string, IndexedIdentifier>();
  for (const { type, separator, field } of spread) {
    const parts = single.filter((each) => each.type === type && each.value.trim() !== '').map(({ value }) => value);
    if (parts.length > 0 && columnsHolding(list?.columns ?? [], type).length > 1)
      joined.set(type, { type, value: parts.join(separator), field });
  }
  // The joined value stands where the first of its columns does.
  return [...new Set(single.map((each) => joined.get(each.type) ?? each))];
}

/** Whether a value looks like a phone number: enough digits, and no words but those that accompany a number. */
const isNumberLike = (value: string) =>
  value.length <= 100 &&
  value.replace(/\P{Nd}/gu, '').length >= 6 &&
  !/\p{L}/u.test(value.replace(/tel|mob|ext|x/gi, ''));

/**
 * Numbers in columns that do not say what they hold. Nobody is found by them (R18), but a contact with one of them is not called if
 * the number is on the do-not-call list, or cannot be read. Beside a column that holds phone numbers, digits that are no number may
 * be anything: a customer's number, a contract's.
 */
function unlabelledNumbers(list: ContactList | undefined, { values }: DialerContact): IndexedIdentifier[] {
  const columns = list?.columns ?? [];
  const isNumber = columnsHolding(columns, 'PHONE').length === 0 ? isNumberLike : isReadableNumber;
  return columns.flatMap(({ name, holds }) => {
    const value = values[name];
    return holds === null && value && isNumber(value) ? [{ type: 'PHONE', value, field: name, unreachable: true }] : [];
  });
}

const isReadableNumber = (value: string) => isNumberLike(value) && normalizeValue('PHONE', value) !== null;

/** Digits, with the signs that people put between those of one number. */
const digitsInText = /[+(]?\p{Nd}[\p{Nd}\s()./\-\u2010\u2011]{4,30}\p{Nd}/gu;

/** Numbers that can be read inside the text of columns that do not say what they hold: `home: +34 600 000 000`. */
const numbersInText = (list: ContactList | undefined, { values }: DialerContact): IndexedIdentifier[] =>
  (list?.columns ?? []).flatMap(({ name, holds }) => {
    const text = values[name];
    if (holds !== null || !text || isNumberLike(text)) return [];
    const found = text.match(digitsInText) ?? [];
    return found.filter(isReadableNumber).map((value) => ({ type: 'PHONE', value, field: name }));
  });

/** Handles that are phone numbers. */
const numericHandles = (list: ContactList | undefined, contact: DialerContact): IndexedIdentifier[] =>
  columnValues(list, contact).flatMap(({ type, value, field }) => {
    const number = type === 'WHATSAPP' ? normalizeValue(type, value) : null;
    return number === null ? [] : [{ type: 'PHONE', value: number.key, field }];
  });

/** The identifiers of a contact, and values that only look like phone numbers. */
const allValues = (list: ContactList | undefined, contact: DialerContact): IndexedIdentifier[] => [
  ...identifiersOf(list, contact),
  ...unlabelledNumbers(list, contact),
];

const isBlank = ({ value }: IndexedIdentifier) => value.trim() === '';

/** Whether nobody is found by a value. */
const isUnsearchable = ({ type, value, unreachable }: IndexedIdentifier): boolean =>
  unreachable === true || (isValueType(type) && !normalizeValue(type, value));

/**
 * Stands for a whole contact that no value finds, so that the term index leads to it when unreachable places are listed (R18). Its
 * value is none, and no column has an empty name.
 */
const unfindable: IndexedIdentifier = { type: 'NAME', value: '-', field: '', unreachable: true };

/** What the term index holds of a contact. */
export function indexed(list: ContactList | undefined, contact: DialerContact) {
  const identifiers = allValues(list, contact);
  const isFound = identifiers.some((each) => !isBlank(each) && !isUnsearchable(each));
  const isEmpty = Object.values(contact.values).every((value) => !value?.trim());
  return { id: contact.id, identifiers: isFound || isEmpty ? identifiers : [...identifiers, unfindable] };
}

/** Every phone number of a contact with the column that holds it, also in columns that do not say so: what a dialer could call. */
export const phonesOf = (list: ContactList | undefined, contact: DialerContact): IndexedIdentifier[] => [
  ...allValues(list, contact).filter((each) => each.type === 'PHONE' && !isBlank(each)),
  ...numericHandles(list, contact),
  ...numbersInText(list, contact),
];

/** The same, the values alone. */
export const numbersOf = (list: ContactList | undefined, contact: DialerContact): string[] =>
  phonesOf(list, contact).map(({ value }) => value);

/** Columns whose value cannot be searched: it cannot be read as what the column holds, or the column is not labelled. */
export const unreadableColumns = (list: ContactList | undefined, contact: DialerContact): string[] =>
  [...columnValues(list, contact), ...unlabelledNumbers(list, contact)]
    .filter((each) => !isBlank(each) && isUnsearchable(each))
    .map(({ field }) => field);

/** The numbers that a correction changed, each with the number that stands in its place now. */
export function changedNumbers(before: IndexedIdentifier[], after: IndexedIdentifier[]) {
  const now = new Map<string, string[]>();
  for (const { field, value } of after) now.set(field, [...(now.get(field) ?? []), value]);
  return before.flatMap(({ field, value }) => {
    const replacement = now.get(field)?.shift();
    return replacement === undefined || replacement === value ? [] : [{ before: value, after: replacement }];
  });
}
