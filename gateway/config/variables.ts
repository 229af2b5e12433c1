/** The variables that the gateway reads, each with its kind and its default. docs/configuration.md says what they are for. */
import { z } from 'zod';
import { commonFamilies, commonVariables, portVariable } from '../../subgraphs/kit/base/config';
import { addresses, days, flag, origins, positive, publicUrl, rate } from './kinds';

const inProduction = 'is required when NODE_ENV is production';
/** Checks run even when other variables are bad, so that all are named at once. */
const always = () => true;

export const gatewayVariables = z
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

/** What the names of the gateway's variables begin with. */
export const gatewayFamilies: readonly string[] = [
  ...commonFamilies,
  'CALLER_',
  'CORS_',
  'DUE_DAYS_',
  'EXPORT_',
  'OPERATION_',
  'PERSISTED_OPERATIONS_',
  'RATE_LIMIT_',
  'SERVICE_CALL_',
  'SERVICE_TLS_',
  'SERVICE_TOKEN_',
  'SUBGRAPH_',
  'SUPERGRAPH_',
];

/** The gateway's variables, parsed. */
export type GatewayEnvironment = z.output<typeof gatewayVariables>;
