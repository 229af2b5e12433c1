/** DataLoaders: whatever number of references a query holds, each kind is read in one statement. */
import DataLoader from 'dataloader';
import {
  Any,
  type EntityManager,
  type EntityTarget,
  type FindOptionsOrder,
  type FindOptionsWhere,
  type ObjectLiteral,
} from 'typeorm';
import { currentKeys } from '../security/organization-context';
import { childIdsByParent, connectionOf, isId, type Connection, type Page } from './keyset';

/** An entity of one organisation. */
export interface OrganizationEntity extends ObjectLiteral {
  organizationId: string;
  id: string;
}

/** What can be an id, as PostgreSQL writes it, each once. */
const knownIds = (ids: readonly string[]): string[] => [...new Set(ids.filter(isId).map((id) => id.toLowerCase()))];

/** The entities with these ids in the caller's organisation, in any order. Ids that are none are left out. */
export async function findByIds<T extends OrganizationEntity>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  ids: readonly string[],
): Promise<T[]> {
  const known = knownIds(ids);
  if (known.length === 0) return [];
  // One array, not a parameter for each: a statement takes no more than 65,535 of them.
  const where = { organizationId: currentKeys().organizationId, id: Any(known) } as unknown as FindOptionsWhere<T>;
  return manager.find(entity, { where });
}

/** A loader of entities by id; null for an id that the organisation does not have. */
export function entityLoader<T extends OrganizationEntity>(
  manager: EntityManager,
  entity: EntityTarget<T>,
): DataLoader<string, T | null> {
  return new DataLoader(
    async (ids: readonly string[]) => {
      const byId = new Map((await findByIds(manager, entity, ids)).map((found) => [found.id, found]));
      return ids.map((id) => byId.get(id.toLowerCase()) ?? null);
    },
    { maxBatchSize: 1_000 },
  );
}

/** A loader of all children of a parent, ordered by id; for parents that have few. */
export function childrenLoader<T extends OrganizationEntity>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  parent: keyof T & string,
): DataLoader<string, T[]> {
  return new DataLoader(
    async (parentIds: readonly string[]) => {
      const where = {
        organizationId: currentKeys().organizationId,
        [parent]: Any(knownIds(parentIds)),
      } as unknown as FindOptionsWhere<T>;
      const children = await manager.find(entity, { where, order: { id: 'ASC' } as unknown as FindOptionsOrder<T> });
      const byParent = new Map<string, T[]>();
      for (const child of children) {
        const siblings = byParent.get(child[parent]);
        if (siblings) siblings.push(child);
        else byParent.set(child[parent], [child]);
      }
      return parentIds.map((id) => byParent.get(id.toLowerCase()) ?? []);
    },
    { maxBatchSize: 1_000 },
  );
}

/** A loader of one page of children for each parent: two statements for any number of parents. */
export function connectionLoader<T extends OrganizationEntity>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  children: { table: string; column: string },
  page: Page,
): DataLoader<string, Connection<T>> {
  return new DataLoader(
    async (parentIds: readonly string[]) => {
      const ids = await childIdsByParent(manager, children, knownIds(parentIds), page);
      const byId = new Map(
        (await findByIds(manager, entity, [...ids.values()].flat())).map((found) => [found.id, found]),
      );
      return parentIds.map((parent) => {
        const items = (ids.get(parent.toLowerCase()) ?? [])
          .map((id) => byId.get(id))
          .filter((item) => item !== undefined);
        return connectionOf(items, page);
      });
    },
    { maxBatchSize: 500 },
  );
}

/** The caller's organisation's entities, one page by id. */
export async function findPage<T extends OrganizationEntity>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  page: Page,
  where: FindOptionsWhere<T> = {},
): Promise<Connection<T>> {
  const builder = manager
    .createQueryBuilder(entity, 'item')
    .where({ ...where, organizationId: currentKeys().organizationId })
    .orderBy('item.id', 'ASC')
    .take(page.limit + 1);
  if (page.after) builder.andWhere('item.id > :after', { after: page.after });
  return connectionOf(await builder.getMany(), page);
}
