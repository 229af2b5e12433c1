/** Which characters count when values are compared (R3); the same for every type of value. */
import { longestText } from '../bounds';

/**
 * The most characters of a value: an address of six fields, each of the greatest length, and their separators. A longer text
 * identifies no person, and the bound keeps every later step bounded in time.
 */
export const maximumLength = 6 * (longestText + 2);

/** Whether a text is ASCII, for which most of the following has nothing to do. */
export const isAscii = (text: string): boolean => /^[\0-\x7f]*$/.test(text);

const invisible = /[\p{Default_Ignorable_Code_Point}\p{Cf}]/gu;

/** Removes invisible characters: joiners, direction marks, soft hyphens, variation selectors. */
export const withoutInvisible = (value: string): string => (isAscii(value) ? value : value.replace(invisible, ''));

/**
 * Characters that are variants of another in width or shape: full and half width, presentation forms of Arabic and Hebrew,
 * radicals, ordinal signs. NFKC is not applied to others: it makes `12½` the number 121⁄2.
 */
const otherWidth = /[\u00aa\u00ba\u2e80-\u2fdf\u3000\ufb13-\ufb4f\ufb50-\ufdff\ufe70-\ufeff\uff00-\uffef]+/g;

/** Decimal digits that are not ASCII, of every script. */
const foreignDigit = /(?![0-9])\p{Nd}/gu;

/** The ASCII digit for a digit. The digits of a script are ten consecutive code points, and a non-digit precedes the first. */
export function asciiDigit(digit: string): string {
  const plain = digit.normalize('NFKC');
  if (isAscii(plain)) return plain;
  const code = digit.codePointAt(0) as number;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}

/** Vowel points and other pointing of Arabic and Hebrew, and tatweel. Hamza and madda are parts of letters, so they are not listed. */
const pointing =
  /[\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u0652\u0656-\u065f\u0670\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u08ca-\u08e1\u08e3-\u08ff\ufb1e\u0640]/g;

/** Full case folding (Unicode): `ß` becomes `ss`, `ς` becomes `σ`. The dotless `ı` is left alone: it is not `i`. */
const foldFully = (value: string): string =>
  value.replace(/[^ı]+/g, (text) => text.toLowerCase().toUpperCase().toLowerCase()).replace(/ς/g, 'σ');

/** A name or address without case, width, invisible characters and pointing. Letters stay letters: nothing is transliterated. */
export function foldLetters(value: string): string {
  if (isAscii(value)) return value.toLowerCase();
  const narrow = withoutInvisible(value).replace(otherWidth, (text) => text.normalize('NFKC'));
  const folded = foldFully(narrow.normalize('NFD')).normalize('NFD');
  return folded.replace(pointing, '').replace(foreignDigit, asciiDigit).normalize('NFC');
}

/** Letters with a mark that Unicode does not decompose, or without their dot; with the plain letter of each. */
const marked: [string, string][] = [
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
];

/**
 * The other Cyrillic letters whose names in Unicode say that they are another letter with a descender, stroke, hook, tail, tick or
 * upturn. Version 2 of normalisation took them for letters of their own.
 */
const markedSince3: [string, string][] = [
  ['ґҕӷӻ', 'г'],
  ['җ', 'ж'],
  ['ҙ', 'з'],
  ['ҋ', 'и'],
  ['ҟӄ', 'к'],
  ['ӆԓԡԯ', 'л'],
  ['ӎ', 'м'],
  ['ңӈӊԣԩ', 'н'],
  ['ҧԥ', 'п'],
  ['ҏ', 'р'],
  ['ҫ', 'с'],
  ['ҭ', 'т'],
  ['ӽӿ', 'х'],
  ['ҷҹ', 'ч'],
  ['ҿ', 'ҽ'],
  ['ԧ', 'һ'],
];

function unmarking(table: [string, string][]): (folded: string) => string {
  const plain = new Map(table.flatMap(([letters, letter]) => [...letters].map((each) => [each, letter])));
  const any = new RegExp(`[${[...plain.keys()].join('')}]`, 'g');
  return (folded) =>
    isAscii(folded)
      ? folded
      : folded
          .normalize('NFD')
          .replace(/(?<=[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}])\p{M}+/gu, '')
          .replace(any, (letter) => plain.get(letter) as string)
          .normalize('NFC');
}

/** Removes the marks of Latin, Greek and Cyrillic letters from folded text. In every other script a mark is part of the letter. */
export const withoutMarks = unmarking([...marked, ...markedSince3]);

/** The same as version 2 of normalisation did it. */
export const withoutMarksOfVersion2 = unmarking(marked);

/** Characters that are, or may contain, the iota subscript. */
const iotaSubscript = /[\u0345\u1f80-\u1fff]/;

/** A text without the iota subscript of Greek letters: a mark, of which case folding makes the letter `ι` (`ᾳ` is folded to `αι`). */
export const withoutIotaSubscript = (text: string): string =>
  iotaSubscript.test(text) ? text.normalize('NFD').replace(/\u0345/g, '') : text;

/** Characters of words: letters, marks and numbers, and unassigned or private characters, which may be letters elsewhere. */
export const wordCharacter = '\\p{L}\\p{M}\\p{N}\\p{Co}\\p{Cn}';

/** Apostrophes, and what keyboards and transliterations write for one; quotation marks inside words are used alike. */
export const apostrophes = `'"\`´‘’‚‛“”′″‵ʹʺʻʼʽʾʿˈˊˋˮ՚׳״ꞌꞋ῾᾿᾽‹›«»ߴߵ`;
/** Dots, also those of other scripts and keyboards. */
export const dots = '.·•‧․。｡・･ꞏ܁܂';
