import { isValueType, normalizeValue, type IdentifierType } from '../base/terms';
import type { Replacement } from './definition';
import { SearchableText, type WordKind } from './text-search';

/**
 * A stored value after rectification: the `updated` of the first replacement whose `existing` it equals once both are
 * normalised (R3, R14), or the same value.
 */
export function replaceValue<T extends string | null>(
  type: IdentifierType,
  value: T,
  replacements: Replacement[],
): T | string {
  if (value === null || !isValueType(type)) return value;
  const stored = normalizeValue(type, value)?.key;
  const match = replacements.find(
    (replacement) =>
      replacement.type === type && stored !== undefined && normalizeValue(type, replacement.existing)?.key === stored,
  );
  return match ? match.updated : value;
}

/**
 * Free text after rectification: every `existing` that stands in it as written, whatever its case and spacing, becomes
 * `updated`. A part of a longer word, address or number is something else and stays. Where several fit, the longest does.
 */
export function replaceInText<T extends string | null>(text: T, replacements: Replacement[]): T | string {
  if (text === null) return text;
  const searched = new SearchableText(text);
  const ordered = [...replacements].sort((a, b) => b.existing.length - a.existing.length);
  // At each place the number of the first replacement whose value begins there; 0 for none.
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
    replaced += searched.slice(copied, place) + (ordered[index] as Replacement).updated;
    place += lengths[index] as number;
    copied = place;
  }
  return copied === 0 ? text : replaced + searched.slice(copied, searched.length);
}

/** A name that is also a part of somebody's e-mail address is not changed there: the address would reach nobody. */
const wordKindOf = (type: IdentifierType): WordKind =>
  type === 'EMAIL' ? 'address' : type === 'NAME' ? 'name' : 'word';

/**
 * A value of no stated type after rectification: replaced within its text, or as a whole when it equals an `existing` once
 * both are normalised.
 */
export function replaceAnywhere<T extends string | null>(value: T, replacements: Replacement[]): T | string {
  const corrected = replaceInText(value, replacements);
  if (value === null || corrected !== value) return corrected;
  for (const replacement of replacements) {
    // A number is read out of any text that it stands in; only a value that is nothing else may be replaced whole.
    if (hasNumbers(replacement.type) && /\p{L}/u.test(value.replace(/^\s*\w+:/, ''))) continue;
    const replaced: string = replaceValue(replacement.type, value, [replacement]);
    if (replaced !== value) return replaced;
  }
  return value;
}

const hasNumbers = (type: IdentifierType) => type === 'PHONE' || type === 'WHATSAPP';
