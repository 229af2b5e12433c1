/** Keyset pagination of lists in order of time. A cursor is a time, and a key that orders items of the same time. */
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';
import { inputError, isId } from '../../subgraphs/kit';
import type { Connection, Page } from '../../subgraphs/kit/base/persistence/keyset';

/** A position in such a list. */
export interface Place<Key> {
  at: Date;
  key: Key;
}

/** Encodes a cursor. @param list names the list, where several lists have keys of the same type */
export const encodePlace = ({ at, key }: Place<string | number>, list?: string): string =>
  Buffer.from(JSON.stringify([at.getTime(), key, list])).toString('base64url');

/** Whether a time has a year of four digits. PostgreSQL knows fewer years than JavaScript, and fails for the others. */
const isStorable = (at: Date): boolean => at.getUTCFullYear() >= 1 && at.getUTCFullYear() <= 9999;

/**
 * Decodes a cursor. A cursor of an earlier version does not name its list.
 * @param isKey whether a value has the type of the list's keys
 * @param list as in {@link encodePlace}
 * @throws BAD_USER_INPUT when it is not a cursor, or one of another list
 */
export function decodePlace<Key>(cursor: string, isKey: (key: unknown) => key is Key, list?: string): Place<Key> {
  try {
    const [time, key, of] = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as unknown[];
    const at = new Date(Number.isSafeInteger(time) ? (time as number) : NaN);
    if (isStorable(at) && isKey(key) && (of == null || of === list)) return { at, key };
  } catch {
    // The error below says so.
  }
  throw inputError('after', 'after is not a cursor of this list.');
}

const isItemId = (key: unknown): key is string => typeof key === 'string' && isId(key);

/**
 * Reads one page of what a statement finds. Items that were added since the first page move no others to another page.
 * @param time the property with the items' time; an index on it and the id keeps the cost of a page constant
 * @throws BAD_USER_INPUT for a cursor of another list
 */
export async function pageInTime<T extends ObjectLiteral & { id: string }, K extends keyof T & string>(
  found: SelectQueryBuilder<T & Record<K, Date>>,
  time: K,
  { limit, after }: Page,
  order: 'ASC' | 'DESC' = 'DESC',
): Promise<Connection<T>> {
  const [at, id] = [`${found.alias}.${time}`, `${found.alias}.id`];
  const list = found.expressionMap.mainAlias?.metadata.name;
  if (after !== null)
    found.andWhere(`(${at}, ${id}) ${order === 'ASC' ? '>' : '<'} (:at, :key)`, decodePlace(after, isItemId, list));
  const items = await found
    .orderBy(at, order)
    .addOrderBy(id, order)
    .take(limit + 1)
    .getMany();
  const nodes = items.slice(0, limit);
  const last = nodes.at(-1);
  return {
    nodes,
    pageInfo: {
      hasNextPage: items.length > limit,
      endCursor: last ? encodePlace({ at: last[time], key: last.id }, list) : null,
    },
  };
}
