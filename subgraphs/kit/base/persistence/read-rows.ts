/**
 * Rows as entities, read lean: the SELECT list and the way from a raw row to an entity are made once for each entity, and a
 * value that TypeORM would open on the way (an encrypted column) is opened when it is first used. An operation uses two or
 * three of a dozen such values, and each costs more than all else that is done to a row.
 */
import type { EntityManager, EntityMetadata, ObjectLiteral } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata';

/** Values by the names of the entity's properties. */
type Values = Record<string, unknown>;

/** Where an entity keeps what it was made of. Not enumerable: copies of the entity are plain values. */
const source = Symbol('source');

interface FromRow {
  [source]: {
    /** As the database answered it, by the names of its columns. */
    row: Values;
    /** What has been opened or written since. */
    opened: Values;
  };
}

/** Types whose values are the same in the entity as in the row that the driver answers. */
const plainTypes: ReadonlySet<unknown> = new Set([
  'text',
  'uuid',
  'boolean',
  'integer',
  'bytea',
  'jsonb',
  'timestamptz',
]);

/** Reads the rows of one entity of plain columns. */
export class RowReader<T extends ObjectLiteral> {
  /** The entity's table. Statements call a row that is read `item`. */
  readonly table: string;
  private readonly select: string;
  private readonly properties: { name: string; column: string; accessor: PropertyDescriptor | null }[];
  private readonly prototype: object;

  constructor(private readonly metadata: EntityMetadata) {
    const columns = metadata.columns.filter(({ isSelect }) => isSelect);
    this.table = metadata.tablePath;
    this.select = columns.map(({ databaseName }) => `item."${databaseName}"`).join(', ');
    this.properties = columns.map((column) => ({
      name: column.propertyName,
      column: column.databaseName,
      accessor: column.transformer || !plainTypes.has(column.type) ? openedAtFirstUse(column) : null,
    }));
    this.prototype = (metadata.target as new () => T).prototype as object;
  }

  /** The column of a property, as SQL writes it. */
  column(property: keyof T & string): string {
    const column = this.metadata.findColumnWithPropertyName(property);
    if (!column) throw new Error(`${this.metadata.name} has no column ${property}.`);
    return `"${column.databaseName}"`;
  }

  /** Reads `item`s. @param from the statement from its FROM on: from the code, never from a caller */
  async read(db: EntityManager, from: string, parameters: unknown[]): Promise<T[]> {
    const rows: Values[] = await db.query(`SELECT ${this.select} ${from}`, parameters);
    return rows.map((row) => this.entityOf(row));
  }

  /** The entity that a row of the whole table is: of {@link read}, of `SELECT *`, of `RETURNING *`. */
  entityOf(row: object): T {
    const values = row as Values;
    const entity = Object.create(this.prototype) as Values;
    Object.defineProperty(entity, source, { value: { row: values, opened: {} } });
    for (const { name, column, accessor } of this.properties) {
      const value = values[column];
      // Nothing is nothing, encrypted or not.
      if (accessor && value !== null) Object.defineProperty(entity, name, accessor);
      else entity[name] = value;
    }
    return entity as T;
  }
}

/**
 * A property that is opened when it is first read, with the keys of the organisation that the reading code works for, as
 * ever. It is the entity's own and enumerable, so that spread copies and JSON hold its value.
 */
function openedAtFirstUse(column: ColumnMetadata): PropertyDescriptor {
  const { propertyName: name, databaseName } = column;
  const { driver } = column.entityMetadata.dataSource;
  return {
    enumerable: true,
    configurable: true,
    get(this: FromRow) {
      const { row, opened } = this[source];
      if (!(name in opened)) opened[name] = driver.prepareHydratedValue(row[databaseName], column);
      return opened[name];
    },
    set(this: FromRow, value: unknown) {
      this[source].opened[name] = value;
    },
  };
}

const readers = new WeakMap<EntityMetadata, RowReader<ObjectLiteral>>();

/** The reader of an entity, made at its first use. */
export function rowReader<T extends ObjectLiteral>(db: EntityManager, entity: new () => T): RowReader<T> {
  const metadata = db.dataSource.getMetadata(entity);
  const known = readers.get(metadata);
  if (known) return known as unknown as RowReader<T>;
  const made = new RowReader<T>(metadata);
  readers.set(metadata, made);
  return made;
}
