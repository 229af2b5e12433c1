/** The gateway's configuration: read once at boot, every bad variable listed at once, and handed down as it is. */
import path from 'node:path';
import type { JSONWebKeySet, JWK } from 'jose';
import {
  blobPlace,
  databaseServerUrl,
  keyFile,
  parseEnvironment,
  readAll,
  readMasterKeys,
  readServerTls,
  unknownVariables,
  type Environment,
} from '../../subgraphs/kit/base/config';
import type { SubgraphLimits } from '../federation/execution/subgraph-limits';
import type { SupergraphPlace } from '../federation/supergraph/source';
import type { GdprConfig } from '../gdpr/config';
import type { ServerConfig } from '../http/config';
import type { CallerConfig } from '../security/caller-keys';
import { readPersistedOperations } from '../security/persisted-operations';
import { callerKeysPlace, readPublishedKeys, readServiceTls, readSigningKey } from './files';
import { ownUrl } from './own-url';
import { gatewayFamilies, gatewayVariableNames, gatewayVariables, type GatewayEnvironment } from './variables';

/** What the gateway needs to run: what each of its rooms asks for, and what only its start does. */
export interface GatewayConfig extends GdprConfig, ServerConfig {
  production: boolean;
  logLevel: string;
  host: string;
  port: number;
  /** Where replicas count rate limits together. */
  redisUrl: string | undefined;
  supergraph: SupergraphPlace;
  callers: CallerConfig;
  /** The private key (Ed25519) that service tokens are signed with. */
  serviceSigningKey: JWK;
  /** Public keys published beside the signing key's own: those of a key that is being replaced. */
  serviceKeys: JSONWebKeySet;
  /** Bounds of every call of a part of an operation. */
  subgraphs: SubgraphLimits;
}

/** The configuration of the gateway. @throws ConfigurationError listing every bad variable */
export function loadConfig(environment: Environment = process.env): GatewayConfig {
  const unknown = unknownVariables(environment, gatewayVariableNames(), gatewayFamilies);
  const env = parseEnvironment(gatewayVariables, environment, unknown);
  const { callerKeys, serviceTls, ...given } = readFiles(env);
  return {
    ...given,
    production: env.NODE_ENV === 'production',
    logLevel: env.LOG_LEVEL,
    host: env.HOST,
    port: env.PORT,
    databasePrefix: env.DATABASE_PREFIX,
    databasePoolSize: env.DATABASE_POOL_SIZE,
    redisUrl: env.REDIS_URL,
    supergraph: env.SUPERGRAPH_URL
      ? { url: new URL(env.SUPERGRAPH_URL), pollEvery: env.SUPERGRAPH_POLL_SECONDS * 1_000 }
      : { file: env.SUPERGRAPH_FILE ?? path.join(env.HABEAS_DATA_DIR, 'supergraph.graphql') },
    callers: {
      keys: callerKeys,
      issuer: env.CALLER_ISSUER ?? 'habeas-development',
      audience: env.CALLER_AUDIENCE,
    },
    timeLimits: {
      GET: env.DUE_DAYS_GET,
      EXPORT: env.DUE_DAYS_EXPORT,
      UPDATE: env.DUE_DAYS_UPDATE,
      DELETE: env.DUE_DAYS_DELETE,
    },
    packageExpiresAfter: env.EXPORT_EXPIRES_AFTER_HOURS * 3_600_000,
    attachments: { maximumBytes: env.EXPORT_ATTACHMENT_MAX_BYTES, timeout: env.EXPORT_ATTACHMENT_TIMEOUT_MS },
    publicUrl: env.PUBLIC_URL?.replace(/\/+$/, '') ?? ownUrl(env),
    verifyAgainAfter: env.VERIFY_AGAIN_AFTER_MINUTES * 60_000,
    serviceCalls: {
      timeout: env.SERVICE_CALL_TIMEOUT_MS,
      maximumResponseBytes: env.SERVICE_CALL_MAX_BYTES,
      tls: serviceTls,
    },
    introspection: env.INTROSPECTION ?? env.NODE_ENV !== 'production',
    maximumRequestBytes: env.REQUEST_MAX_BYTES,
    subgraphs: {
      timeout: env.SUBGRAPH_TIMEOUT_MS,
      connections: env.SUBGRAPH_CONNECTIONS,
      maximumResponseBytes: env.SUBGRAPH_MAX_RESPONSE_BYTES,
      tls: serviceTls,
    },
    operations: {
      depth: env.OPERATION_MAX_DEPTH,
      aliases: env.OPERATION_MAX_ALIASES,
      directives: env.OPERATION_MAX_DIRECTIVES,
      tokens: env.OPERATION_MAX_TOKENS,
      cost: env.OPERATION_MAX_COST,
      timeout: env.OPERATION_TIMEOUT_MS,
    },
    rateLimits: {
      subjects: { caller: env.RATE_LIMIT_SUBJECTS, organization: env.RATE_LIMIT_SUBJECTS_ORGANIZATION },
      personalDataReport: { caller: env.RATE_LIMIT_REPORTS, organization: env.RATE_LIMIT_REPORTS_ORGANIZATION },
      requests: { caller: env.RATE_LIMIT_REQUESTS, organization: env.RATE_LIMIT_REQUESTS_ORGANIZATION },
    },
    refusedTokens: env.RATE_LIMIT_REFUSED_TOKENS,
    trustedProxies: env.TRUSTED_PROXIES ?? [],
    allowedOrigins: env.CORS_ORIGINS ?? (env.NODE_ENV === 'production' ? [] : 'local'),
  };
}

/** What is made of the files and places that the variables name. */
const readFiles = (env: GatewayEnvironment) =>
  readAll({
    masterKeys: () => readMasterKeys(keyFile('ENCRYPTION_KEYS_FILE', env.ENCRYPTION_KEYS_FILE, env, 'encryption.json')),
    serviceSigningKey: () => readSigningKey(env),
    serviceKeys: () => readPublishedKeys(env),
    callerKeys: () => callerKeysPlace(env),
    tls: () => readServerTls(env),
    serviceTls: () => readServiceTls(env),
    blobs: () => blobPlace(env),
    databaseUrl: () => databaseServerUrl(env),
    persistedOperations: () =>
      env.PERSISTED_OPERATIONS_FILE === undefined
        ? undefined
        : readPersistedOperations('PERSISTED_OPERATIONS_FILE', env.PERSISTED_OPERATIONS_FILE),
  });
