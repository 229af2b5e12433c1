import { inputError } from '../../subgraphs/kit';

/** Words of a caller: null without, and never empty. @throws BAD_USER_INPUT naming `argument` */
export function checkedText(value: string | null | undefined, argument: string, maximum = 200): string | null {
  if (value == null) return null;
  if (value.trim() === '' || value.length > maximum)
    throw inputError(argument, `${argument} takes 1 to ${maximum} characters.`);
  return value;
}
