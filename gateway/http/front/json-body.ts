/** Checks, before the body of an operation is parsed, that parsing does not take long (R27). */
import { codedError } from '../../../subgraphs/kit/base/errors';
import { longestList } from '../../security/variables';

/** How many values a body may have: more than any operation takes, and read in a few milliseconds. */
const mostValues = 20_000;

const quote = 0x22;
const backslash = 0x5c;
const comma = 0x2c;

/** Whether JSON has more values than that. A string counts as one, whatever it contains. */
export function hasMoreValues(json: Uint8Array, maximum: number): boolean {
  let commas = 0;
  let inText = false;
  for (let index = 0; index < json.length; index += 1) {
    const byte = json[index];
    if (byte === quote) inText = !inText;
    else if (inText) index += byte === backslash ? 1 : 0;
    else if (byte === comma && ++commas >= maximum) return true;
  }
  return false;
}

/** @throws BAD_USER_INPUT for a body with more values than any operation takes */
export function assertFewValues(json: Uint8Array): void {
  if (!hasMoreValues(json, mostValues)) return;
  throw codedError(
    'BAD_USER_INPUT',
    `The body has more than ${mostValues} values, and a list takes at most ${longestList}.`,
    { argument: 'variables' },
  );
}
