/** The configuration of a service's process. */
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import type { BlobPlace } from '../blobs/blob-place';
import type { OperationBounds } from '../execution/operation-budget';
import type { DatabaseConfig } from '../persistence/data-source';
import type { CallerConfig } from '../security/caller-keys';
import type { MasterKeys } from '../security/key-ring';
import type { OrganizationProfiles } from '../security/organization-profiles';
import { callerVariables, routedCallers } from './callers';
import { parseEnvironment, readAll, type Environment } from './environment';
import { jwksSchema, keyFile, readKeyFile, readOrganizationProfiles, readOwnMasterKeys } from './files';
import { portVariable } from './ports';
import { commonFamilies, unknownVariables } from './unknown-variables';
import { readServerTls, type ServerTls } from './tls';
import type { TracingConfig } from '../telemetry/start-tracing';
import { blobPlace, commonVariables, databaseServerUrl, drainTime, tracing } from './variables';

const serviceVariables = z.object({
  ...commonVariables,
  ...callerVariables,
  PORT: portVariable,
  SERVICE_TOKEN_JWKS_FILE: z.string().optional(),
});

/** The names of the variables that a service reads. */
export const serviceVariableNames = (): string[] => Object.keys(serviceVariables.shape);

/** The configuration of a service. */
export interface ServiceConfig extends DatabaseConfig {
  logLevel: string;
  host: string;
  port: number;
  /** How long the process goes on serving after it has announced its stop, in milliseconds. */
  drainFor: number;
  masterKeys: MasterKeys;
  /** The settings of organisations, such as the region of their phone numbers. */
  profiles: OrganizationProfiles;
  serviceTokenKeys: JSONWebKeySet;
  /** Whose tokens are accepted beside the gateway's, behind a router; nobody's when absent. */
  callers: CallerConfig | undefined;
  blobs: BlobPlace;
  /** How long the account of a request is kept after its last call, in milliseconds. */
  keepAccounts: number;
  /** The bounds of one operation. */
  operations: OperationBounds;
  /** TLS of the service's own server; plain HTTP when absent. */
  tls: ServerTls | undefined;
  /** Where traces are sent; none are made when absent. */
  tracing: TracingConfig | undefined;
}

/**
 * Reads the configuration of a service with this name and default port.
 * @throws ConfigurationError listing every bad variable
 */
export function serviceConfig(
  { name, port }: { name: string; port: number },
  environment: Environment = process.env,
): ServiceConfig {
  const unknown = unknownVariables(environment, serviceVariableNames(), [...commonFamilies, 'CALLER_']);
  const env = parseEnvironment(serviceVariables, environment, unknown, { PORT: String(port) });
  return {
    logLevel: env.LOG_LEVEL,
    host: env.HOST,
    port: env.PORT,
    drainFor: drainTime(env),
    tracing: tracing(env),
    databasePrefix: env.DATABASE_PREFIX,
    databasePoolSize: env.DATABASE_POOL_SIZE,
    keepAccounts: env.KEEP_ACCOUNTS_DAYS * 86_400_000,
    operations: { cost: env.OPERATION_MAX_COST, timeout: env.OPERATION_TIMEOUT_MS },
    ...readAll({
      databaseUrl: () => databaseServerUrl(env),
      masterKeys: () => readOwnMasterKeys(name, env),
      profiles: () => readOrganizationProfiles(env.ORGANIZATION_PROFILES_FILE),
      serviceTokenKeys: () =>
        readKeyFile(
          'SERVICE_TOKEN_JWKS_FILE',
          keyFile('SERVICE_TOKEN_JWKS_FILE', env.SERVICE_TOKEN_JWKS_FILE, env, 'service.jwks.json'),
          jwksSchema,
        ),
      callers: () => routedCallers(env),
      blobs: () => blobPlace(env),
      tls: () => readServerTls(env),
    }),
  };
}
