/**
 * Bounds of inputs (R27). Every text and list of every input has a bound: one of these, or the one that `@bounds` states in the
 * schema. What was stored before its bound existed stays readable, and is checked only when it is given anew.
 */
import { inputError } from './errors';

/** The most characters of a text, in UTF-16 units. */
export const longestText = 500;

/** The most values of a list. */
export const mostValues = 100;

/** The most characters of the id of a request or a subject, whichever service gave it. */
export const longestId = 200;

/** The most replacements of one rectification. */
export const mostReplacements = 50;

/** The largest file that comes in with a mutation, in bytes. */
export const largestFile = 20 * 1024 * 1024;

/** Checks the length of a text. @throws BAD_USER_INPUT naming `argument` when it is too long */
export function assertLength(argument: string, text: string, longest = longestText): void {
  if (text.length > longest) throw inputError(argument, `${argument} takes at most ${longest} characters.`);
}

/** Checks the length of a list. @throws BAD_USER_INPUT naming `argument` when it holds too many values */
export function assertCount(argument: string, values: readonly unknown[], most = mostValues): void {
  if (values.length > most) throw inputError(argument, `${argument} takes at most ${most} values.`);
}
