/** Every database with keys of organisations: the gateway's, and that of each service. */
import { SurvivingClient } from '../../../subgraphs/kit/base/persistence/surviving-client';
import { gatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import { masterKeysFile, parseEnvironment, readMasterKeys, type Environment } from '../../../subgraphs/kit/base/config';
import { databaseName, databaseUrl } from '../../../subgraphs/kit/base/persistence/create-database';
import type { Statements } from '../../../subgraphs/kit/base/security/key-rotation';
import type { MasterKeys } from '../../../subgraphs/kit/base/security/key-ring';
import { runningDatabase, toolVariables } from '../running-system';
import { roleUrl } from '../../develop/installation/database-roles';
import { serviceNames } from '../../develop/subgraphs';

/** The files of master keys that the environment names, each once. @throws ConfigurationError */
export function masterKeysFiles(environment: Environment = process.env): string[] {
  const env = parseEnvironment(toolVariables, environment);
  return [...new Set([gatewayDatabase, ...serviceNames()].map((name) => masterKeysFile(name, env)))];
}

/** Runs work in every database, one after the other and the gateway's first. @returns the results by name */
export async function inKeyDatabases<T>(
  work: (db: Statements, master: MasterKeys, name: string) => Promise<T>,
  environment: Environment = process.env,
): Promise<Map<string, T>> {
  const env = parseEnvironment(toolVariables, environment);
  const server = await runningDatabase(env);
  const results = new Map<string, T>();
  try {
    for (const name of [gatewayDatabase, ...serviceNames()]) {
      const url = roleUrl(server.url, env.HABEAS_DATA_DIR, env.DATABASE_PREFIX, name);
      const client = new SurvivingClient({
        connectionString: databaseUrl(url, databaseName(env.DATABASE_PREFIX, name)),
      });
      await client.connect();
      try {
        const query: Statements['query'] = async (sql, parameters) =>
          (await client.query(sql, parameters)).rows as never;
        results.set(name, await work({ query }, readMasterKeys(masterKeysFile(name, env)), name));
      } finally {
        await client.end();
      }
    }
    return results;
  } finally {
    await server.stop();
  }
}
