/**
 * Rows that SQL of our own writes: many in one statement, through the columns of their entity, so that what is encrypted at
 * rest is encrypted here too. They are read as the services read theirs (`rowReader`).
 */
import type { EntityManager, ObjectLiteral } from 'typeorm';

/** Rows that are given to a statement. */
export interface GivenRows {
  /** The names of the columns. */
  columns: string[];
  /** What stands after FROM: a table `given`, of one parameter for each column. */
  source: string;
  parameters: unknown[];
}

/**
 * Gives properties of entities to a statement, in the parameters from `first` on. Beside the join with `given`, compare the
 * leading key with the first of them (`= ANY`): before its first statistics PostgreSQL takes a table for an empty one, and
 * would look at every row of the organisation for every row given.
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

/** What stands after SET, to take columns from {@link GivenRows}. */
export const takenFrom = (columns: string[]): string =>
  columns.map((column) => `${column} = given.${column}`).join(', ');

/** TypeORM answers an UPDATE with its rows and their number. */
export const returned = async <T>(answer: Promise<unknown>): Promise<T[]> => ((await answer) as [T[], number])[0];
