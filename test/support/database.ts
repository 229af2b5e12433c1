/** Databases on the test run's PostgreSQL server. */
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { databaseUrl } from '../../subgraphs/kit/base/persistence/create-database';

/** The URL of the test run's server. */
export function testServerUrl(): string {
  const url = process.env.HABEAS_TEST_DATABASE_URL;
  if (!url) throw new Error('The tests run under jest, whose global setup starts the server.');
  return url;
}

/** A prefix of its own, so that tests that run at once do not meet. */
export const uniquePrefix = (): string => `t${randomBytes(5).toString('hex')}_`;

/** Drops every database of a prefix. */
export async function dropDatabases(prefix: string): Promise<void> {
  const client = new Client({ connectionString: testServerUrl() });
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [prefix],
    );
    for (const { datname } of rows)
      await client.query(`DROP DATABASE ${client.escapeIdentifier(datname)} WITH (FORCE)`);
  } finally {
    await client.end();
  }
}

/** Runs statements in one database, as somebody who looks behind the API. */
export async function inDatabase<T>(database: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: databaseUrl(testServerUrl(), database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Every row of every table of a database as text, bytes decoded where they are text: to search for what must not be there. */
export function dumpDatabase(database: string): Promise<string> {
  return inDatabase(database, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
       WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')`,
    );
    const parts: string[] = [];
    for (const { name } of tables) {
      const { rows } = await client.query<Record<string, unknown>>(`SELECT * FROM ${name}`);
      for (const row of rows) {
        parts.push(
          ...Object.values(row).map((value) =>
            Buffer.isBuffer(value) ? value.toString('latin1') : (JSON.stringify(value) ?? ''),
          ),
        );
      }
    }
    return parts.join('\n');
  });
}
