/** A kind of record that is rows of one table: what most sources are. Only what is their own is left to say. */
import { Any, type FindOptionsWhere } from 'typeorm';
import { mapYielding } from '../base/map-yielding';
import { updateAll } from '../base/persistence/bulk';
import { findByIds, type OrganizationEntity } from '../base/persistence/entity-loader';
import type { IdPage } from '../base/persistence/term-index/term-index';
import type {
  ContractContext,
  DispositionCount,
  FoundRecord,
  KeptRecords,
  RecordSource,
  Replacement,
} from './definition';

/** What is particular of a table's records. */
export interface RowSource<T extends OrganizationEntity> {
  /** The type's name in the service's schema. */
  recordType: string;
  entity: new () => T;
  /** Whether the rows are subjects' own records. */
  holdsSubjects: boolean;
  /** Ids of the rows that the term identifies, ascending, one page; each is there. */
  ids: (context: ContractContext, page: IdPage) => Promise<string[]>;
  /** The rows of the same page, where one statement reads them; they are read by their ids when this is absent. */
  rows?: (context: ContractContext, page: IdPage) => Promise<T[]>;
  /** What the rows hold about the person, in their order. */
  describe: (rows: T[], context: ContractContext) => FoundRecord[] | Promise<FoundRecord[]>;
  /** Erases or anonymises rows. They are deleted when this is absent. */
  erase?: (ids: string[], context: ContractContext) => Promise<DispositionCount[]>;
  /**
   * Corrects rows in place; those that change by it are saved.
   * @returns the ids of rows that hold a value whose correction cannot be placed
   */
  correct: (
    rows: T[],
    replacements: Replacement[],
    context: ContractContext,
  ) => string[] | void | Promise<string[] | void>;
  /** How corrected rows are saved, where more than the rows is written. What has changed in them is, when this is absent. */
  save?: (rows: T[], context: ContractContext) => Promise<void>;
}

/** Makes a source of a table's rows. */
export function rowSource<T extends OrganizationEntity>(source: RowSource<T>): RecordSource {
  const { recordType, entity, holdsSubjects, ids, describe, correct, save } = source;
  const rowsOf =
    source.rows ??
    (async (context: ContractContext, page: IdPage) => findByIds(context.db, entity, await ids(context, page)));
  const erase = source.erase ?? ((found, context) => deleteRows(entity, found, context));
  return {
    recordType,
    holdsSubjects,

    async find(context, page) {
      const rows = await rowsOf(context, page);
      // Values are opened when they are first read: here, so that nobody waits for all of them.
      await mapYielding(rows, (row): unknown[] => Object.values(row));
      return describe(rows, context);
    },

    count: async (context, limit) => (await ids(context, { after: null, limit })).length,

    async erase(context, limit) {
      const found = await ids(context, { after: null, limit });
      return { handled: found.length, done: found.length > 0 ? await erase(found, context) : [] };
    },

    async rectify(context, replacements, page) {
      const seen = await ids(context, page);
      const rows = await findByIds(context.db, entity, seen);
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

/** Said of a name or address that is stored in parts (R14). */
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
