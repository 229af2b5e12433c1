import { entryOf, isValueType, sameValue, type IdentifierType, type WordKind } from '../../base/terms';
import type { Replacement, ReplacementFate } from '../definition';
import { SearchableText, type Standing } from './text-search';

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
 * Free text after rectification: every occurrence of an `existing` becomes its `updated`, whatever the case, spacing, apostrophes and
 * composition of the text; of a phone number, however it is written. Within a longer word, address or number it is something else
 * and stays. Where several fit, the longest is replaced. What may be the value, and cannot be told from something else, stays and is
 * reported as not supported.
 */
export function replaceInText<T extends string | null>(text: T, replacements: Replacement[]): T | string {
  if (text === null) return text;
  const searched = new SearchableText(text);
  const ordered = [...replacements].sort((a, b) => b.existing.length - a.existing.length);
  // For each place, the number of the first replacement whose value begins there, with its end; 0 for none.
  const [beginning, ends] = [new Uint32Array(searched.length), new Uint32Array(searched.length)];
  // Likewise for values that are not replaced.
  const doubtful = new Uint32Array(searched.length);
  const left = new Map<Replacement, ReplacementFate>();
  ordered.forEach((replacement, index) => {
    const { type, existing } = replacement;
    const note = (place: number, end: number, standing: Standing) => {
      if (standing === 'WITHIN' || isBareNumber(replacement)) doubtful[place] ||= index + 1;
      else if (beginning[place] === 0) [beginning[place], ends[place]] = [index + 1, end];
    };
    const kind = wordKindOf(type);
    searched.find(existing, kind, note);
    const isWhole = kind !== 'NUMBER' || !isValueType(type) || searched.findNumber(type, existing, note);
    if (!isWhole) left.set(replacement, 'UNREADABLE');
  });
  // One pass over all of them, so that what one replacement wrote is not replaced by the next.
  let replaced = '';
  let copied = 0;
  for (let place = 0; place < searched.length;) {
    const replacement = ordered[(beginning[place] as number) - 1];
    if (!replacement) {
      const kept = ordered[(doubtful[place] as number) - 1];
      if (kept) left.set(kept, isBareNumber(kept) ? 'UNREADABLE' : 'UNPLACED');
      place += 1;
      continue;
    }
    const end = ends[place] as number;
    const before = searched.slice(copied, place);
    const written = searched.slice(place, end);
    // The `@` of a handle in the text is as good as that of the correction.
    const isMarked = wordKindOf(replacement.type) === 'HANDLE' && before.endsWith('@') && !written.startsWith('@');
    const updated = isMarked ? replacement.updated.replace(/^@+/, '') : replacement.updated;
    replaced += before + updated;
    replacement.onFound?.(written === updated ? 'RIGHT' : 'REPLACED');
    place = end;
    copied = place;
  }
  for (const [{ onFound }, fate] of left) onFound?.(fate);
  return copied === 0 ? text : replaced + searched.slice(copied, searched.length);
}

/** Whether it is an id of digits alone: in a text without a stated type it may just as well be a quantity, or somebody else's. */
const isBareNumber = ({ type, existing }: Replacement): boolean =>
  type === 'EXTERNAL_ID' && /^\p{Nd}+$/u.test(existing.trim());

const wordKindOf = (type: IdentifierType): WordKind => (isValueType(type) ? entryOf(type).inText : 'WORD');

/**
 * A value of no stated type after rectification: replaced as a whole if it equals an `existing` once both are normalised,
 * otherwise within its text.
 */
export function replaceAnywhere<T extends string | null>(value: T, replacements: Replacement[]): T | string {
  if (value === null) return value;
  const whole = replacements.find(
    (replacement) =>
      isValueType(replacement.type) &&
      !isBareNumber(replacement) &&
      // A phone number is recognised within any text; only a value without other words may be replaced as a whole.
      !(hasNumbers(replacement.type) && hasLetters(value)) &&
      sameValue(replacement.type, replacement.existing, value),
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
