/** Compares the replacements of rectifications (R14): by what they replace, however it is spelled, and by what they write. */
import { isValueType, normalizeValue, type Replacement } from '../../../../subgraphs/kit';

/** What a replacement replaces, the same for every spelling; null for a value that normalises to nothing. */
export function replacedKey({ type, existing }: Pick<Replacement, 'type' | 'existing'>): string | null {
  const value = isValueType(type) ? normalizeValue(type, existing) : null;
  return value && `${type}:${value.key}`;
}

/** A text for a replacement: the same for equal ones. What is written counts letter by letter. */
const textOf = (replacement: Replacement): string =>
  JSON.stringify(
    Object.entries({ ...replacement, existing: replacedKey(replacement) ?? replacement.existing })
      .filter(([, value]) => value != null)
      .sort(),
  );

/** Whether two rectifications replace the same, in whatever order. */
export function sameReplacements(one: Replacement[], other: Replacement[]): boolean {
  const [first, second] = [new Set(one.map(textOf)), new Set(other.map(textOf))];
  return first.size === second.size && [...first].every((text) => second.has(text));
}
