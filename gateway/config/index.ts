/** The gateway's configuration: read once at boot, every bad variable listed at once. */
import { existsSync } from 'node:fs';
import { isIPv6 } from 'node:net';
import path from 'node:path';
import type { JSONWebKeySet, JWK } from 'jose';
import { z } from 'zod';
import {
  blobPlace,
  commonVariables,
  ConfigurationError,
  databaseServerUrl,
  jwksSchema,
  keyFile,
  parseEnvironment,
  portVariable,
  readKeyFile,
  readMasterKeys,
  readGivenFile,
  readServerTls,
  type ServerTls,
  type Environment,
} from '../../subgraphs/kit/base/config';
import type { BlobPlace } from '../../subgraphs/kit/base/blobs/blob-place';
import type { MasterKeys } from '../../subgraphs/kit/base/security/key-ring';
import type { ServiceTls, SubgraphLimits } from '../federation/execution/subgraph-limits';
import type { AllowedOrigins } from '../http/cors';
import type { AttachmentLimits } from '../exports/gather-part';
import type { TimeLimits } from '../gdpr/lifecycle';
import type { ServiceCallLimits } from '../gdpr/services/client';
import type { CallerConfig } from '../security/caller-keys';
import type { OperationLimits } from '../security/operation-limits';
import { readPersistedOperations } from '../security/persisted-operations';
import type { Rate } from '../security/rate-counters';
import type { RateLimitRules } from '../security/rate-limits';

const positive = z.coerce.number().int().positive();
/** `60/60`: so many calls in a window of so many seconds, which the first call opens. */
const rate = (byDefault: string) =>
  z
    .string()
    .regex(/^[1-9]\d{0,6}\/[1-9]\d{0,5}$/, { error: 'takes calls and seconds, such as 60/60' })
    .default(byDefault)
    .transform((value): Rate => {
      const [calls, seconds] = value.split('/').map(Number) as [number, number];
      return { calls, seconds };
    });
/** Addresses or networks, separated by commas. */
const addresses = z
  .string()
  .transform((value) => value.split(',').map((address) => address.trim()))
  .pipe(
    z.array(
      z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()], { error: 'takes addresses or networks: 10.0.0.0/8' }),
    ),
  );
/** Origins, as browsers send them, separated by commas. */
const origins = z
  .string()
  .transform((value) => value.split(',').map((origin) => origin.trim()))
  .pipe(z.array(z.string().refine(isOrigin, { error: 'takes origins, such as https://console.example.org' })));
/** The law's own limit is one month. */
const days = z.coerce.number().positive().max(30);
const flag = z.enum(['true', 'false'], { error: 'takes true or false' }).transform((value) => value === 'true');

const inProduction = 'is required when NODE_ENV is production';
/** Checks run even when other variables are bad, so that all are named at once. */
const always = () => true;

const publicUrlProblem =
  'must be an absolute http or https URL without user, query and fragment: https://gateway.example';
/** Links are made of it: what they add must be their whole path's end. */
const publicUrl = z
  .url({ protocol: /^https?$/, error: publicUrlProblem, abort: true })
  .refine((text) => !/[?#]/.test(text) && !new URL(text).username && !isUnspecified(new URL(text).hostname), {
    error: publicUrlProblem,
  });

