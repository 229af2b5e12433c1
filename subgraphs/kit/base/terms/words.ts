/**
 * Names and addresses as words (R3). Their order does not count, and a dot or an apostrophe of any keyboard separates them as a
 * space does: `J.R.R.` is `J. R. R.`, `O'Brien` is `O’Brien` and `O Brien`. It may join them too (`OBrien`): a value is found by
 * that reading, and the match is PARTIAL, because `Y.Ang` need not be `Yang`. So what is EXACT is one value, with one key.
 */
import { apostrophes, dots, foldLetters, isAscii, maximumLength, withoutMarks, wordCharacter } from './characters';
import type { NormalizedValue } from './normalized-value';

/** Fewer letters and digits than this find only what equals them whole. */
export const minimumLetters = 3;

/** Numbers of an address whose order is remembered after each of them. */
const numbersAhead = 8;

/** A CJK name of more words is no name in which the family name may stand first or last. */
const mostNameParts = 4;

const joiners = new RegExp(`[${apostrophes}${dots}]`, 'gu');
const apostrophe = new RegExp(`[${apostrophes}]`, 'gu');
const dot = new RegExp(`[${dots}]`, 'gu');
const word = new RegExp(`[${wordCharacter}]+`, 'gu');
const asciiWord = /[a-z0-9]+/g;
const letter = /[\p{L}\p{N}\p{Co}\p{Cn}]/u;
const number = /\p{N}/u;
/** Scripts that are written without spaces, or with them at will. */
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]/u;

/** One word, and whether it hangs on the one before without space or comma, as the 3 of `12/3` does. */
interface Word {
  text: string;
  hangsOn: boolean;
}

/** Words in their order: what is no word separates. Marks that stand on nothing belong to no word. */
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

/** The readings of what dots and apostrophes do: each separates (the first reading), or each joins. */
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

/** Whether a text is one word of a script that is written without spaces. */
export const isUnspacedText = (text: string): boolean => text !== '' && [...text].every(isUnspaced);

/** Joins neighbours between which a script without spaces would have none. */
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

/** A name that is all in such a script, as one word: with the family name first, or last. */
function rotations(words: Word[]): Word[][] {
  const texts = words.map(({ text }) => text);
  if (texts.length < 2 || texts.length > mostNameParts || !texts.every(isUnspacedText)) return [];
  return texts.map((_, first) => [
    { text: [...texts.slice(first), ...texts.slice(0, first)].join(''), hangsOn: false },
  ]);
}

/**
 * A name of two words in such a script as it is written without the space: the family name, which is the shorter one, comes
 * first (`王 小明` and `小明 王` are `王小明`). Of two words of one length nobody can tell which it is, and they stay two.
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

/** Numbers of an address keep their order; those that hang together (`12/3`) are found in that order alone. */
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

/** Whether words have so few letters and digits that they find only what equals them whole. */
function isShort(tokens: Iterable<string>): boolean {
  let letters = 0;
  for (const token of tokens)
    for (const character of token) {
      if (letter.test(character)) letters += 1;
      if (letters >= minimumLetters) return false;
    }
  return true;
}

/** Marks of what is searched as a whole; no word begins with it. */
const whole = (form: string) => `=${form}`;

/** What a kind of words does with scripts that are written without spaces. */
interface Unspaced {
  /** How they are compared. */
  canonical: (words: Word[]) => Word[];
  /** What else they may be read as. */
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

/** A name (R3): null when no letter or digit is in it, or it is too long. Letters stay letters, whatever their script. */
export const normalizeName = (value: string): NormalizedValue | null =>
  normalize(value, nameReading, {
    canonical: closeName,
    readings: (words) => [closeGaps(words), ...rotations(words)],
  });

/** An address (R3): like a name, but its numbers keep their order, and so do words of a script that is written without spaces. */
export const normalizeAddress = (value: string): NormalizedValue | null =>
  normalize(value, addressReading, { canonical: closeGaps, readings: (words) => [closeGaps(words)] });
