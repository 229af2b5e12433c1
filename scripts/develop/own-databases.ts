/** Whether databases are of this development installation: the master keys tell that wrapped their keys. */
import { existsSync } from 'node:fs';
import { Client } from 'pg';
import { gatewayDatabase } from '../../gateway/persistence/open-gateway-database';
import { readMasterKeys } from '../../subgraphs/kit/base/config';
import { databaseName, databaseUrl } from '../../subgraphs/kit/base/persistence/create-database';
import { foreignMasterKeys } from '../../subgraphs/kit/base/security/key-rotation';
import { NotOursError } from './development-only';
import { keyFiles } from './keys';
import { serviceNames } from './subgraphs';

/**
 * Looks for the keys of organisations in every database that the system would use, before one is made or written to.
 * @throws NotOursError when any was wrapped by a master key that this data directory does not have
 */
export async function assertOwnDatabases(serverUrl: string, prefix: string, dataDir: string): Promise<void> {
  const file = keyFiles(dataDir).encryption;
  const master = existsSync(file) ? readMasterKeys(file) : { current: '', keys: new Map<string, Buffer>() };
  const wanted = [gatewayDatabase, ...serviceNames()].map((name) => databaseName(prefix, name));
  const existing = await inServer(serverUrl, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE datname = ANY($1::text[])',
      [wanted],
    );
    return rows.map(({ datname }) => datname);
  });
  for (const database of existing) {
    const [foreign] = await inServer(databaseUrl(serverUrl, database), async (client) =>
      foreignMasterKeys({ query: async (sql) => (await client.query(sql)).rows as never }, master),
    );
    if (foreign === undefined) continue;
    throw new NotOursError(
      `${database} belongs to another installation: its keys were wrapped by the master key ${foreign}, which is not the one in ` +
        `${file}. Set DATABASE_URL or DATABASE_PREFIX to databases for development, or bring the key file back.`,
    );
  }
}

async function inServer<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
