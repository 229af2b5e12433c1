/** Many rows in few statements: for bulk creation, and for the rectification of whole pages. */
import { escapeIdentifier } from 'pg';
import type { EntityManager, EntityMetadata, ObjectLiteral, QueryDeepPartialEntity } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata';
import { mapYielding } from '../map-yielding';
import { isEncrypted } from '../security/encrypted-column';
import { currentKeys } from '../security/organization-context';
import type { OrganizationEntity } from './entity-loader';

/** The most parameters of one PostgreSQL statement. */
const maximumParameters = 65_535;

/** The most rows of one INSERT, so that a statement stays within a few megabytes. */
const maximumRows = 2_000;

/**
 * Inserts new rows, up to {@link maximumRows} in a statement, with one array parameter for each column: a statement with a
 * parameter for each value costs PostgreSQL and us more than the rows do. A property that no row has gets its column's default.
 */
export async function insertAll<T extends ObjectLiteral>(
  db: EntityManager,
  entity: new () => T,
  rows: T[],
): Promise<void> {
  const metadata = db.connection.getMetadata(entity);
  for (let start = 0; start < rows.length; start += maximumRows) {
    const batch = rows.slice(start, start + maximumRows);
    const columns = metadata.columns.filter(
      (column) =>
        column.isVersion ||
        column.isGenerated ||
        (column.isInsert && batch.some((row) => column.getEntityValue(row) !== undefined)),
    );
    // TypeORM inserts columns that cannot be sent as one array of values.
    if (!columns.every((column) => isPlain(column) && (column.default === undefined || hasAll(batch, column)))) {
      const most = Math.floor(maximumParameters / metadata.columns.length);
      for (let at = 0; at < batch.length; at += most) await db.insert(entity, batch.slice(at, at + most));
      continue;
    }
    const names = columns.map(({ databaseName }) => escapeIdentifier(databaseName)).join(', ');
    const arrays = columns.map((column, index) => `$${index + 1}::${arrayType(column)}`);
    await db.query(
      `INSERT INTO ${metadata.tablePath} (${names}) SELECT * FROM unnest(${arrays.join(', ')})`,
      await storedValues(db, columns, batch),
    );
  }
}

/** Whether a column's values are written as they are: scalars of a PostgreSQL type that neither the database nor TypeORM generates. */
const isPlain = ({ type, isArray, isGenerated, isVersion, enum: values }: ColumnMetadata): boolean =>
  typeof type === 'string' &&
  !/^(simple-|geo)/.test(type) &&
  !isArray &&
  !isGenerated &&
  !isVersion &&
  values === undefined;

const hasAll = (rows: ObjectLiteral[], column: ColumnMetadata): boolean =>
  rows.every((row) => column.getEntityValue(row) !== undefined);

const arrayType = ({ type }: ColumnMetadata): string => `${String(type)}[]`;

/** The values of rows as they are stored, column by column. */
async function storedValues(db: EntityManager, columns: ColumnMetadata[], rows: ObjectLiteral[]): Promise<unknown[][]> {
  const { driver } = db.connection;
  const values: unknown[][] = [];
  for (const column of columns)
    values.push(
      await mapYielding(rows, (row) => driver.preparePersistentValue(column.getEntityValue(row), column) as unknown),
    );
  return values;
}

/** The columns that an update writes: only these, or all but these. */
export type WrittenColumns<T> = { only: (keyof T & string)[] } | { except: (keyof T & string)[] };

/**
 * Updates existing rows in one statement, with one array parameter for each column. A row that was deleted meanwhile stays
 * deleted: what was erased cannot come back.
 * @param written the columns to write. @default every column of the entity but its key and those that are written once
 * (`@Column({ update: false })`), so that a new column is saved without being named here
 */
export async function updateAll<T extends OrganizationEntity>(
  db: EntityManager,
  entity: new () => T,
  rows: T[],
  written: WrittenColumns<T> = { except: [] },
): Promise<void> {
  if (rows.length === 0) return;
  const metadata = db.connection.getMetadata(entity);
  const columns = columnsOf(metadata, written);
  if (columns.length === 0) return;
  const values = await storedValues(db, columns, rows);
  const assignments = columns.map(({ databaseName }) => `${databaseName} = given.${databaseName}`);
  const arrays = columns.map((column, index) => `$${index + 3}::${arrayType(column)}`);
  await db.query(
    `UPDATE ${metadata.tablePath} item SET ${assignments.join(', ')}
     FROM unnest($2::uuid[], ${arrays.join(', ')}) AS given (id, ${columns.map((column) => column.databaseName).join(', ')})
     WHERE item.organization_id = $1 AND item.id = given.id`,
    [currentKeys().organizationId, rows.map(({ id }) => id), ...values],
  );
}

/** The only item of a list, from a function that creates many. @throws when there is none, or more than one */
export function onlyOf<T>(made: readonly T[]): T {
  const [first, ...others] = made;
  if (first === undefined || others.length > 0) throw new Error(`One was asked for, and ${made.length} were made.`);
  return first;
}

/** Null for every personal value of an entity, which are its encrypted columns: for a row that is anonymised. */
export function emptied<T extends ObjectLiteral>(db: EntityManager, entity: new () => T): QueryDeepPartialEntity<T> {
  const personal = db.connection.getMetadata(entity).columns.filter((column) => isEncrypted(column));
  return Object.fromEntries(
    personal.map(({ propertyName }) => [propertyName, null]),
  ) as unknown as QueryDeepPartialEntity<T>;
}

function columnsOf<T>(metadata: EntityMetadata, written: WrittenColumns<T>) {
  if ('only' in written) return written.only.map((property) => columnOf(metadata, property));
  const left = new Set(written.except.map((property) => columnOf(metadata, property)));
  return metadata.columns.filter((column) => !column.isPrimary && column.isUpdate && !left.has(column));
}

function columnOf(metadata: EntityMetadata, property: string) {
  const column = metadata.findColumnWithPropertyName(property);
  if (!column) throw new Error(`${metadata.name} has no column ${property}.`);
  return column;
}
