/** What of a character counts when values are compared (R3), the same for every type of value. */
import { longestText } from '../bounds';

/**
 * Characters of the longest value: an address of six fields, each as long as it may be, and what stands between them. Longer
 * ones are no identifier of a person; what is bounded here takes bounded time everywhere.
 */
export const maximumLength = 6 * (longestText + 2);

/** Of which most of what follows has nothing to say. */
export const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text);

const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;

/** Without what nobody sees: joiners, direction marks, soft hyphens, variation selectors. */
export const withoutInvisible = (value: string): string => (isAscii(value) ? value : value.replace(invisible, ''));

/**
 * Characters that are another one in another width or shape: full and half width, presentation forms of Arabic and Hebrew,
 * radicals, ordinal signs. The rest of NFKC stays away: it makes `12½` the number 121⁄2.
 */
const otherWidth = /[\u00aa\u00ba\u2e80-\u2fdf\u3000\ufb13-\ufb4f\ufb50-\ufdff\ufe70-\ufeff\uff00-\uffef]+/g;

/** Decimal digits of every script, as ASCII. */
const foreignDigit = /(?![0-9])\p{Nd}/gu;

/** The digits of a script are ten code points in their order, the first of which follows something that is none. */
function asciiDigit(digit: string): string {
  const plain = digit.normalize('NFKC');
  if (isAscii(plain)) return plain;
  const code = digit.codePointAt(0) as number;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}

/** Vowel points and other pointing of Arabic and Hebrew, and tatweel; hamza and madda are parts of letters. */
const pointing =
  /[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08ca-\u08e1\u08e3-\u08ff\ufb1e\u0640]/g;

/** Full case folding (Unicode): `ß` is `ss`, `ς` is `σ`. The dotless `ı` has no case of its own here: it is not `i`. */
const foldFully = (value: string): string =>
  value.replace(/[^ı]+/g, (text) => text.toLowerCase().toUpperCase().toLowerCase()).replace(/ς/g, 'σ');

/** A name or address of which letters are left as letters: without case, width, invisible characters and pointing. */
export function foldLetters(value: string): string {
  if (isAscii(value)) return value.toLowerCase();
  const narrow = withoutInvisible(value).replace(otherWidth, (text) => text.normalize('NFKC'));
  const folded = foldFully(narrow.normalize('NFD')).normalize('NFD');
  return folded.replace(pointing, '').replace(foreignDigit, asciiDigit).normalize('NFC');
}

/** Letters that are another one with a stroke or without its dot, and no composition of Unicode's. */
const strokes: Record<string, string> = Object.fromEntries(
  [
    ['bƀƃɓ', 'b'],
    ['ȼ', 'c'],
    ['đɖɗƌ', 'd'],
    ['ɇ', 'e'],
    ['ǥɠ', 'g'],
    ['ħ', 'h'],
    ['ıɨ', 'i'],
    ['ɉȷ', 'j'],
    ['ƙ', 'k'],
    ['łƚɫɬɭ', 'l'],
    ['ø', 'o'],
    ['ƥ', 'p'],
    ['ɍ', 'r'],
    ['ŧⱦƭ', 't'],
    ['ʉ', 'u'],
    ['ɏ', 'y'],
    ['ƶȥ', 'z'],
    ['ⱥ', 'a'],
    ['ғ', 'г'],
    ['қҝ', 'к'],
    ['ұ', 'ү'],
    ['ҳ', 'х'],
  ].flatMap(([letters = '', plain = '']) => [...letters].map((letter) => [letter, plain])),
);
const stroked = new RegExp(`[${Object.keys(strokes).join('')}]`, 'g');

/** Folded letters without the marks of Latin, Greek and Cyrillic; in every other script a mark is part of the letter. */
export const withoutMarks = (folded: string): string =>
  isAscii(folded)
    ? folded
    : folded
        .normalize('NFD')
        .replace(/(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu, '')
        .replace(stroked, (letter) => strokes[letter] as string)
        .normalize('NFC');

/** Letters, and what may be one in a version of Unicode or a font that this process does not know; marks and numbers. */
export const wordCharacter = '\\p{L}\\p{M}\\p{N}\\p{Co}\\p{Cn}';

/** An apostrophe, or what keyboards and transliterations write for one; quotation marks inside words are used like it. */
export const apostrophes = `'"\`´‘’‚‛“”′″‵ʹʺʻʼʽʾʿˈˊˋˮ՚׳״ꞌꞋ῾᾿᾽‹›«»ߴߵ`;
/** A dot, or the dots that other scripts and keyboards have for it. */
export const dots = '.·•‧․。｡・･ꞏ܁܂';
