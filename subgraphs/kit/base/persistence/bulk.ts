/** Many rows in few statements: what creation in bulk, and the rectification of whole pages, are written with. */
import type { EntityManager, EntityMetadata, ObjectLiteral } from 'typeorm';
import { mapYielding } from '../map-yielding';
import { currentKeys } from '../security/organization-context';
import type { OrganizationEntity } from './entity-loader';

/** What PostgreSQL takes in one statement. */
const maximumParameters = 65_535;

/** Rows of one INSERT: more make the statement slower to build, not faster to run. */
const maximumRows = 2_000;

/** Inserts new rows, some thousands a statement. */
export async function insertAll<T extends ObjectLiteral>(
  db: EntityManager,
  entity: new () => T,
  rows: T[],
): Promise<void> {
  const { columns } = db.connection.getMetadata(entity);
  const batch = Math.min(maximumRows, Math.floor(maximumParameters / columns.length));
  for (let start = 0; start < rows.length; start += batch) await db.insert(entity, rows.slice(start, start + batch));
}

/**
 * Writes the named properties of rows that are there already, in one statement of as many parameters as there are
 * properties. A row that was deleted meanwhile stays deleted: what was erased cannot come back.
 */
export async function updateAll<T extends OrganizationEntity>(
  db: EntityManager,
  entity: new () => T,
  rows: T[],
  properties: (keyof T & string)[],
): Promise<void> {
  if (rows.length === 0) return;
  const metadata = db.connection.getMetadata(entity);
  const columns = properties.map((property) => columnOf(metadata, property));
  const { driver } = db.connection;
  const values: unknown[][] = [];
  for (const column of columns)
    values.push(
      await mapYielding(rows, (row) => driver.preparePersistentValue(row[column.propertyName], column) as unknown),
    );
  const assignments = columns.map(({ databaseName }) => `${databaseName} = given.${databaseName}`);
  const arrays = columns.map(({ type }, index) => `$${index + 3}::${String(type)}[]`);
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

function columnOf(metadata: EntityMetadata, property: string) {
  const column = metadata.findColumnWithPropertyName(property);
  if (!column) throw new Error(`${metadata.name} has no column ${property}.`);
  return column;
}
