/**
 * Names and addresses as words (R3). Their order does not count, and a dot or an apostrophe of any keyboard separates words like a
 * space: `J.R.R.` is `J. R. R.`, `O'Brien` is `O’Brien` and `O Brien`. It may also join them (`OBrien`): that reading finds the value
 * too, but the match is PARTIAL, because `Y.Ang` need not be `Yang`. So all values that match EXACTLY have one key.
 */
import {
  apostrophes,
  dots,
  foldLetters,
  isAscii,
  maximumLength,
  withoutIotaSubscript,
  withoutMarks,
  withoutMarksOfVersion2,
  wordCharacter,
} from './characters';
import type { NormalizedValue } from './normalized-value';
import { addressesUnspaced, namesUnspaced, number, unspaced, type Unspaced, type Word } from './unspaced';

/** A value with fewer letters and digits finds only what equals it as a whole. */
export const minimumLetters = 3;

/** The order of the numbers of an address is kept for this many numbers after each. */
const numbersAhead = 8;

const joiners = new RegExp(`[${apostrophes}${dots}]`, 'gu');
const apostrophe = new RegExp(`[${apostrophes}]`, 'gu');
const dot = new RegExp(`[${dots}]`, 'gu');
/** The dot and the space between two initials. */
const betweenInitials = new RegExp(
  `(?<![\\p{L}\\p{M}])(\\p{L}\\p{M}*)[${dots}]\\s+(?=\\p{L}\\p{M}*(?:[${dots}]|$))`,
  'gu',
);
const word = new RegExp(`[${wordCharacter}]+`, 'gu');
const asciiWord = /[a-z0-9]+/g;
const letter = /[\p{L}\p{N}\p{Co}\p{Cn}]/u;

/** The words of a text, in order; everything else separates them. Marks without a letter belong to no word. */
function wordsOf(text: string): Word[] {
  const words: Word[] = [];
  let end = 0;
  for (const { 0: found, index } of text.matchAll(isAscii(text) ? asciiWord : word)) {
    const between = text.slice(end, index);
    const start = found.search(letter);
    if (start < 0) continue;
    const hangsOn = words.length > 0 && /^\s*[/\\\-‐‑–—]\s*$/u.test(between);
    words.push({ text: found.slice(start), hangsOn, afterComma: /[,，、]/.test(between) });
    end = index + found.length;
  }
  return words;
}

/**
 * The readings of a text's dots and apostrophes: each kind separates words (the first reading), or joins them. Initials are joined
 * across the space between them too: `J. R. R.` is `JRR`, as `J.R.R.` is.
 */
function punctuated(text: string): string[] {
  if (text.search(joiners) < 0) return [text];
  const apart = (pattern: RegExp) => (value: string) => value.replace(pattern, ' ');
  const joined = (pattern: RegExp) => (value: string) => value.replace(pattern, '');
  const joinedDots = (value: string) => joined(dot)(value.replace(betweenInitials, '$1'));
  const readings = [apart(dot), joinedDots].flatMap((dotted) =>
    [apart(apostrophe), joined(apostrophe)].map((quoted) => dotted(quoted(text))),
  );
  return [...new Set(readings)];
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

function normalize(
  value: string,
  unmark: (folded: string) => string,
  read: Reader,
  { canonical, readings: arrange }: Unspaced,
): NormalizedValue | null {
  if (value.length > maximumLength) return null;
  const folded = foldLetters(value);
  const isArranged = unspaced.test(folded);
  const bare = withoutIotaSubscript(value);
  const texts = bare === value ? [folded] : [folded, foldLetters(bare)];
  const readings = texts.flatMap(punctuated).flatMap((text) => {
    const words = wordsOf(text);
    if (words.length === 0) return [];
    return isArranged ? [words, ...arrange(words)] : [words];
  });
  const [first] = readings;
  if (!first) return null;
  const plain = readings.map((words) => {
    const reading = read(words.map((word) => ({ ...word, text: unmark(word.text) })));
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
  normalize(value, withoutMarks, nameReading, namesUnspaced);

/** An address (R3): like a name, but its numbers keep their order, and so do words of a script without spaces. */
export const normalizeAddress = (value: string): NormalizedValue | null =>
  normalize(value, withoutMarks, addressReading, addressesUnspaced);

/** A name or an address as version 2 of normalisation searched for it. */
export const normalizeWordsByVersion2 = (type: 'NAME' | 'ADDRESS', value: string): NormalizedValue | null =>
  type === 'NAME'
    ? normalize(value, withoutMarksOfVersion2, nameReading, namesUnspaced)
    : normalize(value, withoutMarksOfVersion2, addressReading, addressesUnspaced);
