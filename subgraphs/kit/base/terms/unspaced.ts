/** Names and addresses in scripts that are written without spaces, or with optional ones (R3). */

/** A word of a text. */
export interface Word {
  text: string;
  /** Whether it is tied to the one before without space or comma, like the 3 of `12/3`. */
  hangsOn: boolean;
  /** Whether a comma precedes it. */
  afterComma: boolean;
}

const plainWord = (text: string): Word => ({ text, hangsOn: false, afterComma: false });

export const number = /\p{N}/u;
/** Scripts written without spaces, or with optional ones. */
export const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}ー]/u;

/** The most words of a CJK name in which the family name may stand first or last. */
const mostNameParts = 4;

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

/**
 * An address whose parts are given from small to large, as a form with fields has them, in the order in which such scripts write
 * them on one line: `千代田1-2-3, 千代田区, 東京都` is `東京都千代田区千代田1-2-3`. Parts in another script stand behind them.
 */
function fromLargeToSmall(words: Word[]): Word[][] {
  const parts: Word[][] = [];
  for (const each of words) {
    const part = parts.at(-1);
    if (!part || each.afterComma) parts.push([each]);
    else part.push(each);
  }
  const isWithin = ([first]: Word[]) => isUnspaced([...(first?.text ?? '')][0]);
  const within = parts.filter(isWithin);
  if (within.length < 2) return [];
  return [[...closeGaps(within.reverse().flat()), ...parts.filter((part) => !isWithin(part)).flat()]];
}

/** The ways to write a name in such scripts as one word, with any of its words first. */
function rotations(words: Word[]): Word[][] {
  const texts = words.map(({ text }) => text);
  if (texts.length < 2 || texts.length > mostNameParts || !texts.every(isUnspacedText)) return [];
  return texts.map((_, first) => [plainWord([...texts.slice(first), ...texts.slice(0, first)].join(''))]);
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
  return [plainWord(ordered.flat().join(''))];
}

/** How a type of value treats scripts without spaces. */
export interface Unspaced {
  /** The form in which they are compared. */
  canonical: (words: Word[]) => Word[];
  /** Further ways to read them. */
  readings: (words: Word[]) => Word[][];
}

export const namesUnspaced: Unspaced = {
  canonical: closeName,
  readings: (words) => [closeGaps(words), ...rotations(words)],
};

export const addressesUnspaced: Unspaced = {
  canonical: closeGaps,
  readings: (words) => [closeGaps(words), ...fromLargeToSmall(words)],
};
