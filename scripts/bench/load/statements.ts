/** The statements that a database has run, and their cost, by PostgreSQL's own statistics (pg_stat_statements). */
import { Client } from 'pg';
import { databaseUrl } from '../../../subgraphs/kit/base/persistence/create-database';

export interface StatementTotals {
  /** The number of statements. Each is a round trip for a program that sends them one by one. */
  calls: number;
  /** The slowest one, in milliseconds. */
  slowestMs: number;
}

async function connected<T>(serverUrl: string, database: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: databaseUrl(serverUrl, database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Resets the statistics of all databases. */
export const resetStatements = (serverUrl: string): Promise<void> =>
  connected(serverUrl, 'postgres', async (client) => {
    await client.query('CREATE EXTENSION IF NOT EXISTS pg_stat_statements');
    await client.query('SELECT pg_stat_statements_reset()');
  });

/** The statistics so far, by database. */
export const statementTotals = (serverUrl: string): Promise<Map<string, StatementTotals>> =>
  connected(serverUrl, 'postgres', async (client) => {
    const { rows } = await client.query<{ datname: string; calls: string; slowest: number }>(
      `SELECT datname, sum(calls) AS calls, max(max_exec_time) AS slowest
       FROM pg_stat_statements JOIN pg_database ON pg_database.oid = dbid WHERE toplevel GROUP BY datname`,
    );
    return new Map(rows.map(({ datname, calls, slowest }) => [datname, { calls: Number(calls), slowestMs: slowest }]));
  });

/** How often each statement has run, by database and text. */
export const statementCounts = (serverUrl: string): Promise<{ database: string; text: string; calls: number }[]> =>
  connected(serverUrl, 'postgres', async (client) => {
    const { rows } = await client.query<{ database: string; text: string; calls: string }>(
      `SELECT datname AS database, query AS text, sum(calls) AS calls
       FROM pg_stat_statements JOIN pg_database ON pg_database.oid = dbid WHERE toplevel GROUP BY datname, query`,
    );
    return rows.map(({ calls, ...statement }) => ({ ...statement, calls: Number(calls) }));
  });

export { connected };
