import { isValueType, normalizeValue, type IdentifierType } from '../terms';
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

/** Free text after rectification: every `existing` that stands in it as written, whatever its case, becomes `updated`. */
export function replaceInText<T extends string | null>(text: T, replacements: Replacement[]): T | string {
  if (text === null) return text;
  // One pass over all of them, so that what one replacement wrote is not replaced by the next.
  const ordered = [...replacements].sort((a, b) => b.existing.length - a.existing.length);
  const pattern = ordered.map(({ existing }) => `(${escape(existing.trim())})`).join('|');
  return text.replace(
    new RegExp(`(?<![\\p{L}\\p{N}])(?:${pattern})(?![\\p{L}\\p{N}])`, 'giu'),
    (...match: unknown[]) => {
      const group = ordered.findIndex((_, index) => match[index + 1] !== undefined);
      return ordered[group]?.updated ?? String(match[0]);
    },
  );
}

/**
 * A value of no stated type after rectification: replaced as a whole when it equals an `existing` once both are normalised,
 * else within its text.
 */
export function replaceAnywhere<T extends string | null>(value: T, replacements: Replacement[]): T | string {
  for (const replacement of replacements) {
    const replaced = replaceValue(replacement.type, value, [replacement]);
    if (replaced !== value) return replaced;
  }
  return replaceInText(value, replacements);
}

// No hyphen among them: outside a class a unicode pattern has no such escape, and a hyphen means itself.
const escape = (literal: string) => literal.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
