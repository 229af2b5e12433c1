/** Simple case folding (Unicode): characters that differ in case alone are one, as in a pattern with the flags `iu`. */

/**
 * Characters with another case, and the character that stands for both; a few thousand when all were seen. It starts with the
 * pairs of the standard that JavaScript's upper and lower case do not lead to one another.
 */
const folds = new Map<number, number>([
  [0x1fd3, 0x0390],
  [0x1fe3, 0x03b0],
  [0xfb05, 0xfb06],
]);

/** One character for all that differ in case alone, if each is one character: `K`, `k` and the Kelvin sign; but `ß` is not `ss`. */
export function foldCase(character: number): number {
  if (character < 128) return character >= 0x41 && character <= 0x5a ? character + 32 : character;
  const known = folds.get(character);
  if (known !== undefined) return known;
  const written = String.fromCodePoint(character);
  const [lower, upper] = [written.toLowerCase(), written.toUpperCase()];
  if (lower === written && upper === written) return character;
  const other = [upper.toLowerCase(), lower].find((each) => new RegExp(`^${written}$`, 'iu').test(each)) ?? written;
  const fold = other.codePointAt(0) as number;
  folds.set(character, fold);
  return fold;
}
