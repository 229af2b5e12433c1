/** Cursors of lists in the order of time: a time, and what tells items of one moment apart. */
import { inputError } from '../../subgraphs/kit';

/** A place in such a list. */
export interface Place<Key> {
  at: Date;
  key: Key;
}

export const encodePlace = ({ at, key }: Place<string | number>): string =>
  Buffer.from(JSON.stringify([at.getTime(), key])).toString('base64url');

/** The place that a cursor names. @param isKey what may tell items apart. @throws BAD_USER_INPUT */
export function decodePlace<Key>(cursor: string, isKey: (key: unknown) => key is Key): Place<Key> {
  try {
    const [time, key] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const at = new Date(Number.isSafeInteger(time) ? (time as number) : NaN);
    if (!Number.isNaN(at.getTime()) && isKey(key)) return { at, key };
  } catch {
    // Said below.
  }
  throw inputError('after', 'after is not a cursor of this list.');
}
