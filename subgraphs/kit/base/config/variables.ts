/** Variables that every process understands. */
import path from 'node:path';
import { z } from 'zod';
import { defaultBounds } from '../execution/operation-budget';
import type { BlobPlace } from '../blobs/blob-place';
import { homeDirectory } from '../project-root';
import type { TracingConfig } from '../telemetry/start-tracing';
import { ConfigurationError } from './environment';
import { readPasswordFile } from './files';

const databaseUrlProblem =
  'must be a PostgreSQL URL: postgres://user:password@host:5432/postgres, with a percent-encoded password, or with DATABASE_PASSWORD_FILE';

/** Whether the user and the password of an address can be decoded. */
function isDecodable(url: string): boolean {
  try {
    const { username, password } = new URL(url);
    return Boolean([username, password].map(decodeURIComponent));
  } catch {
    return false;
  }
}

/** The address of a PostgreSQL server. */
const databaseUrlVariable = z
  .url({ protocol: /^postgres(ql)?$/, error: databaseUrlProblem, abort: true })
  .refine(isDecodable, { error: databaseUrlProblem });

/** Variables that every process understands. */
export const commonVariables = {
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  HABEAS_DATA_DIR: z
    .string()
    .default('.habeas')
    .transform((directory) => path.resolve(homeDirectory(), directory)),
  DATABASE_URL: databaseUrlVariable,
  // Only the gateway uses it, but it may be set for all processes.
  DATABASE_DIRECT_URL: databaseUrlVariable.optional(),
  DATABASE_PASSWORD_FILE: z.string().optional(),
  DATABASE_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,40}$/, 'takes lower-case letters, digits and _')
    .default('habeas_'),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(8),
  // Production: long enough for a load balancer's next readiness check.
  DRAIN_MS: z.coerce.number().int().min(0).max(60_000).optional(),
  // The gateway repeats no call after it has removed the request, which it keeps for ten years at most.
  KEEP_ACCOUNTS_DAYS: z.coerce.number().min(60).max(4_026).default(1_461),
  HOST: z.string().default('127.0.0.1'),
  ENCRYPTION_KEYS_FILE: z.string().optional(),
  ORGANIZATION_PROFILES_FILE: z.string().optional(),
  BLOB_DIRECTORY: z.string().optional(),
  BLOB_S3_BUCKET: z.string().optional(),
  BLOB_S3_REGION: z.string().optional(),
  BLOB_S3_ENDPOINT: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  // Stores send a byte every 10 s while they assemble a large file.
  BLOB_S3_TIMEOUT_MS: z.coerce.number().int().min(100).max(600_000).default(20_000),
  TLS_CERT_FILE: z.string().optional(),
  TLS_KEY_FILE: z.string().optional(),
  TLS_CLIENT_CA_FILE: z.string().optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  OTEL_EXPORTER_OTLP_PROTOCOL: z
    .enum(['http/protobuf', 'http/json'], { error: 'must be http/protobuf or http/json' })
    .default('http/protobuf'),
  OTEL_SERVICE_NAME: z.string().optional(),
  OPERATION_MAX_COST: z.coerce.number().int().positive().default(defaultBounds.cost),
  OPERATION_TIMEOUT_MS: z.coerce.number().int().positive().max(3_600_000).default(defaultBounds.timeout),
};

/** Where traces are sent; undefined when nowhere. */
export const tracing = (env: {
  OTEL_EXPORTER_OTLP_ENDPOINT?: string | undefined;
  OTEL_EXPORTER_OTLP_PROTOCOL: TracingConfig['protocol'];
  OTEL_SERVICE_NAME?: string | undefined;
}): TracingConfig | undefined =>
  env.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
    ? undefined
    : { protocol: env.OTEL_EXPORTER_OTLP_PROTOCOL, serviceName: env.OTEL_SERVICE_NAME };

/** How long a process goes on serving after it has announced its stop, in milliseconds. */
export const drainTime = ({ DRAIN_MS, NODE_ENV }: { DRAIN_MS?: number | undefined; NODE_ENV: string }): number =>
  DRAIN_MS ?? (NODE_ENV === 'production' ? 5_000 : 0);

/**
 * The server's address, with the password of `DATABASE_PASSWORD_FILE` if there is one. A file takes any password as it is, an
 * address only a percent-encoded one.
 * @param variable the variable that holds the address
 * @throws ConfigurationError, never showing the content
 */
export function databaseServerUrl(
  {
    DATABASE_URL: given,
    DATABASE_PASSWORD_FILE: file,
  }: { DATABASE_URL: string; DATABASE_PASSWORD_FILE?: string | undefined },
  variable = 'DATABASE_URL',
): string {
  if (!file) return given;
  const url = new URL(given);
  if (url.password)
    throw new ConfigurationError([`DATABASE_PASSWORD_FILE: cannot be set together with a password in ${variable}`]);
  if (!url.username)
    throw new ConfigurationError([`${variable}: must name the user whose password is in DATABASE_PASSWORD_FILE`]);
  url.password = encodeURIComponent(readPasswordFile('DATABASE_PASSWORD_FILE', file));
  return url.toString();
}

/** Where files are stored: the named bucket, or a directory. @throws ConfigurationError when both are named */
export function blobPlace(env: {
  HABEAS_DATA_DIR: string;
  BLOB_DIRECTORY?: string | undefined;
  BLOB_S3_BUCKET?: string | undefined;
  BLOB_S3_REGION?: string | undefined;
  BLOB_S3_ENDPOINT?: string | undefined;
  BLOB_S3_TIMEOUT_MS: number;
}): BlobPlace {
  const {
    BLOB_DIRECTORY: directory,
    BLOB_S3_BUCKET: bucket,
    BLOB_S3_REGION: region = 'us-east-1',
    BLOB_S3_ENDPOINT: endpoint,
    BLOB_S3_TIMEOUT_MS: timeout,
  } = env;
  if (bucket && directory) throw new ConfigurationError(['BLOB_S3_BUCKET: cannot be set together with BLOB_DIRECTORY']);
  if (!bucket && endpoint) throw new ConfigurationError(['BLOB_S3_BUCKET: is required with BLOB_S3_ENDPOINT']);
  if (bucket) return { bucket, region, timeout, ...(endpoint ? { endpoint } : {}) };
  return { directory: directory ?? path.join(env.HABEAS_DATA_DIR, 'blobs') };
}
