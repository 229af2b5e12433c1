/**
 * Configuration from the environment, parsed once at boot. Every bad variable is listed, so that one restart mends all.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { JSONWebKeySet } from 'jose';
import { z } from 'zod';
import { projectRoot } from './project-root';
import type { BlobPlace } from './blobs/blob-place';
import { defaultBounds, type OperationBounds } from './execution/operation-budget';
import type { MasterKeys } from './security/key-ring';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The configuration cannot be used; `problems` has a line for each variable. */
export class ConfigurationError extends Error {
  constructor(readonly problems: string[]) {
    super(`The configuration cannot be used:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'ConfigurationError';
  }
}

/** Parses the environment by a zod schema. @throws ConfigurationError listing every bad variable. */
export function parseEnvironment<T extends z.ZodType>(schema: T, environment: Environment = process.env): z.output<T> {
  // A variable set to nothing is one that is not set: that is how compose files pass absent values.
  const given = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== ''));
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new ConfigurationError(
    parsed.error.issues.map((issue) => `${issue.path.join('.') || 'environment'}: ${issue.message}`),
  );
}

export const portVariable = z.coerce.number().int().min(0).max(65_535);

const databaseUrlProblem =
  'must be a PostgreSQL URL: postgres://user:password@host:5432/postgres, with a percent-encoded password, or with DATABASE_PASSWORD_FILE';

/** Whether what an address says of a user can be read back. */
function isDecodable(url: string): boolean {
  try {
    const { username, password } = new URL(url);
    return Boolean([username, password].map(decodeURIComponent));
  } catch {
    return false;
  }
}

/** Variables that every process understands. */
export const commonVariables = {
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  HABEAS_DATA_DIR: z
    .string()
    .default('.habeas')
    .transform((directory) => path.resolve(projectRoot(), directory)),
  DATABASE_URL: z
    .url({ protocol: /^postgres(ql)?$/, error: databaseUrlProblem, abort: true })
    .refine(isDecodable, { error: databaseUrlProblem }),
  DATABASE_PASSWORD_FILE: z.string().optional(),
  DATABASE_PREFIX: z
    .string()
    .regex(/^[a-z][a-z0-9_]{0,40}$/, 'takes lower-case letters, digits and _')
    .default('habeas_'),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(2).max(200).default(8),
  HOST: z.string().default('127.0.0.1'),
  ENCRYPTION_KEYS_FILE: z.string().optional(),
  BLOB_DIRECTORY: z.string().optional(),
  BLOB_S3_BUCKET: z.string().optional(),
  BLOB_S3_REGION: z.string().optional(),
  BLOB_S3_ENDPOINT: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  // Stores send a sign of life every 10 s while they put a large file together.
  BLOB_S3_TIMEOUT_MS: z.coerce.number().int().min(100).max(600_000).default(20_000),
  TLS_CERT_FILE: z.string().optional(),
  TLS_KEY_FILE: z.string().optional(),
  TLS_CLIENT_CA_FILE: z.string().optional(),
  OPERATION_MAX_COST: z.coerce.number().int().positive().default(defaultBounds.cost),
  OPERATION_TIMEOUT_MS: z.coerce.number().int().positive().max(3_600_000).default(defaultBounds.timeout),
};

/**
 * The server's address, with the password of `DATABASE_PASSWORD_FILE` when there is one: a file takes any password, of which
 * an address would have to be told in another form.
 * @throws ConfigurationError, never showing the content
 */
export function databaseServerUrl({
  DATABASE_URL: given,
  DATABASE_PASSWORD_FILE: file,
}: {
  DATABASE_URL: string;
  DATABASE_PASSWORD_FILE?: string | undefined;
}): string {
  if (!file) return given;
  const url = new URL(given);
  if (url.password)
    throw new ConfigurationError(['DATABASE_PASSWORD_FILE: cannot be set together with a password in DATABASE_URL']);
  if (!url.username)
    throw new ConfigurationError(['DATABASE_URL: must name the user whose password is in DATABASE_PASSWORD_FILE']);
  // The end of the last line is no part of it: so does PostgreSQL's own image read such a file.
  const password = readGivenFile('DATABASE_PASSWORD_FILE', file).toString().replace(/\n+$/, '');
  if (password === '') throw new ConfigurationError([`DATABASE_PASSWORD_FILE: ${file} is empty`]);
  url.password = encodeURIComponent(password);
  return url.toString();
}

/** A key file: named by its variable, or the development one under the data directory, which production refuses. */
export function keyFile(
  variable: string,
  given: string | undefined,
  common: { NODE_ENV: string; HABEAS_DATA_DIR: string },
  name: string,
): string {
  if (given === undefined && common.NODE_ENV === 'production') {
    throw new ConfigurationError([`${variable}: is required when NODE_ENV is production`]);
  }
  const file = given ?? path.join(common.HABEAS_DATA_DIR, 'keys', name);
  if (!existsSync(file)) throw new ConfigurationError([`${variable}: there is no file ${file}`]);
  return file;
}

/** Reads a JSON file of keys. @throws ConfigurationError naming the variable, never showing the content. */
export function readKeyFile<T>(variable: string, file: string, schema: z.ZodType<T>): T {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    throw new ConfigurationError([`${variable}: ${file} cannot be read as JSON`]);
  }
  const parsed = schema.safeParse(content);
  if (!parsed.success) throw new ConfigurationError([`${variable}: ${file} does not hold the keys it should`]);
  return parsed.data;
}

/** Where files are: the bucket that is named, or a directory. @throws ConfigurationError when both are */
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

/** What a server needs to speak TLS, as Node takes it. With a `ca`, clients must show a certificate that it signed. */
export interface ServerTls {
  cert: Buffer;
  key: Buffer;
  ca?: Buffer;
  requestCert?: boolean;
}

/** Reads a file as it is. @throws ConfigurationError naming the variable, never showing the content */
export function readGivenFile(variable: string, file: string): Buffer {
  try {
    return readFileSync(file);
  } catch {
    throw new ConfigurationError([`${variable}: ${file} cannot be read`]);
  }
}

/** The TLS of this process's server; undefined without `TLS_CERT_FILE`. @throws ConfigurationError */
export function readServerTls(env: {
  TLS_CERT_FILE?: string | undefined;
  TLS_KEY_FILE?: string | undefined;
  TLS_CLIENT_CA_FILE?: string | undefined;
}): ServerTls | undefined {
  const { TLS_CERT_FILE: cert, TLS_KEY_FILE: key, TLS_CLIENT_CA_FILE: ca } = env;
  if (!cert && !key && !ca) return undefined;
  if (!cert || !key)
    throw new ConfigurationError([`${cert ? 'TLS_KEY_FILE' : 'TLS_CERT_FILE'}: is required with the other TLS files`]);
  return {
    cert: readGivenFile('TLS_CERT_FILE', cert),
    key: readGivenFile('TLS_KEY_FILE', key),
    ...(ca ? { ca: readGivenFile('TLS_CLIENT_CA_FILE', ca), requestCert: true } : {}),
  };
}

const masterKeysSchema = z
  .object({ current: z.string(), keys: z.record(z.string(), z.base64()) })
  .transform(({ current, keys }): MasterKeys => ({
    current,
    keys: new Map(Object.entries(keys).map(([id, key]) => [id, Buffer.from(key, 'base64')])),
  }))
  .refine(({ current, keys }) => keys.has(current) && [...keys.values()].every((key) => key.length === 32));

/** The master keys of `ENCRYPTION_KEYS_FILE`: `{ "current": id, "keys": { id: base64 of 32 bytes } }`. */
export const readMasterKeys = (file: string): MasterKeys => readKeyFile('ENCRYPTION_KEYS_FILE', file, masterKeysSchema);

export const jwksSchema = z.object({
  keys: z.array(z.looseObject({ kty: z.string() })),
}) as unknown as z.ZodType<JSONWebKeySet>;

const serviceVariables = z.object({
  ...commonVariables,
  PORT: portVariable,
  SERVICE_TOKEN_JWKS_FILE: z.string().optional(),
});

/** The names of the variables that a service reads. */
export const serviceVariableNames = (): string[] => Object.keys(serviceVariables.shape);

/** What a service needs to run. */
export interface ServiceConfig {
  logLevel: string;
  host: string;
  port: number;
  databaseUrl: string;
  databasePrefix: string;
  databasePoolSize: number;
  masterKeys: MasterKeys;
  serviceTokenKeys: JSONWebKeySet;
  blobs: BlobPlace;
  /** What one operation may take. */
  operations: OperationBounds;
  /** TLS of the service's own server; plain HTTP without. */
  tls: ServerTls | undefined;
}

/** The configuration of a service. `port` is its default port. @throws ConfigurationError */
export function serviceConfig(port: number, environment: Environment = process.env): ServiceConfig {
  const env = parseEnvironment(serviceVariables, { PORT: String(port), ...environment });
  const jwksFile = keyFile('SERVICE_TOKEN_JWKS_FILE', env.SERVICE_TOKEN_JWKS_FILE, env, 'service.jwks.json');
  return {
    logLevel: env.LOG_LEVEL,
    host: env.HOST,
    port: env.PORT,
    databaseUrl: databaseServerUrl(env),
    databasePrefix: env.DATABASE_PREFIX,
    databasePoolSize: env.DATABASE_POOL_SIZE,
    masterKeys: readMasterKeys(keyFile('ENCRYPTION_KEYS_FILE', env.ENCRYPTION_KEYS_FILE, env, 'encryption.json')),
    serviceTokenKeys: readKeyFile('SERVICE_TOKEN_JWKS_FILE', jwksFile, jwksSchema),
    blobs: blobPlace(env),
    operations: { cost: env.OPERATION_MAX_COST, timeout: env.OPERATION_TIMEOUT_MS },
    tls: readServerTls(env),
  };
}
