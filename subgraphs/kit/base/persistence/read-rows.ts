/**
 * Reads rows as entities at little cost. The SELECT list and the mapping from a raw row to an entity are made once for each entity.
 * An encrypted value, which TypeORM would decrypt at once, is decrypted when it is first read: an operation uses two or three of a
 * dozen such values, and each costs more than everything else that is done to a row.
 */
import type { EntityManager, EntityMetadata, ObjectLiteral } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata';

/** Values by the names of the entity's properties. */
type Values = Record<string, unknown>;

/** Where an entity keeps its source. The property is not enumerable, so copies of the entity are plain values. */
const source = Symbol('source');

interface FromRow {
  [source]: {
    /** The row as the database returned it, by column. */
    row: Values;
    /** Values that have been decrypted or written since, by property. */
    opened: Values;
  };
}

/** Types whose values the driver returns as the entity holds them. */
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
  /** The entity's table. In statements the row to read must be called `item`. */
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

  /** Reads `item`s. @param from the statement from its FROM on; it comes from the code, never from a caller */
  async read(db: EntityManager, from: string, parameters: unknown[]): Promise<T[]> {
    const rows: Values[] = await db.query(`SELECT ${this.select} ${from}`, parameters);
    return rows.map((row) => this.entityOf(row));
  }

  /** The entity of a whole row: of {@link read}, of `SELECT *`, or of `RETURNING *`. */
  entityOf(row: object): T {
    const values = row as Values;
    const entity = Object.create(this.prototype) as Values;
    Object.defineProperty(entity, source, { value: { row: values, opened: {} } });
    for (const { name, column, accessor } of this.properties) {
      const value = values[column];
      // Null is null, encrypted or not.
      if (accessor && value !== null) Object.defineProperty(entity, name, accessor);
      else entity[name] = value;
    }
    return entity as T;
  }
}

/**
 * A property that is decrypted at its first read, with the keys of the organisation that the reading code works for. It is the
 * entity's own and enumerable, so that spread copies and JSON hold its value.
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

/** The reader of an entity. It is made at its first use. */
export function rowReader<T extends ObjectLiteral>(db: EntityManager, entity: new () => T): RowReader<T> {
  const metadata = db.dataSource.getMetadata(entity);
  const known = readers.get(metadata);
  if (known) return known as unknown as RowReader<T>;
  const made = new RowReader<T>(metadata);
  readers.set(metadata, made);
  return made;
}
