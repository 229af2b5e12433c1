/** Whose tokens are accepted: the issuer of callers' tokens, and where its keys are. */
import { z } from 'zod';
import type { CallerConfig } from '../security/caller-keys';
import { serviceTokenIssuer } from '../security/service-tokens/service-token';
import { ConfigurationError } from './environment';
import { jwksSchema, readKeyFile } from './files';

/** The variables of the gateway and, behind a router, of services. */
export const callerVariables = {
  CALLER_JWKS_FILE: z.string().optional(),
  CALLER_JWKS_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  CALLER_ISSUER: z.string().optional(),
  CALLER_AUDIENCE: z.string().default('habeas'),
};

type CallerEnvironment = z.output<z.ZodObject<typeof callerVariables>>;

/** Where the keys of callers are; undefined when no variable says so. @throws ConfigurationError */
export function callerKeysPlace({
  CALLER_JWKS_FILE: file,
  CALLER_JWKS_URL: url,
}: Pick<CallerEnvironment, 'CALLER_JWKS_FILE' | 'CALLER_JWKS_URL'>): CallerConfig['keys'] | undefined {
  if (file && url) throw new ConfigurationError(['CALLER_JWKS_URL: cannot be set together with CALLER_JWKS_FILE']);
  if (url) return { url: new URL(url) };
  if (!file) return undefined;
  // The file is read again whenever it changes; a bad one is reported at boot, with its variable.
  readKeyFile('CALLER_JWKS_FILE', file, jwksSchema);
  return { file };
}

/**
 * Whose tokens a service accepts beside the gateway's, behind a router that passes them on; nobody's when no keys are named.
 * @throws ConfigurationError
 */
export function routedCallers(env: CallerEnvironment): CallerConfig | undefined {
  const keys = callerKeysPlace(env);
  const { CALLER_ISSUER: issuer, CALLER_AUDIENCE: audience } = env;
  if (!keys && !issuer) return undefined;
  if (!keys) throw new ConfigurationError(['CALLER_JWKS_URL: or CALLER_JWKS_FILE is required with CALLER_ISSUER']);
  if (!issuer) throw new ConfigurationError(['CALLER_ISSUER: is required with the keys of callers']);
  if (issuer === serviceTokenIssuer)
    throw new ConfigurationError([`CALLER_ISSUER: ${issuer} is who makes service tokens, and no caller`]);
  return { keys, issuer, audience };
}
