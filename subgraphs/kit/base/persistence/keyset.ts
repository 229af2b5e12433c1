/** Keyset pages: lists by `first` and `after`, ordered by UUIDv7 id, which is the order of creation. */
import type { EntityManager } from 'typeorm';
import { inputError } from '../errors';
import { currentKeys } from '../security/organization-context';
import { meantBy, type coveredBy, type Coverage } from './term-index/mark';

/** The page arguments of a list field. */
export interface PageArguments {
  first?: number | null;
  after?: string | null;
}

/** Parsed page arguments: `limit` items after the id `after`. */
export interface Page {
  limit: number;
  after: string | null;
}

/** A page of a list, as every `...Connection` type of the schema has it. */
export interface Connection<T> {
  nodes: T[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** The most items that a page may hold. */
export const maximumFirst = 200;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether text can be a record's id. What cannot is simply not found. */
export const isId = (id: string | null | undefined): id is string => id != null && uuid.test(id);

const encode = (id: string) => Buffer.from(id).toString('base64url');

/** How many items a page is to hold. @throws BAD_USER_INPUT for none, and for more than the list gives at once */
export function checkedFirst(first: number | null | undefined, usual = 25, most = maximumFirst): number {
  const limit = first ?? usual;
  if (limit < 1 || limit > most) throw inputError('first', `first takes 1 to ${most}.`);
  return limit;
}

/** Parses page arguments. @throws BAD_USER_INPUT for a size outside 1 to {@link maximumFirst} or a foreign cursor. */
export function parsePage({ first, after }: PageArguments, defaultFirst = 25): Page {
  const limit = checkedFirst(first, defaultFirst);
  if (after == null) return { limit, after: null };
  const id = Buffer.from(after, 'base64url').toString();
  if (!isId(id)) throw inputError('after', 'after is not a cursor of this list.');
  return { limit, after: id };
}

/** A connection from items that were read with one more than the page's limit. */
export function connectionOf<T extends { id: string }>(items: T[], { limit }: Page): Connection<T> {
  const nodes = items.slice(0, limit);
  const last = nodes.at(-1);
  return { nodes, pageInfo: { hasNextPage: items.length > limit, endCursor: last ? encode(last.id) : null } };
}

/** Where children are: names from the code, never from a caller. */
export interface ChildTable {
  table: string;
  /** The column with the parent's id. */
  column: string;
  /** What a child fulfils that a mark covers, where that is more than its own age. */
  covered?: typeof coveredBy;
}

/**
 * Ids of the children of a few parents as one list in ascending order, a page at a time. Bounded by the page however many
 * children there are: each parent contributes one page at most.
 * @param coverage which of the children, by their own age; all when null. Not for what goes with its parent.
 */
export async function childIds(
  manager: EntityManager,
  { table, column, covered }: ChildTable,
  parentIds: readonly string[],
  { limit, after }: Page,
  coverage: Coverage | null = null,
): Promise<string[]> {
  if (parentIds.length === 0) return [];
  const parameters: unknown[] = [currentKeys().organizationId, parentIds, after, limit];
  const rows: { id: string }[] = await manager.query(
    `SELECT child.id
     FROM (SELECT DISTINCT unnest($2::uuid[]) AS id) parent
     CROSS JOIN LATERAL (
       SELECT id FROM ${table} item
       WHERE organization_id = $1 AND ${column} = parent.id AND ($3::uuid IS NULL OR id > $3)
         AND ${meantBy('item', coverage, parameters, covered)}
       ORDER BY id LIMIT $4
     ) child
     ORDER BY child.id LIMIT $4`,
    parameters,
  );
  return rows.map((row) => row.id);
}
