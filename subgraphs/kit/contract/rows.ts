/** A record source over the rows of one table, as most sources are: a service states only what is particular to its table. */
import { Any, type FindOptionsWhere } from 'typeorm';
import { mapYielding } from '../base/map-yielding';
import { updateAll } from '../base/persistence/bulk';
import { findByIds, lockByIds, type OrganizationEntity } from '../base/persistence/entity-loader';
import type { IdPage } from '../base/persistence/term-index/search';
import type {
  ContractContext,
  DispositionCount,
  FoundRecord,
  KeptRecords,
  LinkedSubject,
  RecordSource,
  Replacement,
} from './definition';

/** What is particular to a table's records. */
export interface RowSource<T extends OrganizationEntity> {
  /** The type's name in the service's schema. */
  recordType: string;
  entity: new () => T;
  /** Whether the rows are subjects' own records. */
  holdsSubjects: boolean;
  /** The ids of the rows that the term identifies, ascending, one page. Each must exist. A rectification asks again once it holds their locks. */
  ids: (context: ContractContext, page: IdPage) => Promise<string[]>;
  /** The rows of the same page, if one statement can read them. @default they are read by `ids` */
  rows?: (context: ContractContext, page: IdPage) => Promise<T[]>;
  /** What the rows hold about the person, in the order of the rows. */
  describe: (rows: T[], context: ContractContext) => FoundRecord[] | Promise<FoundRecord[]>;
  /** Erases or anonymises rows. @default they are deleted */
  erase?: (ids: string[], context: ContractContext) => Promise<DispositionCount[]>;
  /** Locks what other changes of these rows lock before them, so that a rectification does so in the same order. @default nothing */
  lock?: (ids: string[], context: ContractContext) => Promise<void>;
  /**
   * Corrects rows in place. Rows that it changed are then saved.
   * @returns the ids of rows that hold a value whose correction cannot be placed
   */
  correct: (
    rows: T[],
    replacements: Replacement[],
    context: ContractContext,
  ) => string[] | void | Promise<string[] | void>;
  /** Saves the corrected rows, when more than the rows must be written. @default the changed columns of the rows are updated */
  save?: (rows: T[], context: ContractContext) => Promise<void>;
  /** The other persons whom rows are about (R31), for a service whose schema imports `linked.graphql`. @default nobody */
  linked?: (ids: string[], context: ContractContext) => Promise<LinkedSubject[]>;
}

/** Makes a record source of a table's rows. */
export function rowSource<T extends OrganizationEntity>(source: RowSource<T>): RecordSource {
  const { recordType, entity, holdsSubjects, ids, describe, correct, save, linked } = source;
  const rowsOf =
    source.rows ??
    (async (context: ContractContext, page: IdPage) => findByIds(context.db, entity, await ids(context, page)));
  const erase = source.erase ?? ((found, context) => deleteRows(entity, found, context));
  return {
    recordType,
    holdsSubjects,

    async find(context, page) {
      const rows = await rowsOf(context, page);
      // The first read of an encrypted value decrypts it. It is done here, in turns, so that other work is not held up.
      await mapYielding(rows, (row): unknown[] => Object.values(row));
      return describe(rows, context);
    },

    count: async (context, limit) => (await ids(context, { after: null, limit })).length,

    ...(linked
      ? {
          async linked(context: ContractContext, page: IdPage) {
            const seen = await ids(context, page);
            return { seen, subjects: seen.length > 0 ? await linked(seen, context) : [] };
          },
        }
      : {}),

    async erase(context, limit) {
      const found = await ids(context, { after: null, limit });
      return { handled: found.length, done: found.length > 0 ? await erase(found, context) : [] };
    },

    async rectify(context, replacements, page) {
      const { seen, rows } = await lockPage(source, context, page);
      const before = await mapYielding(rows, valuesOf);
      const unplaced = (await correct(rows, replacements, context)) ?? [];
      const after = await mapYielding(rows, valuesOf);
      const written = new Set<keyof T & string>();
      const changed = rows.filter((_, index) => {
        const properties = changedProperties<T>(before[index], after[index]);
        for (const property of properties) written.add(property);
        return properties.length > 0;
      });
      if (save) await save(changed, context);
      else await updateAll(context.db, entity, changed, { only: [...written] });
      const kept: KeptRecords[] =
        unplaced.length > 0 ? [{ disposition: 'NOT_SUPPORTED', recordIds: unplaced, reason: unplacedReason }] : [];
      return { seen, done: [{ disposition: 'RECTIFIED', count: changed.length }], kept };
    },
  };
}

/**
 * The rows of one page, locked. Until it has a lock, a rectification waits for whoever changes the row, and what was changed may be that
 * the term no longer identifies it: it was erased, or is somebody else's now. So the ids are asked for until all of them are locked.
 */
async function lockPage<T extends OrganizationEntity>(
  { entity, ids, lock }: RowSource<T>,
  context: ContractContext,
  page: IdPage,
): Promise<{ seen: string[]; rows: T[] }> {
  const locked = new Map<string, T | undefined>();
  for (;;) {
    const seen = await ids(context, page);
    const further = seen.filter((id) => !locked.has(id));
    if (further.length === 0) return { seen, rows: seen.flatMap((id) => locked.get(id) ?? []) };
    await lock?.(further, context);
    const rows = new Map((await lockByIds(context.db, entity, further)).map((row) => [row.id, row]));
    for (const id of further) locked.set(id, rows.get(id.toLowerCase()));
  }
}

/** The reason for a name or address, stored in parts, that was not corrected (R14). */
const unplacedReason =
  'Which parts of the stored value the correction means cannot be told, so it was left as it is; its parts can be changed one by one.';

type Snapshot = Map<string, string | undefined>;

/** A row's values by property, as text that can be compared. */
const valuesOf = (row: object): Snapshot =>
  new Map(Object.entries(row).map(([property, value]) => [property, JSON.stringify(value)]));

const changedProperties = <T>(before: Snapshot | undefined, after: Snapshot | undefined) =>
  [...(after ?? [])]
    .filter(([property, value]) => before?.get(property) !== value)
    .map(([property]) => property as keyof T & string);

async function deleteRows<T extends OrganizationEntity>(
  entity: new () => T,
  ids: string[],
  { db, organizationId }: ContractContext,
): Promise<DispositionCount[]> {
  const where = { organizationId, id: Any(ids) } as unknown as FindOptionsWhere<T>;
  const { affected } = await db.delete(entity, where);
  return [{ disposition: 'ERASED', count: affected ?? 0 }];
}
