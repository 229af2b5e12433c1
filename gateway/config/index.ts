/** The gateway's configuration. It is read once at the start, and all bad variables are reported together. */
import type { JSONWebKeySet, JWK } from 'jose';
import {
  blobPlace,
  databaseServerUrl,
  drainTime,
  parseEnvironment,
  readAll,
  readOrganizationProfiles,
  readOwnMasterKeys,
  readServerTls,
  tracing,
  unknownVariables,
  type Environment,
} from '../../subgraphs/kit/base/config';
import type { TracingConfig } from '../../subgraphs/kit/base/telemetry/start-tracing';
import type { SubgraphLimits } from '../federation/execution/subgraph-limits';
import type { SupergraphPlace } from '../federation/supergraph/sources/source';
import type { GdprConfig } from '../gdpr/config';
import type { RegistryPlace } from '../registry/compose-registered';
import type { ServerConfig } from '../http/config';
import type { LoginConfig } from '../rest/oauth/config';
import type { WebConfig } from '../web/config';
import type { CallerConfig } from '../../subgraphs/kit/base/security/caller-keys';
import { Safelist } from '../security/persisted-operations';
import {
  anchorPlace,
  gatewayCallerKeys,
  readPackageTexts,
  readLogin,
  readPublishedKeys,
  readServiceTls,
  readSigningKey,
  readWeb,
  redisServerUrl,
} from './files';
import { readApprovals } from './approvals';
import { ownUrl } from './own-url';
import { supergraphPlace } from './supergraph-place';
import { gatewayFamilies, gatewayVariableNames, gatewayVariables, type GatewayEnvironment } from './variables';

/** The configuration of a gateway process: the settings of its parts, and those that only the start uses. */
export interface GatewayConfig extends GdprConfig, ServerConfig {
  production: boolean;
  logLevel: string;
  host: string;
  port: number;
  /** Whether a process that serves callers also runs a worker. */
  runWorkers: boolean;
  /** Milliseconds for which the process goes on serving after it has announced that it stops. */
  drainFor: number;
  /** Where traces are sent; undefined without tracing. */
  tracing: TracingConfig | undefined;
  /** The Redis in which replicas count rate limits together. Without it each process counts for itself. */
  redisUrl: string | undefined;
  /** Where the supergraph is read; or the services from which it is composed here (see {@link GdprConfig.registry}). */
  supergraph: SupergraphPlace | RegistryPlace;
  callers: CallerConfig;
  /** The private key (Ed25519) that signs service tokens. */
  serviceSigningKey: JWK;
  /** Public keys that are published beside the signing key's own, such as that of a key that is being replaced. */
  serviceKeys: JSONWebKeySet;
  /** The browser pages; undefined when none are served. */
  web: WebConfig | undefined;
  /** How clients of the REST API log in. */
  login: LoginConfig;
  /** Limits of the calls to subgraphs that an operation makes. */
  subgraphs: SubgraphLimits;
}

const day = 86_400_000;

/**
 * Reads the configuration of a gateway process.
 * @param port the port when `PORT` is not set
 * @throws ConfigurationError listing every bad variable
 */
