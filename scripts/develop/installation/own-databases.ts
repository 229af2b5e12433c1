/** Whether databases belong to this development installation: their keys must be wrapped by its master keys. */
import type { Client } from 'pg';
import { gatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import { databaseName, databaseUrl } from '../../../subgraphs/kit/base/persistence/create-database';
import { SurvivingClient } from '../../../subgraphs/kit/base/persistence/surviving-client';
import { foreignMasterKeys } from '../../../subgraphs/kit/base/security/key-rotation';
import { NotOursError } from './development-only';
import { developmentMasterKeys, masterKeyFile } from './keys';
import { serviceNames } from '../subgraphs';

/**
 * Looks for keys of organisations in every database that the system would use, before any is created or written to.
 * @throws NotOursError when any was wrapped by a master key that this data directory does not have
 */
export async function assertOwnDatabases(serverUrl: string, prefix: string, dataDir: string): Promise<void> {
  const names = new Map([gatewayDatabase, ...serviceNames()].map((name) => [databaseName(prefix, name), name]));
  const existing = await inServer(serverUrl, async (client) => {
    const { rows } = await client.query<{ datname: string }>(
      'SELECT datname FROM pg_database WHERE datname = ANY($1::text[])',
      [[...names.keys()]],
    );
    return rows.map(({ datname }) => datname);
  });
  const foreign = await Promise.all(
    existing.map(async (database) => {
      const name = names.get(database) ?? '';
      const master = developmentMasterKeys(dataDir, name) ?? { current: '', keys: new Map<string, Buffer>() };
      const [key] = await inServer(databaseUrl(serverUrl, database), async (client) =>
        foreignMasterKeys({ query: async (sql) => (await client.query(sql)).rows as never }, master),
      );
      return { database, name, key };
    }),
  );
  for (const { database, name, key } of foreign) {
    if (key === undefined) continue;
    throw new NotOursError(
      `${database} belongs to another installation: its keys were wrapped by the master key ${key}, which is not the one in ` +
        `${masterKeyFile(dataDir, name)}. Set DATABASE_URL or DATABASE_PREFIX to databases for development, or bring the key file back.`,
    );
  }
}

async function inServer<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new SurvivingClient({ connectionString: url, connectionTimeoutMillis: 10_000 });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
