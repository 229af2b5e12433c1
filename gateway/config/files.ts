/** The files that the gateway's variables name. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { JSONWebKeySet, JWK } from 'jose';
import { z } from 'zod';
import {
  ConfigurationError,
  jwksSchema,
  keyFile,
  readCertificates,
  readKeyFile,
  readKeyPair,
} from '../../subgraphs/kit/base/config';
import type { ServiceTls } from '../federation/execution/subgraph-limits';
import type { CallerConfig } from '../security/caller-keys';
import type { GatewayEnvironment } from './variables';

const signingKeySchema = z.looseObject({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  kid: z.string().min(1),
  x: z.string(),
  d: z.string(),
}) as unknown as z.ZodType<JWK>;

/** The key that signs service tokens. @throws ConfigurationError */
export function readSigningKey(env: GatewayEnvironment): JWK {
  const variable = 'SERVICE_TOKEN_SIGNING_KEY_FILE';
  return readKeyFile(variable, keyFile(variable, env[variable], env, 'service-signing.jwk.json'), signingKeySchema);
}

/** The key set that services are configured with, when the gateway is given it too. @throws ConfigurationError */
export function readPublishedKeys(env: GatewayEnvironment): JSONWebKeySet {
  const file = env.SERVICE_TOKEN_JWKS_FILE ?? path.join(env.HABEAS_DATA_DIR, 'keys', 'service.jwks.json');
  if (env.SERVICE_TOKEN_JWKS_FILE === undefined && !existsSync(file)) return { keys: [] };
  if (!existsSync(file)) throw new ConfigurationError([`SERVICE_TOKEN_JWKS_FILE: there is no file ${file}`]);
  return readKeyFile('SERVICE_TOKEN_JWKS_FILE', file, jwksSchema);
}

/** Where the keys of callers are. @throws ConfigurationError */
export function callerKeysPlace(env: GatewayEnvironment): CallerConfig['keys'] {
  if (env.CALLER_JWKS_URL) return { url: new URL(env.CALLER_JWKS_URL) };
  const file = keyFile('CALLER_JWKS_FILE', env.CALLER_JWKS_FILE, env, 'caller.jwks.json');
  // It is read again whenever it changes; a bad one is told by its variable now.
  readKeyFile('CALLER_JWKS_FILE', file, jwksSchema);
  return { file };
}

/** What the gateway speaks TLS to services with. @throws ConfigurationError */
export function readServiceTls(env: GatewayEnvironment): ServiceTls {
  const { SERVICE_TLS_CA_FILE: ca, SERVICE_TLS_CERT_FILE: cert, SERVICE_TLS_KEY_FILE: key } = env;
  return {
    ...(ca ? { ca: readCertificates('SERVICE_TLS_CA_FILE', ca) } : {}),
    ...(cert || key
      ? readKeyPair({ variable: 'SERVICE_TLS_CERT_FILE', file: cert }, { variable: 'SERVICE_TLS_KEY_FILE', file: key })
      : {}),
  };
}
