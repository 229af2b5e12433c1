/** The configuration of a service's process. */
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import type { BlobPlace } from '../blobs/blob-place';
import type { OperationBounds } from '../execution/operation-budget';
import type { DatabaseConfig } from '../persistence/data-source';
import type { MasterKeys } from '../security/key-ring';
import { parseEnvironment, readAll, type Environment } from './environment';
import { jwksSchema, keyFile, readKeyFile, readMasterKeys } from './files';
import { portVariable } from './ports';
import { commonFamilies, unknownVariables } from './unknown-variables';
import { readServerTls, type ServerTls } from './tls';
import { blobPlace, commonVariables, databaseServerUrl } from './variables';

const serviceVariables = z.object({
  ...commonVariables,
  PORT: portVariable,
  SERVICE_TOKEN_JWKS_FILE: z.string().optional(),
});

/** The names of the variables that a service reads. */
export const serviceVariableNames = (): string[] => Object.keys(serviceVariables.shape);

/** What a service needs to run. */
export interface ServiceConfig extends DatabaseConfig {
  logLevel: string;
  host: string;
  port: number;
  masterKeys: MasterKeys;
  serviceTokenKeys: JSONWebKeySet;
  blobs: BlobPlace;
  /** What one operation may take. */
  operations: OperationBounds;
  /** TLS of the service's own server; plain HTTP without. */
  tls: ServerTls | undefined;
}

/** The configuration of a service. `port` is its default port. @throws ConfigurationError listing every bad variable */
export function serviceConfig(port: number, environment: Environment = process.env): ServiceConfig {
  const unknown = unknownVariables(environment, serviceVariableNames(), commonFamilies);
  const env = parseEnvironment(serviceVariables, { PORT: String(port), ...environment }, unknown);
  return {
    logLevel: env.LOG_LEVEL,
    host: env.HOST,
    port: env.PORT,
    databasePrefix: env.DATABASE_PREFIX,
    databasePoolSize: env.DATABASE_POOL_SIZE,
    operations: { cost: env.OPERATION_MAX_COST, timeout: env.OPERATION_TIMEOUT_MS },
    ...readAll({
      databaseUrl: () => databaseServerUrl(env),
      masterKeys: () =>
        readMasterKeys(keyFile('ENCRYPTION_KEYS_FILE', env.ENCRYPTION_KEYS_FILE, env, 'encryption.json')),
      serviceTokenKeys: () =>
        readKeyFile(
          'SERVICE_TOKEN_JWKS_FILE',
          keyFile('SERVICE_TOKEN_JWKS_FILE', env.SERVICE_TOKEN_JWKS_FILE, env, 'service.jwks.json'),
          jwksSchema,
        ),
      blobs: () => blobPlace(env),
      tls: () => readServerTls(env),
    }),
  };
}
