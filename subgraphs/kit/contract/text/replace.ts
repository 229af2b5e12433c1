import { entryOf, isValueType, sameValue, type IdentifierType, type WordKind } from '../../base/terms';
import type { Replacement } from '../definition';
import { SearchableText } from './text-search';

/**
 * A stored value after rectification: the `updated` of the first replacement of this type whose `existing` is the same value
 * once both are normalised (R3, R14), or the value unchanged.
 */
export function replaceValue<T extends string | null>(
  type: IdentifierType,
  value: T,
  replacements: Replacement[],
): T | string {
  if (value === null || !isValueType(type)) return value;
  const match = replacements.find(
    (replacement) => replacement.type === type && sameValue(type, replacement.existing, value),
  );
  if (!match) return value;
  match.onFound?.(match.updated === value ? 'RIGHT' : 'REPLACED');
  return match.updated;
}

/**
 * Free text after rectification: every occurrence of an `existing` becomes its `updated`, whatever the case, spacing and
 * composition of the text. Within a longer word, address or number it is something else and stays. Where several fit, the longest
 * is replaced.
 */
export function replaceInText<T extends string | null>(text: T, replacements: Replacement[]): T | string {
  if (text === null) return text;
  const searched = new SearchableText(text);
  const ordered = [...replacements].sort((a, b) => b.existing.length - a.existing.length);
  // For each place, the number of the first replacement whose value begins there; 0 for none.
  const beginning = new Uint32Array(searched.length);
  const lengths = ordered.map(({ type, existing }, index) =>
    searched.find(existing, wordKindOf(type), (place) => {
      if (beginning[place] === 0) beginning[place] = index + 1;
    }),
  );
  // One pass over all of them, so that what one replacement wrote is not replaced by the next.
  let replaced = '';
  let copied = 0;
  for (let place = 0; place < searched.length;) {
    const index = (beginning[place] as number) - 1;
    if (index < 0) {
      place += 1;
      continue;
    }
    const { updated, onFound } = ordered[index] as Replacement;
    replaced += searched.slice(copied, place) + updated;
    const end = place + (lengths[index] as number);
    onFound?.(searched.slice(place, end) === updated ? 'RIGHT' : 'REPLACED');
    place = end;
    copied = place;
  }
  return copied === 0 ? text : replaced + searched.slice(copied, searched.length);
}

const wordKindOf = (type: IdentifierType): WordKind => (isValueType(type) ? entryOf(type).inText : 'WORD');

/**
 * A value of no stated type after rectification: replaced as a whole if it equals an `existing` once both are normalised,
 * otherwise within its text.
 */
export function replaceAnywhere<T extends string | null>(value: T, replacements: Replacement[]): T | string {
  if (value === null) return value;
  const whole = replacements.find(
    ({ type, existing }) =>
      // A phone number is recognised within any text; only a value without other words may be replaced as a whole.
      isValueType(type) && !(hasNumbers(type) && hasLetters(value)) && sameValue(type, existing, value),
  );
  return whole ? replaceValue(whole.type, value, [whole]) : replaceInText(value, replacements);
}

/** A value of a stated type after rectification: replaced as a whole, or, if it holds more than that, within its text. */
export function replaceTyped(type: IdentifierType, value: string, replacements: Replacement[]): string {
  const same = replacements.some(
    (replacement) => replacement.type === type && isValueType(type) && sameValue(type, replacement.existing, value),
  );
  return same ? replaceValue(type, value, replacements) : replaceInText(value, replacements);
}

const hasNumbers = (type: IdentifierType) => isValueType(type) && entryOf(type).numeric;
const hasLetters = (value: string) => /\p{L}/u.test(value.replace(/^\s*\w+:/, ''));
