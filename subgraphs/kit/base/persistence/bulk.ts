/** Many rows in few statements: what creation in bulk, and the rectification of whole pages, are written with. */
import { escapeIdentifier } from 'pg';
import type { EntityManager, EntityMetadata, ObjectLiteral, QueryDeepPartialEntity } from 'typeorm';
import type { ColumnMetadata } from 'typeorm/metadata/ColumnMetadata';
import { mapYielding } from '../map-yielding';
import { isEncrypted } from '../security/encrypted-column';
import { currentKeys } from '../security/organization-context';
import type { OrganizationEntity } from './entity-loader';

/** What PostgreSQL takes in one statement. */
const maximumParameters = 65_535;

/** Rows of one INSERT: what is sent for them at once stays within some megabytes. */
const maximumRows = 2_000;

/**
 * Inserts new rows, some thousands a statement, with as many parameters as there are columns: a statement that names every
 * value costs PostgreSQL and us more than the rows do. A property that no row has is left to its column's default.
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
    // What has no form as one array of values a column is left to TypeORM.
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

/** Whether values of a column are written as they stand: one scalar each of a type of PostgreSQL's, none that somebody else makes. */
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

/** Which columns a change writes: these alone, or all but these. */
export type WrittenColumns<T> = { only: (keyof T & string)[] } | { except: (keyof T & string)[] };

/**
 * Writes rows that are there already, in one statement of as many parameters as there are columns. A row that was deleted
 * meanwhile stays deleted: what was erased cannot come back.
 * @param written every column of the entity when absent, but for its key and those that are written once
 * (`@Column({ update: false })`): a column that is new is saved without being named anywhere else
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

/** What was made of one, by a function that makes many. @throws when it made none, or more */
export function onlyOf<T>(made: readonly T[]): T {
  const [first, ...others] = made;
  if (first === undefined || others.length > 0) throw new Error(`One was asked for, and ${made.length} were made.`);
  return first;
}

/** Every personal value of an entity, which are its encrypted columns, as null: what a row keeps of a person when it is emptied. */
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
