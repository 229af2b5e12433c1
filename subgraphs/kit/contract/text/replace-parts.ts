/**
 * The rectification of a name or address that is stored in parts, and stays so (R14). The correction comes as one line; which of
 * its words belongs to which part is told from the words that were stored before. A correction that no rule can split safely
 * changes nothing, and is reported as such.
 */
import { isValueType, sameValue, type IdentifierType } from '../../base/terms';
import type { Replacement } from '../definition';
import { byNeighbours, byPosition, type Word } from './label-words';
import { splitUnspaced } from './replace-unspaced';

/** The parts of a value, by name, in the order in which one line shows them. */
export type Parts = Readonly<Record<string, string | null | undefined>>;

/** How the parts of a value form one line. */
export interface PartsOptions {
  type: IdentifierType;
  /** The text between the parts on one line. */
  separator: string;
  /** Whether a corrected value can be this part. It prevents that the value of another part is taken for this one. */
  fits?: (part: string, updated: string, before: string) => boolean;
}

/**
 * The parts after rectification. A replacement whose `existing` is the whole value corrects all parts; one whose `existing` is
 * exactly one part corrects that part.
 * @returns the parts, the same object when nothing changed; `unplaced` is true when a correction was due and could not be split
 */
export function replaceParts(
  options: PartsOptions,
  parts: Parts,
  replacements: readonly Replacement[],
): { parts: Parts; unplaced: boolean } {
  const { type, separator } = options;
  const held = Object.entries(parts).filter((part): part is [string, string] => Boolean(part[1]?.trim()));
  const values = held.map(([, value]) => value);
  // Also written as one word, in either order: `王小明`.
  const lines = [values.join(separator), values.join(''), [...values].reverse().join('')];
  const own = replacements.filter((replacement) => replacement.type === type);
  const found = own.find(({ existing }) => lines.some((line) => isSame(type, existing, line)));
  if (!found) return replaceEach(type, parts, held, own);
  const unspaced = splitUnspaced(held, found.existing, found.updated);
  const split = unspaced === undefined ? splitCorrection(held, found.updated, options) : unspaced;
  const changed = split !== null && held.some(([name, value]) => (split[name] ?? value) !== value);
  // Parts that the correction does not mention stay. If it would change nothing and only leave parts out, it cannot be placed.
  if (!split || (!changed && held.some(([name]) => split[name] === undefined))) {
    found.onFound?.('UNPLACED');
    return { parts, unplaced: true };
  }
  found.onFound?.(changed ? 'REPLACED' : 'RIGHT');
  return { parts: changed ? { ...parts, ...split } : parts, unplaced: false };
}

const isSame = (type: IdentifierType, one: string, other: string): boolean =>
  isValueType(type) && sameValue(type, one, other);

/** Corrects each part that a replacement names as a whole. */
function replaceEach(
  type: IdentifierType,
  parts: Parts,
  held: readonly [string, string][],
  replacements: readonly Replacement[],
): { parts: Parts; unplaced: false } {
  const corrected: Record<string, string> = {};
  for (const [name, value] of held) {
    const match = replacements.find(({ existing }) => isSame(type, existing, value));
    if (!match) continue;
    match.onFound?.(match.updated === value ? 'RIGHT' : 'REPLACED');
    if (match.updated !== value) corrected[name] = match.updated;
  }
  return { parts: Object.keys(corrected).length > 0 ? { ...parts, ...corrected } : parts, unplaced: false };
}

const [segments, singleWords] = [/[^,;\n]+/gu, /[^\s,;]+/gu];

/** The new text of each part that the correction mentions; null when it cannot be split with certainty. */
function splitCorrection(
  held: readonly [string, string][],
  updated: string,
  { separator, fits = () => true }: PartsOptions,
): Record<string, string> | null {
  const [only] = held;
  if (only && held.length === 1) return { [only[0]]: updated.trim() };
  const isListed = separator.includes(',');
  for (const pattern of isListed ? [segments, singleWords] : [singleWords]) {
    const words = wordsOf(updated, pattern);
    const before = held.flatMap(([part, value]) => wordsOf(value, pattern).map((word) => ({ ...word, part })));
    // A comma in a value that has none on one line reverses the order: `García, Ana`.
    const inOrder = isListed || !words.some(({ opens }) => opens);
    const labels = (inOrder ? byPosition(before, words) : null) ?? byNeighbours(before, words, isListed);
    const split = labels && joinRuns(updated, words, labels);
    if (split && held.every(([part, value]) => !split[part] || fits(part, split[part], value))) return split;
  }
  return null;
}

const wordsOf = (text: string, pattern: RegExp): Word[] => {
  let last = 0;
  return [...text.matchAll(pattern)].flatMap((match) => {
    const trimmed = match[0].trim();
    if (trimmed === '') return [];
    const start = match.index + match[0].indexOf(trimmed);
    const opens = last > 0 && /[,;\n]/.test(text.slice(last, start));
    last = start + trimmed.length;
    return [{ key: plain(trimmed), start, end: last, opens }];
  });
};

/** A word in the form in which it is compared: words that differ in more than case are different. */
const plain = (text: string): string => text.normalize('NFC').toLowerCase();

/** The text of each part as the correction writes it; null when a part's words do not stand together. */
function joinRuns(updated: string, words: readonly Word[], labels: readonly string[]): Record<string, string> | null {
  const split: Record<string, string> = {};
  for (let start = 0, end = 0; start < words.length; start = end) {
    const part = labels[start] as string;
    while (end < words.length && labels[end] === part) end += 1;
    if (split[part] !== undefined) return null;
    split[part] = updated.slice((words[start] as Word).start, (words[end - 1] as Word).end);
  }
  return split;
}
