/** The rectification of a name in a script without spaces, written as one word and stored in two parts (R14): `王小明` in `王` and `小明`. */
import { isUnspacedText } from '../../base/terms';

interface Part {
  name: string;
  value: string;
}
type Split = Record<string, string>;

const compared = (text: string): string => text.normalize('NFC').toLowerCase();
const isSame = (one: string, other: string): boolean => compared(one) === compared(other);

/**
 * The two parts of the correction of such a name. One part must stay: it tells where the other begins.
 * @returns null when the correction can be split in no way or in several; undefined when `existing` is no such name
 */
export function splitUnspaced(
  held: readonly [name: string, value: string][],
  existing: string,
  updated: string,
): Split | null | undefined {
  const [one, other] = held.map(([name, value]): Part => ({ name, value: value.trim() }));
  if (!one || !other || held.length > 2 || ![one, other].every(({ value }) => isUnspacedText(value))) return undefined;
  const orders: [Part, Part][] = [
    [one, other],
    [other, one],
  ];
  const written = existing.replace(/\s+/gu, '');
  const known = orders.filter(([first, second]) => isSame(first.value + second.value, written));
  if (known.length === 0) return undefined;
  const words = updated.trim().split(/\s+/u);
  if (!words.every(isUnspacedText)) return null;
  const splits = known.flatMap((order) => splitsIn(order, words));
  const [split] = splits;
  return split && splits.every((each) => isSame(textOf(each, one, other), textOf(split, one, other))) ? split : null;
}

const textOf = (split: Split, one: Part, other: Part): string => `${split[one.name]} ${split[other.name]}`;

/** The ways to split a correction written in this order: its beginning is the first part as before, or its end the second. */
function splitsIn([first, second]: [Part, Part], words: readonly string[]): Split[] {
  const [beginning = '', end = ''] = words;
  const parted = (before: string, after: string) => ({ [first.name]: before, [second.name]: after });
  if (words.length === 2)
    return isSame(beginning, first.value) || isSame(end, second.value) ? [parted(beginning, end)] : [];
  if (words.length > 2) return [];
  const lengths = [
    ...(compared(beginning).startsWith(compared(first.value)) ? [first.value.length] : []),
    ...(compared(beginning).endsWith(compared(second.value)) ? [beginning.length - second.value.length] : []),
  ];
  return lengths
    .filter((length) => length > 0 && length < beginning.length)
    .map((length) => parted(beginning.slice(0, length), beginning.slice(length)));
}
