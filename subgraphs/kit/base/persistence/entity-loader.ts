/** DataLoaders: they read all references of one kind in one statement, whatever their number. */
import DataLoader from 'dataloader';
import type { EntityManager, ObjectLiteral } from 'typeorm';
import { currentKeys } from '../security/organization-context';
import { connectionOf, isId, type Connection, type Page } from './keyset';
import { rowReader } from './read-rows';

/** An entity of one organisation. */
export interface OrganizationEntity extends ObjectLiteral {
  organizationId: string;
  id: string;
}

/** The valid ids, in lower case as PostgreSQL writes them, each once. */
const knownIds = (ids: readonly string[]): string[] => [...new Set(ids.filter(isId).map((id) => id.toLowerCase()))];

/** The entities with these ids in the caller's organisation, ascending by id. Invalid ids are ignored. */
export const findByIds = <T extends OrganizationEntity>(
  db: EntityManager,
  entity: new () => T,
  ids: readonly string[],
): Promise<T[]> => readByIds(db, entity, ids, '');

/**
 * The same, locked for a change until the transaction ends. What somebody else is changing is waited for, and read as it is then;
 * what was deleted is left out. All who lock several rows do so in the order of ids, so that no two wait for each other.
 */
export const lockByIds = <T extends OrganizationEntity>(
  db: EntityManager,
  entity: new () => T,
  ids: readonly string[],
): Promise<T[]> => readByIds(db, entity, ids, 'FOR NO KEY UPDATE');

async function readByIds<T extends OrganizationEntity>(
  db: EntityManager,
  entity: new () => T,
  ids: readonly string[],
  lock: '' | 'FOR NO KEY UPDATE',
): Promise<T[]> {
  const known = knownIds(ids);
  if (known.length === 0) return [];
  const rows = rowReader(db, entity);
  return rows.read(
    db,
    `FROM ${rows.table} item WHERE item.organization_id = $1 AND item.id = ANY($2::uuid[]) ORDER BY item.id ${lock}`.trimEnd(),
    [currentKeys().organizationId, known],
  );
}

/** A loader of entities by id; null for an id that does not exist in the organisation. */
export function entityLoader<T extends OrganizationEntity>(
  db: EntityManager,
  entity: new () => T,
): DataLoader<string, T | null> {
  return new DataLoader(
    async (ids: readonly string[]) => {
      const byId = new Map((await findByIds(db, entity, ids)).map((found) => [found.id, found]));
      return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
    },
    { maxBatchSize: 1_000 },
  );
}

/** A loader of all children of a parent, ordered by id; for parents with few children. */
export function childrenLoader<T extends OrganizationEntity>(
  db: EntityManager,
  entity: new () => T,
  parent: keyof T & string,
): DataLoader<string, T[]> {
  const rows = rowReader(db, entity);
  const from = `FROM ${rows.table} item
    WHERE item.organization_id = $1 AND item.${rows.column(parent)} = ANY($2::uuid[]) ORDER BY item.id`;
  return new DataLoader(
    async (parentIds: readonly string[]) => {
      const children = await rows.read(db, from, [currentKeys().organizationId, knownIds(parentIds)]);
      const byParent = groupedBy(children, parent);
      return parentIds.map((id) => byParent.get(id.toLowerCase()) ?? []);
    },
    { maxBatchSize: 1_000 },
  );
}

/** A loader of one page of children for each parent: one statement for any number of parents. */
export function connectionLoader<T extends OrganizationEntity>(
  db: EntityManager,
  entity: new () => T,
  parent: keyof T & string,
  page: Page,
): DataLoader<string, Connection<T>> {
  const rows = rowReader(db, entity);
  // Each parent contributes at most one page, and one more item that tells whether another page follows.
  const from = `FROM (SELECT DISTINCT unnest($2::uuid[]) AS id) parent
    CROSS JOIN LATERAL (
      SELECT * FROM ${rows.table}
      WHERE organization_id = $1 AND ${rows.column(parent)} = parent.id AND ($3::uuid IS NULL OR id > $3)
      ORDER BY id LIMIT $4
    ) item
    ORDER BY item.id`;
  return new DataLoader(
    async (parentIds: readonly string[]) => {
      const { organizationId } = currentKeys();
      const children = await rows.read(db, from, [organizationId, knownIds(parentIds), page.after, page.limit + 1]);
      const byParent = groupedBy(children, parent);
      return parentIds.map((id) => connectionOf(byParent.get(id.toLowerCase()) ?? [], page));
    },
    { maxBatchSize: 500 },
  );
}

function groupedBy<T extends OrganizationEntity>(children: T[], parent: keyof T & string): Map<string, T[]> {
  const byParent = new Map<string, T[]>();
  for (const child of children) {
    const siblings = byParent.get(child[parent]);
    if (siblings) siblings.push(child);
    else byParent.set(child[parent], [child]);
  }
  return byParent;
}

/** The entities of the caller's organisation, one page by id. */
export async function findPage<T extends OrganizationEntity>(
  db: EntityManager,
  entity: new () => T,
  page: Page,
): Promise<Connection<T>> {
  const rows = rowReader(db, entity);
  const found = await rows.read(
    db,
    `FROM ${rows.table} item
     WHERE item.organization_id = $1 AND ($2::uuid IS NULL OR item.id > $2) ORDER BY item.id LIMIT $3`,
    [currentKeys().organizationId, page.after, page.limit + 1],
  );
  return connectionOf(found, page);
}
