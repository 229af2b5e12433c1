/** The gateway's database on the test run's server, as the gateway's own process uses it. */
import type { DataSource } from 'typeorm';
import {
  gatewayDatabase,
  migrateGatewayDatabase,
  openGatewayDatabase,
} from '../../../gateway/persistence/open-gateway-database';
import { databaseName, databaseUrl } from '../../../subgraphs/kit/base/persistence/create-database';
import { rolePassword, roleServerUrl, testServerUrl } from './database';

/** The configuration with which a process of the gateway connects to its database. */
export const gatewayConfig = (prefix: string, poolSize = 2) => ({
  databaseUrl: roleServerUrl(prefix, gatewayDatabase),
  databasePrefix: prefix,
  databasePoolSize: poolSize,
});

/** The URL of the database itself, with the gateway's role, for the queue. */
export const gatewayDatabaseUrl = (prefix: string): string =>
  databaseUrl(roleServerUrl(prefix, gatewayDatabase), databaseName(prefix, gatewayDatabase));

/** Makes or migrates the gateway's database with a prefix, and opens it as the gateway does. */
export async function openTestGatewayDatabase(prefix: string, poolSize = 2): Promise<DataSource> {
  await migrateGatewayDatabase({ databaseUrl: testServerUrl(), databasePrefix: prefix }, rolePassword);
  return openGatewayDatabase(gatewayConfig(prefix, poolSize));
}
