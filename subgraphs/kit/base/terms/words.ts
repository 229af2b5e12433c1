/**
 * Names and addresses as words (R3). Their order does not count, and a dot or an apostrophe of any keyboard separates words like a
 * space: `J.R.R.` is `J. R. R.`, `O'Brien` is `O’Brien` and `O Brien`. It may also join them (`OBrien`): that reading finds the value
 * too, but the match is PARTIAL, because `Y.Ang` need not be `Yang`. So all values that match EXACTLY have one key.
 */
import { apostrophes, dots, foldLetters, isAscii, maximumLength, withoutMarks, wordCharacter } from './characters';
import type { NormalizedValue } from './normalized-value';

/** A value with fewer letters and digits finds only what equals it as a whole. */
export const minimumLetters = 3;

/** The order of the numbers of an address is kept for this many numbers after each. */
const numbersAhead = 8;

/** The most words of a CJK name in which the family name may stand first or last. */
const mostNameParts = 4;

const joiners = new RegExp(`[${apostrophes}${dots}]`, 'gu');
const apostrophe = new RegExp(`[${apostrophes}]`, 'gu');
const dot = new RegExp(`[${dots}]`, 'gu');
const word = new RegExp(`[${wordCharacter}]+`, 'gu');
const asciiWord = /[a-z0-9]+/g;
const letter = /[\p{L}\p{N}\p{Co}\p{Cn}]/u;
const number = /\p{N}/u;
/** Scripts written without spaces, or with optional ones. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]/u;

/** A word, and whether it is tied to the one before without space or comma, like the 3 of `12/3`. */
interface Word {
  text: string;
  hangsOn: boolean;
}

/** The words of a text, in order; everything else separates them. Marks without a letter belong to no word. */
function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(isAscii(text) ? asciiWord : word)) {
    const between = text.slice(end, index);
    const start = found.search(letter);
    if (start < 0) continue;
    words.push({ text: found.slice(start), hangsOn: words.length > 0 && /^\s*[/\\\-‐‑–—]\s*$/u.test(between) });
    end = index + found.length;
  }
  return words;
}

/** The readings of a text's dots and apostrophes: each kind separates words (the first reading), or joins them. */
function punctuated(text: string): string[] {
  if (text.search(joiners) < 0) return [text];
  const apart = (pattern: RegExp) => (value: string) => value.replace(pattern, ' ');
  const joined = (pattern: RegExp) => (value: string) => value.replace(pattern, '');
  const readings = [apart, joined].flatMap((dotted) =>
    [apart, joined].map((quoted) => dotted(dot)(quoted(apostrophe)(text))),
  );
  return [...new Set(readings)];
}

const isUnspaced = (character: string | undefined) => character !== undefined && unspaced.test(character);

/** Whether a text consists of characters of scripts without spaces. */
export const isUnspacedText = (text: string): boolean => text !== '' && [...text].every(isUnspaced);

/** Joins neighbours that a script without spaces would write together. */
function closeGaps(words: Word[]): Word[] {
  const closed: Word[] = [];
  for (const each of words) {
    const before = closed.at(-1);
    const [last, first] = [[...(before?.text ?? '')].at(-1), [...each.text][0]];
    const meets =
      (isUnspaced(last) && (isUnspaced(first) || number.test(first ?? ''))) ||
      (isUnspaced(first) && number.test(last ?? ''));
    if (before && meets && !each.hangsOn) before.text += each.text;
    else closed.push({ ...each });
  }
  return closed;
}

/** The ways to write a name in such scripts as one word, with any of its words first. */
function rotations(words: Word[]): Word[][] {
  const texts = words.map(({ text }) => text);
  if (texts.length < 2 || texts.length > mostNameParts || !texts.every(isUnspacedText)) return [];
  return texts.map((_, first) => [
    { text: [...texts.slice(first), ...texts.slice(0, first)].join(''), hangsOn: false },
  ]);
}

/**
 * A name of two words in such a script, written without the space. The family name, which is the shorter one, comes first:
 * `王 小明` and `小明 王` are `王小明`. Of two words of equal length nobody can tell which it is, so they stay two words.
 */
