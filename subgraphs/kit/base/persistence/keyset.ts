/** Keyset pagination: lists by `first` and `after`, ordered by UUIDv7 id, which is the order of creation. */
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

/** A page of a list, as in every `...Connection` type of the schema. */
export interface Connection<T> {
  nodes: T[];
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}

/** The most items that a page may hold. */
export const maximumFirst = 200;

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Whether text can be the id of a record. A text that cannot is simply not found. */
export const isId = (id: string | null | undefined): id is string => id != null && uuid.test(id);

const encode = (id: string) => Buffer.from(id).toString('base64url');

/** The size of a page. @throws BAD_USER_INPUT for less than 1, or more than `most` */
export function checkedFirst(first: number | null | undefined, usual = 25, most = maximumFirst): number {
  const limit = first ?? usual;
  if (limit < 1 || limit > most) throw inputError('first', `first takes 1 to ${most}.`);
  return limit;
}

/** Parses page arguments. @throws BAD_USER_INPUT for a size outside 1 to {@link maximumFirst}, or the cursor of another list */
export function parsePage({ first, after }: PageArguments, defaultFirst = 25): Page {
  const limit = checkedFirst(first, defaultFirst);
  if (after == null) return { limit, after: null };
  const id = Buffer.from(after, 'base64url').toString();
  if (!isId(id)) throw inputError('after', 'after is not a cursor of this list.');
  return { limit, after: id };
}

/** A connection of items that were read with a limit of one more than the page's. */
export function connectionOf<T extends { id: string }>(items: T[], { limit }: Page): Connection<T> {
  const nodes = items.slice(0, limit);
  const last = nodes.at(-1);
  return { nodes, pageInfo: { hasNextPage: items.length > limit, endCursor: last ? encode(last.id) : null } };
}

/** The table of children. Its names come from the code, never from a caller. */
export interface ChildTable {
  table: string;
  /** The column that holds the parent's id. */
  column: string;
  /** The condition of a child that a mark covers, if it is more than the child's own age. */
  covered?: typeof coveredBy;
}

/**
 * The ids of the children of a few parents as one list in ascending order, one page at a time. The work is bounded by the page,
 * however many children there are: each parent contributes at most one page.
 * @param coverage which of the children, by their own age; null for all. Not for children that go with their parent.
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