export function loadConfig(environment: Environment = process.env, port = 4000): GatewayConfig {
  const unknown = unknownVariables(environment, gatewayVariableNames(), gatewayFamilies);
  const env = parseEnvironment(gatewayVariables, environment, unknown, { PORT: String(port) });
  const { callerKeys, serviceTls, ...files } = readFiles(env);
  return {
    ...files,
    registry: 'services' in files.supergraph ? files.supergraph : undefined,
    production: env.NODE_ENV === 'production',
    logLevel: env.LOG_LEVEL,
    host: env.HOST,
    port: env.PORT,
    runWorkers: env.RUN_WORKERS,
    drainFor: drainTime(env),
    tracing: tracing(env),
    databasePrefix: env.DATABASE_PREFIX,
    databasePoolSize: env.DATABASE_POOL_SIZE,
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
    keep: {
      terms: env.KEEP_TERMS_DAYS * day,
      suggestions: env.KEEP_SUGGESTIONS_DAYS * day,
      tombstones: env.KEEP_TOMBSTONES_DAYS * day,
    },
    retention: {
      requests: env.KEEP_REQUESTS_DAYS * day,
      idempotencyKeys: env.KEEP_IDEMPOTENCY_KEYS_DAYS * day,
      erasures: env.KEEP_ERASURES_DAYS * day,
    },
    packageExpiresAfter: env.EXPORT_EXPIRES_AFTER_HOURS * 3_600_000,
    attachments: { maximumBytes: env.EXPORT_ATTACHMENT_MAX_BYTES, timeout: env.EXPORT_ATTACHMENT_TIMEOUT_MS },
    publicUrl: env.PUBLIC_URL?.replace(/\/+$/, '') ?? ownUrl(env),
    verifyAgainAfter: env.VERIFY_AGAIN_AFTER_MINUTES * 60_000,
    restrictAgainAfter: env.RESTRICT_AGAIN_AFTER_SECONDS * 1_000,
    serviceCalls: {
      timeout: env.SERVICE_CALL_TIMEOUT_MS,
      maximumResponseBytes: env.SERVICE_CALL_MAX_BYTES,
      tls: serviceTls,
    },
    webhooks: { allowedNetworks: env.WEBHOOK_ALLOWED_NETWORKS ?? [], nameServers: env.WEBHOOK_NAME_SERVERS ?? [] },
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
      reads: { caller: env.RATE_LIMIT_READS, organization: env.RATE_LIMIT_READS_ORGANIZATION },
      requests: { caller: env.RATE_LIMIT_REQUESTS, organization: env.RATE_LIMIT_REQUESTS_ORGANIZATION },
    },
    refusedTokens: env.RATE_LIMIT_REFUSED_TOKENS,
    trustedProxies: env.TRUSTED_PROXIES ?? [],
    allowedOrigins: env.CORS_ORIGINS ?? (env.NODE_ENV === 'production' ? [] : 'local'),
  };
}

/** The URL for sessions that a connection pooler must not share, such as those of LISTEN. */
const directUrl = (env: GatewayEnvironment): string =>
  env.DATABASE_DIRECT_URL === undefined
    ? databaseServerUrl(env)
    : databaseServerUrl({ ...env, DATABASE_URL: env.DATABASE_DIRECT_URL }, 'DATABASE_DIRECT_URL');

/** Reads the files and places that the variables name. All errors are reported together. */
const readFiles = (env: GatewayEnvironment) =>
  readAll({
    masterKeys: () => readOwnMasterKeys('gateway', env),
    profiles: () => readOrganizationProfiles(env.ORGANIZATION_PROFILES_FILE),
    approvals: () => readApprovals(env),
    serviceSigningKey: () => readSigningKey(env),
    serviceKeys: () => readPublishedKeys(env),
    callerKeys: () => gatewayCallerKeys(env),
    tls: () => readServerTls(env),
    serviceTls: () => readServiceTls(env),
    blobs: () => blobPlace(env),
    auditAnchors: () => ({ place: anchorPlace(env), every: env.AUDIT_ANCHOR_SECONDS * 1_000 }),
    databaseUrl: () => databaseServerUrl(env),
    databaseDirectUrl: () => directUrl(env),
    redisUrl: () => redisServerUrl(env),
    supergraph: () => supergraphPlace(env),
    packageTexts: () => readPackageTexts(env),
    web: () => readWeb(env),
    login: () => readLogin(env),
    persistedOperations: () =>
      env.PERSISTED_OPERATIONS_FILE === undefined
        ? undefined
        : Safelist.fromFile('PERSISTED_OPERATIONS_FILE', env.PERSISTED_OPERATIONS_FILE),
  });
