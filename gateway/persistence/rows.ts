/**
 * Passes many rows to one handwritten SQL statement, through the columns of their entity, so that columns that are encrypted at rest
 * are encrypted here too. The counterpart for reading is `rowReader`.
 */
import type { EntityManager, ObjectLiteral } from 'typeorm';

/** Rows as a part of a statement. */
export interface GivenRows {
  /** The names of the columns. */
  columns: string[];
  /** SQL for after FROM: a table `given`, made from one array parameter for each column. */
  source: string;
  parameters: unknown[];
}

/**
 * Passes properties of entities to a statement, in the parameters from number `first` on. Beside the join with `given`, the statement
 * should compare its leading key with the first of these parameters (`= ANY`): without statistics PostgreSQL assumes that a table is
 * nearly empty, and would scan all rows of the organisation for every given row.
 */
export function givenRows<T extends ObjectLiteral, P extends keyof T & string>(
  db: EntityManager,
  entity: new () => T,
  rows: Pick<T, P>[],
  properties: readonly P[],
  first: number,
): GivenRows {
  const metadata = db.connection.getMetadata(entity);
  const columns = properties.map((property) => {
    const column = metadata.findColumnWithPropertyName(property);
    if (!column) throw new Error(`${metadata.name} has no column ${property}.`);
    return column;
  });
  const names = columns.map(({ databaseName }) => databaseName);
  const arrays = columns.map(({ type }, index) => `$${first + index}::${String(type)}[]`);
  return {
    columns: names,
    source: `unnest(${arrays.join(', ')}) AS given (${names.join(', ')})`,
    parameters: columns.map((column) =>
      rows.map((row) => db.connection.driver.preparePersistentValue(row[column.propertyName as P], column) as unknown),
    ),
  };
}

/** SQL for after SET: takes columns from {@link GivenRows}. */
export const takenFrom = (columns: string[]): string =>
  columns.map((column) => `${column} = given.${column}`).join(', ');

/** The returned rows of an UPDATE, for which TypeORM gives a pair of the rows and their number. */
export const returned = async <T>(answer: Promise<unknown>): Promise<T[]> => ((await answer) as [T[], number])[0];