const gatewayVariables = z
  .object({
    ...commonVariables,
    PORT: portVariable.default(4000),
    REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must be a Redis URL: redis://host:6379' }).optional(),
    SUPERGRAPH_FILE: z.string().optional(),
    SUPERGRAPH_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
    SUPERGRAPH_POLL_SECONDS: positive.max(3_600).default(10),
    CALLER_JWKS_FILE: z.string().optional(),
    CALLER_JWKS_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
    CALLER_ISSUER: z.string().optional(),
    CALLER_AUDIENCE: z.string().default('habeas'),
    SERVICE_TOKEN_SIGNING_KEY_FILE: z.string().optional(),
    SERVICE_TOKEN_JWKS_FILE: z.string().optional(),
    INTROSPECTION: flag.optional(),
    DUE_DAYS_GET: days.default(2),
    DUE_DAYS_EXPORT: days.default(2),
    DUE_DAYS_UPDATE: days.default(14),
    DUE_DAYS_DELETE: days.default(14),
    REQUEST_MAX_BYTES: positive.default(1024 * 1024),
    SUBGRAPH_TIMEOUT_MS: positive.default(10_000),
    SUBGRAPH_CONNECTIONS: positive.max(1_000).default(64),
    EXPORT_EXPIRES_AFTER_HOURS: z.coerce
      .number()
      .positive()
      .default(7 * 24),
    EXPORT_ATTACHMENT_MAX_BYTES: positive.default(1024 * 1024 * 1024),
    EXPORT_ATTACHMENT_TIMEOUT_MS: positive.default(10 * 60_000),
    PUBLIC_URL: publicUrl.optional(),
    VERIFY_AGAIN_AFTER_MINUTES: z.coerce
      .number()
      .positive()
      .default(24 * 60),
    SERVICE_CALL_TIMEOUT_MS: positive.default(30_000),
    SERVICE_CALL_MAX_BYTES: positive.default(8 * 1024 * 1024),
    SUBGRAPH_MAX_RESPONSE_BYTES: positive.default(10 * 1024 * 1024),
    OPERATION_MAX_DEPTH: positive.default(15),
    OPERATION_MAX_ALIASES: positive.default(30),
    OPERATION_MAX_DIRECTIVES: positive.default(50),
    OPERATION_MAX_TOKENS: positive.default(2_000),
    RATE_LIMIT_SUBJECTS: rate('60/60'),
    RATE_LIMIT_SUBJECTS_ORGANIZATION: rate('300/60'),
    RATE_LIMIT_REPORTS: rate('20/60'),
    RATE_LIMIT_REPORTS_ORGANIZATION: rate('60/60'),
    RATE_LIMIT_REQUESTS: rate('30/60'),
    RATE_LIMIT_REQUESTS_ORGANIZATION: rate('120/60'),
    RATE_LIMIT_REFUSED_TOKENS: rate('60/60'),
    TRUSTED_PROXIES: addresses.optional(),
    CORS_ORIGINS: origins.optional(),
    PERSISTED_OPERATIONS_FILE: z.string().optional(),
    SERVICE_TLS_CA_FILE: z.string().optional(),
    SERVICE_TLS_CERT_FILE: z.string().optional(),
    SERVICE_TLS_KEY_FILE: z.string().optional(),
  })
  .refine((env) => !(env.CALLER_JWKS_FILE && env.CALLER_JWKS_URL), {
    path: ['CALLER_JWKS_URL'],
    error: 'cannot be set together with CALLER_JWKS_FILE',
    when: always,
  })
  .refine((env) => env.NODE_ENV !== 'production' || env.CALLER_JWKS_FILE || env.CALLER_JWKS_URL, {
    path: ['CALLER_JWKS_URL'],
    error: 'or CALLER_JWKS_FILE is required when NODE_ENV is production',
    when: always,
  })
  .refine((env) => env.NODE_ENV !== 'production' || env.CALLER_ISSUER, {
    path: ['CALLER_ISSUER'],
    error: inProduction,
    when: always,
  })
  .refine((env) => env.NODE_ENV !== 'production' || env.PUBLIC_URL, {
    path: ['PUBLIC_URL'],
    error: inProduction,
    when: always,
  })
  .refine((env) => !(env.SUPERGRAPH_FILE && env.SUPERGRAPH_URL), {
    path: ['SUPERGRAPH_URL'],
    error: 'cannot be set together with SUPERGRAPH_FILE',
    when: always,
  })
  .refine((env) => env.NODE_ENV !== 'production' || env.SUPERGRAPH_FILE || env.SUPERGRAPH_URL, {
    path: ['SUPERGRAPH_FILE'],
    error: 'or SUPERGRAPH_URL is required when NODE_ENV is production',
    when: always,
  });

/** The names of the variables that the gateway reads. */
export const gatewayVariableNames = (): string[] => Object.keys(gatewayVariables.shape);

