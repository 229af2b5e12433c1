/**
 * How much of anything comes in (R27). Every text and list of every input has a bound: these, or what `@bounds` says beside it
 * in the schema. What was stored before a bound was there stays readable, and changes only when it is given anew.
 */
import { inputError } from './errors';

/** Characters of a text, in UTF-16 units. */
export const longestText = 500;

/** Values of a list. */
export const mostValues = 100;

/** Characters of a request's or subject's id, whichever service gave it. */
export const longestId = 200;

/** Replacements of one rectification. */
export const mostReplacements = 50;

/** The largest file that comes in with a mutation, in bytes. */
export const largestFile = 20 * 1024 * 1024;

/** Demands of a text that it is not too long. @throws BAD_USER_INPUT naming `argument` */
export function assertLength(argument: string, text: string, longest = longestText): void {
  if (text.length > longest) throw inputError(argument, `${argument} takes at most ${longest} characters.`);
}

/** Demands of a list that it holds not too many values. @throws BAD_USER_INPUT naming `argument` */
export function assertCount(argument: string, values: readonly unknown[], most = mostValues): void {
  if (values.length > most) throw inputError(argument, `${argument} takes at most ${most} values.`);
}
