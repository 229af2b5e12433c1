/** Finds a phone number in free text, however it is written there (R3, R14). */
import { normalizeValue, type ValueType } from '../../base/terms';
import { asciiDigit } from '../../base/terms/characters';
import { extension, joiners, mostDigits } from './number-bounds';

/** All spellings of a number end with the same digits: as many as these are compared before a number is read. */
const comparedDigits = 6;

/** The most spellings that are read for one number in one text: reading takes time, and anybody can write texts (R27). */
const mostReadings = 500;

/** The longest text of an extension that is read. */
const longestExtension = 20;

/** Digits in a row. */
interface Group {
  start: number;
  end: number;
  digits: string;
}

const joined = new RegExp(`^${joiners}$`, 'u');
const longestJoiner = 3;

const plainDigits = (digits: string): string => digits.replace(/(?![0-9])\p{Nd}/gu, asciiDigit);

/** The groups of a text, each with the groups before it that may be of the same number, as far as one number can reach. */
function* numberEnds(text: string): Generator<readonly Group[]> {
  let run: Group[] = [];
  for (const { 0: written, index } of text.matchAll(/\p{Nd}+/gu)) {
    const end = index + written.length;
    const last = run.at(-1)?.end ?? -1;
    const isJoined = last >= 0 && index - last <= longestJoiner && joined.test(text.slice(last, index));
    // Longer digits than those of a number are of no number, and all that must be kept of them is that they are too many.
    const group = { start: index, end, digits: plainDigits(written.slice(-mostDigits - 1)) };
    run = isJoined ? [...run.slice(-mostDigits), group] : [group];
    yield run;
  }
}

/** Where a number begins whose first digits are at `start`: at its plus, and the bracket that is closed in it. */
function beginOf(text: string, start: number, end: number): number {
  let begin = start;
  const takePlus = () => {
    const [sign] = /\+[ \u00a0]?$/.exec(text.slice(Math.max(0, begin - 2), begin)) ?? [];
    begin -= sign?.length ?? 0;
  };
  takePlus();
  const own = text.slice(begin, end);
  if (text[begin - 1] === '(' && own.split(')').length > own.split('(').length) {
    begin -= 1;
    takePlus();
  }
  return begin;
}

/**
 * Calls `found` with the offsets of every number that equals `existing` once both are normalised.
 * @returns false when there were too many that end with the same digits to read them all
 */
export function numbersLike(
  text: string,
  type: ValueType,
  existing: string,
  found: (start: number, end: number) => void,
): boolean {
  const key = normalizeValue(type, existing)?.key ?? '';
  const [, line = '', ownExtension] = /^\+(\d+)(?:;ext=(\d+))?$/.exec(key) ?? [];
  if (line === '') return true;
  const tail = line.slice(-comparedDigits);
  const read = new Map<string, boolean>();
  const isSame = (written: string): boolean => {
    let same = read.get(written);
    if (same === undefined) read.set(written, (same = normalizeValue(type, written)?.key === key));
    return same;
  };
  for (const run of numberEnds(text)) {
    const { end: lastDigit = 0 } = run.at(-1) ?? {};
    const rest = ownExtension === undefined ? '' : text.slice(lastDigit, lastDigit + longestExtension);
    const end = lastDigit + (extension.exec(rest)?.[0].length ?? 0);
    const starts: number[] = [];
    let digits = '';
    for (let index = run.length - 1; index >= 0; index -= 1) {
      const group = run[index] as Group;
      digits = group.digits + digits;
      if (digits.length > mostDigits) break;
      if (digits.endsWith(tail)) starts.unshift(group.start);
    }
    if (starts.length > 0 && read.size >= mostReadings) return false;
    // The longest: the country code is a part of the number.
    const begin = starts.map((start) => beginOf(text, start, end)).find((start) => isSame(text.slice(start, end)));
    if (begin !== undefined) found(begin, end);
  }
  return true;
}
