import { entryOf, isValueType, normalizeValue, type IdentifierType } from '../base/terms';
import type { Replacement } from './definition';

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
 * `updated`. A part of a longer word, address or number is something else and stays.
 */
export function replaceInText<T extends string | null>(text: T, replacements: Replacement[]): T | string {
  if (text === null) return text;
  // One pass over all of them, so that what one replacement wrote is not replaced by the next.
  const ordered = [...replacements].sort((a, b) => b.existing.length - a.existing.length);
  const pattern = ordered.map((replacement) => `(${patternOf(replacement)})`).join('|');
  return text.replace(new RegExp(pattern, 'giu'), (...match: unknown[]) => {
    const group = ordered.findIndex((_, index) => match[index + 1] !== undefined);
    return ordered[group]?.updated ?? String(match[0]);
  });
}

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

const hasNumbers = (type: IdentifierType) => isValueType(type) && entryOf(type).numeric;

const sign = '[\\p{L}\\p{N}]';

function patternOf({ type, existing }: Replacement): string {
  const literal = existing.trim().split(/\s+/).map(escape).join('\\s+');
  const bounds = isValueType(type) ? entryOf(type).inText : 'WORD';
  if (bounds === 'EMAIL') return `(?<!${sign}[._+-]?)${literal}(?![.-]?${sign})`;
  // A name that is also a part of somebody's e-mail address is not changed there: the address would reach nobody.
  if (bounds === 'NAME') return `(?<!${sign}|@[\\p{L}\\p{N}.-]*)${literal}(?!${sign}|[\\p{L}\\p{N}._+-]*@)`;
  return `(?<!${sign})${literal}(?!${sign})`;
}

// No hyphen among them: outside a class a unicode pattern has no such escape, and a hyphen means itself.
const escape = (literal: string) => literal.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
