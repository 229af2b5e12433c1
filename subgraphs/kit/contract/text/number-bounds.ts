/** Where a phone number in free text begins and ends: a national number inside a longer number is another number (R3, R14). */

/** The digits of the longest number (E.164); more digits are several numbers. */
export const mostDigits = 15;

/** How far to look, in UTF-16 units: farther than the longest number with its punctuation. */
const around = 80;

/** What may stand between two digits of one number: a few signs, and one space at a time. */
export const joiners = '(?:[-./()\u2010\u2011]|(?<!\\s)[ \u00a0](?!\\s)){0,3}';
const digitsBefore = new RegExp(`(\\+${joiners})?((?:\\p{Nd}${joiners})*)$`, 'u');
const digitsAfter = new RegExp(`^((?:${joiners}\\p{Nd})*)`, 'u');
/** An extension after a number. */
export const extension = /^[\s,;]{0,2}(?:ext(?:ension)?[.:]?|x|#)\s?\p{Nd}+/iu;

const digit = /\p{Nd}/gu;
const countDigits = (text: string): number => text.match(digit)?.length ?? 0;

/** Whether a character, by its code point, is a digit of any script. */
export const isDigit = (character: number | undefined): boolean =>
  character !== undefined && countDigits(String.fromCodePoint(character)) === 1;

/** Whether the number between two offsets goes on outside them: with more digits, a country code, or an extension. */
export function isPartOfNumber(text: string, start: number, end: number): boolean {
  const own = text.slice(start, end);
  const digits = countDigits(own);
  if (digits === 0) return false;
  const after = text.slice(end, end + around);
  if (extension.test(after)) return true;
  const [, plus, before = ''] = digitsBefore.exec(text.slice(Math.max(0, start - around), start)) ?? [];
  // A number that begins with a plus has nothing before it.
  const more = own.startsWith('+') ? 0 : countDigits(before) + (plus ? 1 : 0);
  const others = more + countDigits(digitsAfter.exec(after)?.[1] ?? '');
  return others > 0 && digits + others <= mostDigits;
}
