/** The gateway's configuration for tools that do the gateway's work: from the environment, or from a running `npm start`. */
import { loadConfig, type GatewayConfig } from '../../gateway/config';
import { gatewayDatabase } from '../../gateway/persistence/open-gateway-database';
import { parseEnvironment, type Environment } from '../../subgraphs/kit/base/config';
import { roleUrl } from '../develop/installation/database-roles';
import { runningDatabase, toolVariables } from './running-system';

/** Runs work with the gateway's configuration, and starts its database server for that time if needed. @throws ConfigurationError */
export async function withGatewayConfig<T>(
  environment: Environment,
  work: (config: GatewayConfig) => Promise<T>,
): Promise<T> {
  const env = parseEnvironment(toolVariables, environment);
  const server = await runningDatabase(env);
  try {
    const url = roleUrl(server.url, env.HABEAS_DATA_DIR, env.DATABASE_PREFIX, gatewayDatabase);
    return await work(loadConfig({ ...environment, DATABASE_URL: url, DATABASE_PASSWORD_FILE: undefined }));
  } finally {
    await server.stop();
  }
}
