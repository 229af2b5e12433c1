/** Reads the files that the gateway's variables name, and settings that are made from several variables. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { JSONWebKeySet, JWK } from 'jose';
import { z } from 'zod';
import {
  assertPrivate,
  blobPlace,
  callerKeysPlace,
  ConfigurationError,
  jwksSchema,
  keyFile,
  readCertificates,
  readKeyFile,
  readKeyPair,
  readPasswordFile,
  readSettings,
} from '../../subgraphs/kit/base/config';
import { builtInTexts, type PageTexts } from '../exports/report/texts';
import { pageTextsSchema } from '../exports/report/texts-file';
import type { BlobPlace } from '../../subgraphs/kit/base/blobs/blob-place';
import type { ServiceTls } from '../federation/execution/subgraph-limits';
import type { CallerConfig } from '../../subgraphs/kit/base/security/caller-keys';
import type { LoginConfig } from '../rest/oauth/config';
import type { WebConfig } from '../web/config';
import type { GatewayEnvironment } from './variables';

const signingKeySchema = z.looseObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  kid: z.string().min(1),
  x: z.string(),
  d: z.string(),
}) as unknown as z.ZodType<JWK>;

/** Reads the key that signs service tokens. @throws ConfigurationError */
export function readSigningKey(env: GatewayEnvironment): JWK {
  const variable = 'SERVICE_TOKEN_SIGNING_KEY_FILE';
  const file = keyFile(variable, env[variable], env, 'service-signing.jwk.json');
  const key = readKeyFile(variable, file, signingKeySchema);
  if (env.NODE_ENV === 'production') assertPrivate(variable, file);
  return key;
}

/** Reads the key set of the services' configuration; empty when the gateway is not given one. @throws ConfigurationError */
export function readPublishedKeys(env: GatewayEnvironment): JSONWebKeySet {
  const file = env.SERVICE_TOKEN_JWKS_FILE ?? path.join(env.HABEAS_DATA_DIR, 'keys', 'service.jwks.json');
  if (env.SERVICE_TOKEN_JWKS_FILE === undefined && !existsSync(file)) return { keys: [] };
  if (!existsSync(file)) throw new ConfigurationError([`SERVICE_TOKEN_JWKS_FILE: there is no file ${file}`]);
  return readKeyFile('SERVICE_TOKEN_JWKS_FILE', file, jwksSchema);
}

/** Returns where the keys of callers are; by default, those of the development callers. @throws ConfigurationError */
export function gatewayCallerKeys(env: GatewayEnvironment): CallerConfig['keys'] {
  const given = callerKeysPlace(env);
  if (given) return given;
  const file = keyFile('CALLER_JWKS_FILE', undefined, env, 'caller.jwks.json');
  readKeyFile('CALLER_JWKS_FILE', file, jwksSchema);
  return { file };
}

/**
 * Returns where checkpoints of the audit log are stored: in a directory or bucket of their own, or where files are stored.
 * @throws ConfigurationError
 */
export function anchorPlace(env: GatewayEnvironment): BlobPlace {
  const { AUDIT_ANCHOR_DIRECTORY: directory, AUDIT_ANCHOR_S3_BUCKET: bucket } = env;
  if (directory && bucket)
    throw new ConfigurationError(['AUDIT_ANCHOR_S3_BUCKET: cannot be set together with AUDIT_ANCHOR_DIRECTORY']);
  if (directory) return { directory };
  return blobPlace(bucket ? { ...env, BLOB_DIRECTORY: undefined, BLOB_S3_BUCKET: bucket } : env);
}

/** Returns the URL of Redis, with the password from `REDIS_PASSWORD_FILE` if that is set. @throws ConfigurationError */
export function redisServerUrl(env: GatewayEnvironment): string | undefined {
  const { REDIS_URL: given, REDIS_PASSWORD_FILE: file } = env;
  if (!file) return given;
  if (!given) throw new ConfigurationError(['REDIS_URL: is required with REDIS_PASSWORD_FILE']);
  const url = new URL(given);
  if (url.password)
    throw new ConfigurationError(['REDIS_PASSWORD_FILE: cannot be set together with a password in REDIS_URL']);
  url.password = encodeURIComponent(readPasswordFile('REDIS_PASSWORD_FILE', file));
  return url.toString();
}

/** Returns the words of packages' pages: the built-in languages, and those of the file. @throws ConfigurationError */
export function readPackageTexts({ PACKAGE_TEXTS_FILE: file }: GatewayEnvironment): PageTexts {
  if (file === undefined) return builtInTexts;
  return { ...builtInTexts, ...readSettings('PACKAGE_TEXTS_FILE', file, pageTextsSchema) };
}

/** Reads the certificates for TLS towards services. @throws ConfigurationError */
export function readServiceTls(env: GatewayEnvironment): ServiceTls {
  const { SERVICE_TLS_CA_FILE: ca, SERVICE_TLS_CERT_FILE: cert, SERVICE_TLS_KEY_FILE: key } = env;
  return {
    ...(ca ? { ca: readCertificates('SERVICE_TLS_CA_FILE', ca) } : {}),
    ...(cert || key
      ? readKeyPair({ variable: 'SERVICE_TLS_CERT_FILE', file: cert }, { variable: 'SERVICE_TLS_KEY_FILE', file: key })
      : {}),
  };
}

/** Returns the settings of the browser pages; undefined when none are served. @throws ConfigurationError */
export function readWeb(env: GatewayEnvironment): WebConfig | undefined {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_SCOPE: scope } = env;
  if (env.WEB === 'off') return undefined;
  return {
    signIn: issuer && clientId ? { issuer, clientId, scope } : undefined,
    developmentKey: readDevelopmentKey(env),
  };
}

/** Returns how clients of the REST API log in. @throws ConfigurationError */
export function readLogin(env: GatewayEnvironment): LoginConfig {
  const { OAUTH_TOKEN_URL: url, OAUTH_TOKEN_SCOPE: scope, CALLER_AUDIENCE: audience } = env;
  if (url === undefined) return { provider: undefined, developmentKey: readDevelopmentKey(env) };
  return { provider: { url, scope, audience }, developmentKey: undefined };
}

/** Reads the key that signs development tokens. Undefined in production, and wherever other callers' keys are configured. */
function readDevelopmentKey(env: GatewayEnvironment): JWK | undefined {
  const file = path.join(env.HABEAS_DATA_DIR, 'keys', 'caller-signing.jwk.json');
  if (env.NODE_ENV === 'production' || callerKeysPlace(env) || !existsSync(file)) return undefined;
  return readKeyFile('HABEAS_DATA_DIR', file, signingKeySchema);
}