/** What the gateway needs to run. */
export interface GatewayConfig {
  production: boolean;
  logLevel: string;
  dataDirectory: string;
  host: string;
  port: number;
  databaseUrl: string;
  databasePrefix: string;
  databasePoolSize: number;
  redisUrl: string | undefined;
  masterKeys: MasterKeys;
  /** Where packages are. */
  blobs: BlobPlace;
  /** Where the supergraph is: a file, or a URL that is asked every `pollEvery` milliseconds. */
  supergraph: { file: string } | { url: URL; pollEvery: number };
  callers: CallerConfig;
  /** The private key (Ed25519) that service tokens are signed with. */
  serviceSigningKey: JWK;
  /** Public keys published beside the signing key's own: those of a key that is being replaced. */
  serviceKeys: JSONWebKeySet;
  /** How long a request of each type may take, in days (R15). */
  timeLimits: TimeLimits;
  /** How long a package may be downloaded, in milliseconds (R13). */
  packageExpiresAfter: number;
  /** How large one attachment of a package may be, and how long it may take. */
  attachments: AttachmentLimits;
  /** Where callers reach the gateway, without a slash at its end. */
  publicUrl: string;
  /** How long after its end an erasure is verified once more, in milliseconds. */
  verifyAgainAfter: number;
  /** Bounds of every call of a service's contract. */
  serviceCalls: Required<Omit<ServiceCallLimits, 'connections'>>;
  introspection: boolean;
  /** The largest body of an operation, in bytes. */
  maximumRequestBytes: number;
  subgraphs: SubgraphLimits;
  operations: OperationLimits;
  /** How often what finds people, reads their data or files requests may be called (R19). */
  rateLimits: RateLimitRules;
  /** How many refused tokens an address may send before it is told to wait. */
  refusedTokens: Rate;
  /** Proxies whose `X-Forwarded-For` is believed. */
  trustedProxies: string[];
  /** Origins whose pages may call the gateway. */
  allowedOrigins: AllowedOrigins;
  /** The only operations that are served, when there is a list: documents by their SHA-256. */
  persistedOperations: ReadonlyMap<string, string> | undefined;
  /** TLS of the gateway's own server. */
  tls: ServerTls | undefined;
}

const signingKeySchema = z.looseObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  kid: z.string().min(1),
  x: z.string(),
  d: z.string(),
}) as unknown as z.ZodType<JWK>;

/** The configuration of the gateway. @throws ConfigurationError listing every bad variable */
export function loadConfig(environment: Environment = process.env): GatewayConfig {
  const env = parseEnvironment(gatewayVariables, environment);
  const problems: string[] = [];
  const read = <T>(make: () => T): T | undefined => {
    try {
      return make();
    } catch (error) {
      if (!(error instanceof ConfigurationError)) throw error;
      problems.push(...error.problems);
      return undefined;
    }
  };
  const masterKeys = read(() =>
    readMasterKeys(keyFile('ENCRYPTION_KEYS_FILE', env.ENCRYPTION_KEYS_FILE, env, 'encryption.json')),
  );
  const serviceSigningKey = read(() => {
    const file = keyFile(
      'SERVICE_TOKEN_SIGNING_KEY_FILE',
      env.SERVICE_TOKEN_SIGNING_KEY_FILE,
      env,
      'service-signing.jwk.json',
    );
    return readKeyFile('SERVICE_TOKEN_SIGNING_KEY_FILE', file, signingKeySchema);
  });
  const serviceKeys = read(() => publishedKeys(env));
  const callerKeys = read(() =>
    env.CALLER_JWKS_URL
      ? { url: new URL(env.CALLER_JWKS_URL) }
      : { file: keyFile('CALLER_JWKS_FILE', env.CALLER_JWKS_FILE, env, 'caller.jwks.json') },
  );
  const tls = read(() => ({ server: readServerTls(env), services: readServiceTls(env) }));
  const blobs = read(() => blobPlace(env));
  const databaseUrl = read(() => databaseServerUrl(env));
  const persisted = read(() => ({
    operations: env.PERSISTED_OPERATIONS_FILE
      ? readPersistedOperations('PERSISTED_OPERATIONS_FILE', env.PERSISTED_OPERATIONS_FILE)
      : undefined,
  }));
  if (!masterKeys || !serviceSigningKey || !serviceKeys || !callerKeys || !tls || !blobs || !databaseUrl || !persisted)
    throw new ConfigurationError(problems);
  return {
    production: env.NODE_ENV === 'production',
    logLevel: env.LOG_LEVEL,
    dataDirectory: env.HABEAS_DATA_DIR,
    host: env.HOST,
    port: env.PORT,
    databaseUrl,
    databasePrefix: env.DATABASE_PREFIX,
    databasePoolSize: env.DATABASE_POOL_SIZE,
    redisUrl: env.REDIS_URL,
    masterKeys,
    blobs,
    supergraph: env.SUPERGRAPH_URL
      ? { url: new URL(env.SUPERGRAPH_URL), pollEvery: env.SUPERGRAPH_POLL_SECONDS * 1_000 }
      : { file: env.SUPERGRAPH_FILE ?? path.join(env.HABEAS_DATA_DIR, 'supergraph.graphql') },
    callers: { keys: callerKeys, issuer: env.CALLER_ISSUER ?? 'habeas-development', audience: env.CALLER_AUDIENCE },
    serviceSigningKey,
    serviceKeys,
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
      tls: tls.services,
    },
    introspection: env.INTROSPECTION ?? env.NODE_ENV !== 'production',
    maximumRequestBytes: env.REQUEST_MAX_BYTES,
    subgraphs: {
      timeout: env.SUBGRAPH_TIMEOUT_MS,
      connections: env.SUBGRAPH_CONNECTIONS,
      maximumResponseBytes: env.SUBGRAPH_MAX_RESPONSE_BYTES,
      tls: tls.services,
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
    persistedOperations: persisted.operations,
    tls: tls.server,
  };
}

