/** Sessions of an administrator in the databases, for commands that read or write all rows. */
import type { Client } from 'pg';
import { databaseName, databaseUrl } from '../../../subgraphs/kit/base/persistence/create-database';
import type { DatabaseServer } from '../../../subgraphs/kit/base/persistence/migrate-database';
import { SurvivingClient } from '../../../subgraphs/kit/base/persistence/surviving-client';

/** Runs work in a transaction in a process's database, without a time limit for statements. @throws an error that names the process */
export async function inTransaction<T>(
  { databaseUrl: url, databasePrefix }: DatabaseServer,
  name: string,
  begin: 'BEGIN' | 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY',
  work: (client: Client) => Promise<T>,
): Promise<T> {
  const client = new SurvivingClient({
    connectionString: databaseUrl(url, databaseName(databasePrefix, name)),
    application_name: 'habeas backup',
    connectionTimeoutMillis: 10_000,
  });
  try {
    await client.connect();
    await client.query(begin);
    await client.query(
      `SELECT set_config('statement_timeout', '0', true), set_config('idle_in_transaction_session_timeout', '0', true),
         set_config('lock_timeout', '10s', true)`,
    );
    const result = await work(client);
    await client.query('COMMIT');
    return result;
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    const reason = code === '3D000' ? 'there is no such database: run habeas migrate first.' : message || code;
    throw new Error(`${name}: ${reason}`, { cause: error });
  } finally {
    // Anything uncommitted is rolled back when the session ends.
    await client.end();
  }
}
