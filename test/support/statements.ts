/** The SQL that a piece of work sends, to show that it does not grow with the data. */
import type { DataSource, Logger } from 'typeorm';

/** Runs `work` and answers the statements that the data source sent meanwhile, without transaction control. */
export async function statementsOf(dataSource: DataSource, work: () => Promise<unknown>): Promise<string[]> {
  const statements: string[] = [];
  const before = dataSource.logger;
  const silent = () => {};
  const recorder: Logger = {
    logQuery: (statement) => void statements.push(statement),
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
  return statements.filter((statement) => !/^(START TRANSACTION|COMMIT|ROLLBACK)/.test(statement));
}
