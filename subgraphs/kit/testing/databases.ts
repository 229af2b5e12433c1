/** Databases of tests on a PostgreSQL server, created under a prefix of their own and dropped together. */
import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { databaseName } from '../base/persistence/create-database';

/** A unique prefix, so that tests that run at the same time do not share databases. */
export const uniquePrefix = (): string => `t${randomBytes(5).toString('hex')}_`;

/** The password of every role that a test creates. */
export const rolePassword = 'of-this-test';

/** The server's address for the role of a process, which was created with {@link rolePassword}. */
export function roleServerUrl(serverUrl: string, prefix: string, name: string): string {
  const url = new URL(serverUrl);
  [url.username, url.password] = [databaseName(prefix, name), rolePassword];
  return url.toString();
}

/** Drops every database with a prefix, and the roles that work in them. */
export async function dropDatabases(serverUrl: string, prefix: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE starts_with(datname, $1)',
      [prefix],
    );
    for (const { datname } of rows)
      await client.query(`DROP DATABASE ${client.escapeIdentifier(datname)} WITH (FORCE)`);
    const roles = await client.query<{ name: string }>(
      'SELECT rolname AS name FROM pg_roles WHERE starts_with(rolname, $1)',
      [prefix],
    );
    for (const { name } of roles.rows) await client.query(`DROP ROLE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}