/** Whether a text is an origin in the form in which browsers send it: no path, no default port, no wildcard. */
function isOrigin(text: string): boolean {
  return /^https?:[^*]+$/.test(text) && URL.canParse(text) && new URL(text).origin === text;
}

/** How an address is written that stands for all of a machine's own, and where the machine itself finds it. */
const ownAddresses: Readonly<Record<string, string>> = {
  '0.0.0.0': '127.0.0.1',
  '[::]': '[::1]',
  '[::ffff:0:0]': '127.0.0.1',
};
const isUnspecified = (hostname: string) => Object.hasOwn(ownAddresses, hostname);

/** Where the gateway listens, as a caller on this machine reaches it. */
function ownUrl({ HOST, PORT, TLS_CERT_FILE }: z.output<typeof gatewayVariables>): string {
  const host = isIPv6(HOST) ? `[${HOST}]` : HOST;
  // An address may be written in many ways; a URL has one for each.
  const { hostname } = URL.canParse(`http://${host}`) ? new URL(`http://${host}`) : { hostname: host };
  return `${TLS_CERT_FILE ? 'https' : 'http'}://${ownAddresses[hostname] ?? hostname}:${PORT}`;
}

function readServiceTls(env: z.output<typeof gatewayVariables>): ServiceTls {
  const { SERVICE_TLS_CA_FILE: ca, SERVICE_TLS_CERT_FILE: cert, SERVICE_TLS_KEY_FILE: key } = env;
  return {
    ...(ca ? { ca: readGivenFile('SERVICE_TLS_CA_FILE', ca) } : {}),
    ...(cert ? { cert: readGivenFile('SERVICE_TLS_CERT_FILE', cert) } : {}),
    ...(key ? { key: readGivenFile('SERVICE_TLS_KEY_FILE', key) } : {}),
  };
}

/** The key set that services are configured with, when the gateway is given it too. */
function publishedKeys(env: z.output<typeof gatewayVariables>): JSONWebKeySet {
  const file = env.SERVICE_TOKEN_JWKS_FILE ?? path.join(env.HABEAS_DATA_DIR, 'keys', 'service.jwks.json');
  if (env.SERVICE_TOKEN_JWKS_FILE === undefined && !existsSync(file)) return { keys: [] };
  if (!existsSync(file)) throw new ConfigurationError([`SERVICE_TOKEN_JWKS_FILE: there is no file ${file}`]);
  return readKeyFile('SERVICE_TOKEN_JWKS_FILE', file, jwksSchema);
}
