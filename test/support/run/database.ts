/** Databases on the test run's PostgreSQL server. */
import { Client } from 'pg';
import { databaseName, databaseUrl } from '../../../subgraphs/kit/base/persistence/create-database';
import {
  dropDatabases as dropAll,
  rolePassword,
  roleServerUrl as roleUrl,
} from '../../../subgraphs/kit/testing/databases';

export { rolePassword, uniquePrefix } from '../../../subgraphs/kit/testing/databases';

/** The URL of the test run's server. */
export function testServerUrl(): string {
  const url = process.env.HABEAS_TEST_DATABASE_URL;
  if (!url) throw new Error('The tests run under jest, whose global setup starts the server.');
  return url;
}

/** The test run's server, with the role of a process that {@link migrateDatabase} made with {@link rolePassword}. */
export const roleServerUrl = (prefix: string, name: string): string => roleUrl(testServerUrl(), prefix, name);

/** The role that {@link createAdministrator} makes. */
export const administratorRole = (prefix: string): string => `${prefix}administrator`;

/** Makes a role that may create databases and roles but is no superuser, as in a managed PostgreSQL. @returns the server's URL with it */
export async function createAdministrator(prefix: string): Promise<string> {
  const administrator = administratorRole(prefix);
  await inDatabase('postgres', (client) =>
    client.query(`CREATE ROLE ${administrator} LOGIN CREATEDB CREATEROLE PASSWORD '${rolePassword}'`),
  );
  const url = new URL(testServerUrl());
  [url.username, url.password] = [administrator, rolePassword];
  return url.toString();
}

/** Drops every database with a prefix, and the roles that used them. */
export const dropDatabases = (prefix: string): Promise<void> => dropAll(testServerUrl(), prefix);

/** Runs `work` with a connection to one database, as an administrator. */
export async function inDatabase<T>(database: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: databaseUrl(testServerUrl(), database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

/** Executes statements in the gateway's database. */
export const gatewaySql =
  (system: { databasePrefix: string }) =>
  <T>(statement: string, values: unknown[] = []): Promise<T[]> =>
    inDatabase(databaseName(system.databasePrefix, 'gateway'), async (client) => {
      return (await client.query(statement, values)).rows as T[];
    });

/**
 * Every row of every table of a database as text, with bytes decoded where they are text: to search it for what must not be stored.
 * @param except tables to leave out
 */
export function dumpDatabase(database: string, except: string[] = []): Promise<string> {
  return inDatabase(database, async (client) => {
    const { rows: tables } = await client.query<{ name: string }>(
      `SELECT format('%I.%I', table_schema, table_name) AS name FROM information_schema.tables
       WHERE table_type = 'BASE TABLE' AND table_schema NOT IN ('pg_catalog', 'information_schema')
         AND table_name <> ALL ($1)`,
      [except],
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
