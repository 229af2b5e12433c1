/** Cursors of the contract's lists, which go through several sources in turn. A cursor holds nothing personal. */
import { inputError } from '../base/errors';
import { isId } from '../base/persistence/keyset';

/** Where a page starts: in source number `source`, after the record `id`, or with its first record. */
export interface SourceCursor {
  source: number;
  id: string | null;
}

export const encodeCursor = ({ source, id }: SourceCursor): string =>
  Buffer.from(`${source}:${id ?? ''}`).toString('base64url');

/**
 * Decodes a cursor; without one, the first page.
 * @param sources the number of sources
 * @throws BAD_USER_INPUT when no page of the list has it: the database would fail for what is no id
 */
export function decodeCursor(cursor: string | null | undefined, sources: number): SourceCursor {
  if (cursor == null) return { source: 0, id: null };
  const [, source, id = ''] = /^(\d{1,3}):(.*)$/s.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (source === undefined || Number(source) >= sources || (id !== '' && !isId(id)))
    throw inputError('after', 'after is not a cursor of this list.');
  return { source: Number(source), id: id === '' ? null : id };
}