function closeName(words: Word[]): Word[] {
  const [first, second] = words.map(({ text }) => [...text]);
  if (!first || !second || words.length > 2 || first.length === second.length) return words;
  if (!words.every(({ text }) => isUnspacedText(text))) return words;
  const ordered = first.length < second.length ? [first, second] : [second, first];
  return [{ text: ordered.flat().join(''), hangsOn: false }];
}

type Reader = (words: Word[]) => { form: string; tokens: string[]; required: string[] };

const sorted = (texts: string[]) => [...texts].sort();

const nameReading: Reader = (words) => {
  const texts = words.map(({ text }) => text);
  const tokens = [...new Set(texts)];
  return { form: sorted(texts).join(' '), tokens, required: tokens };
};

/** Numbers of an address keep their order. Those that are tied (`12/3`) are found in that order only. */
const addressReading: Reader = (words) => {
  const texts = words.map(({ text }) => text);
  const numbers = words.filter(({ text }) => number.test(text));
  const others = texts.filter((text) => !number.test(text));
  const order = numbers.flatMap(({ text }, index) =>
    numbers.slice(index + 1, index + 1 + numbersAhead).map((next) => `${text}>${next.text}`),
  );
  const hanging = words.flatMap(({ text, hangsOn }, index) => {
    const before = words[index - 1]?.text ?? '';
    return hangsOn && number.test(text) && number.test(before) ? [`${before}>${text}`] : [];
  });
  const tokens = [...new Set(texts)];
  return {
    form: [...sorted(others), ...numbers.map(({ text }) => text)].join('/'),
    tokens: [...new Set([...tokens, ...order])],
    required: [...new Set([...tokens, ...hanging])],
  };
};

/** Whether words have so few letters and digits that they find only what equals them as a whole. */
function isShort(tokens: Iterable<string>): boolean {
  let letters = 0;
  for (const token of tokens)
    for (const character of token) {
      if (letter.test(character)) letters += 1;
      if (letters >= minimumLetters) return false;
    }
  return true;
}

/** Marks a text that is searched as a whole; no word begins with `=`. */
const whole = (form: string) => `=${form}`;

/** How a type of value treats scripts without spaces. */
interface Unspaced {
  /** The form in which they are compared. */
  canonical: (words: Word[]) => Word[];
  /** Further ways to read them. */
  readings: (words: Word[]) => Word[][];
}

function normalize(value: string, read: Reader, { canonical, readings: arrange }: Unspaced): NormalizedValue | null {
  if (value.length > maximumLength) return null;
  const folded = foldLetters(value);
  const isArranged = unspaced.test(folded);
  const readings = punctuated(folded).flatMap((text) => {
    const words = wordsOf(text);
    if (words.length === 0) return [];
    return isArranged ? [words, ...arrange(words)] : [words];
  });
  const [first] = readings;
  if (!first) return null;
  const plain = readings.map((words) => {
    const reading = read(words.map(({ text, hangsOn }) => ({ text: withoutMarks(text), hangsOn })));
    if (!isShort(new Set(words.map(({ text }) => text)))) return reading;
    return { tokens: [whole(reading.form)], required: [whole(reading.form)] };
  });
  return {
    key: read(isArranged ? canonical(first) : first).form,
    indexed: [...new Set(plain.flatMap(({ tokens }) => tokens))],
    searched: distinct(plain.map(({ required }) => required)),
  };
}

const distinct = (lists: string[][]): string[][] => [
  ...new Map(lists.map((list) => [sorted(list).join(' '), list])).values(),
];

/** A name (R3); null when it has no letter or digit, or is too long. Letters stay letters, whatever their script. */
export const normalizeName = (value: string): NormalizedValue | null =>
  normalize(value, nameReading, {
    canonical: closeName,
    readings: (words) => [closeGaps(words), ...rotations(words)],
  });

/** An address (R3): like a name, but its numbers keep their order, and so do words of a script without spaces. */
export const normalizeAddress = (value: string): NormalizedValue | null =>
  normalize(value, addressReading, { canonical: closeGaps, readings: (words) => [closeGaps(words)] });
