/** The SQL that some work sends, to show that it does not grow with the data. */
import type { DataSource, Logger } from 'typeorm';

/** A statement as it was sent. */
export interface SentStatement {
  sql: string;
  parameters: unknown[];
}

/** Runs `work`. @returns the statements that the data source sent meanwhile, without transaction control */
export async function sentStatements(dataSource: DataSource, work: () => Promise<unknown>): Promise<SentStatement[]> {
  const statements: SentStatement[] = [];
  const before = dataSource.logger;
  const silent = () => {};
  const recorder: Logger = {
    logQuery: (sql, parameters) => void statements.push({ sql, parameters: (parameters ?? []) as unknown[] }),
    logQueryError: silent,
    logQuerySlow: silent,
    logSchemaBuild: silent,
    logMigration: silent,
    log: silent,
  };
  dataSource.logger = recorder;
  try {
    await work();
  } finally {
    dataSource.logger = before;
  }
  return statements.filter(({ sql }) => !/^(START TRANSACTION|SET TRANSACTION|COMMIT|ROLLBACK)/.test(sql));
}

/** The same, with the SQL only. */
export const statementsOf = async (dataSource: DataSource, work: () => Promise<unknown>): Promise<string[]> =>
  (await sentStatements(dataSource, work)).map(({ sql }) => sql);

/**
 * Leaves out statements that are not about the rows: for the keys, which are read again after a while, and for whether anybody of
 * the organisation is restricted, which is asked again after a moment (R34).
 */
export const aboutRows = (statements: string[]): string[] =>
  statements.filter((sql) => !/organization_key|personal_data_restriction/.test(sql));
