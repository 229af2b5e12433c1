import { SurvivingClient } from './surviving-client';

/**
 * The name of a process's own database, and of the role that works in it: `habeas_external_contacts`. A role has the name of
 * the one database that it may use.
 */
export const databaseName = (prefix: string, name: string): string => `${prefix}${name.replace(/-/g, '_')}`;

/** The URL of one database on a server. */
export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${database}`;
  return url.toString();
}

/** Creates a database unless it exists. Several processes may do so at once. */
export async function createDatabase(serverUrl: string, database: string): Promise<void> {
  const client = new SurvivingClient({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(database)}`);
  } catch (error) {
    // duplicate_database, or the unique index behind it: another process was first.
    const { code } = error as { code?: string };
    if (code !== '42P04' && code !== '23505') throw error;
  } finally {
    await client.end();
  }
}
