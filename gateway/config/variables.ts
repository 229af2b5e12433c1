/** The variables that the gateway reads, with their types and defaults. docs/configuration.md describes them. */
import { z } from 'zod';
import { organizationIdPattern } from '../../subgraphs/kit/base/security/token-claims';
import { callerVariables, commonFamilies, commonVariables, portVariable } from '../../subgraphs/kit/base/config';
import { approvalVariables } from './approvals';
import { addresses, days, flag, keptDays, namedUrls, nameServers, origins, positive, publicUrl, rate } from './kinds';

/** Days for which a service may still be called for a request after the request itself may be deleted. */
const repeatedFor = 60;
const inProduction = 'is required when NODE_ENV is production';
/** Runs a check even when other variables are bad, so that all problems are reported together. */
const always = () => true;

const supergraphSources = ['SUPERGRAPH_FILE', 'SUPERGRAPH_URL', 'SUPERGRAPH_GRAPH_REF', 'SUPERGRAPH_SERVICES'] as const;
type NamedSources = Partial<Record<(typeof supergraphSources)[number] | 'SUPERGRAPH_FORM', unknown>>;
const namesSupergraph = (env: NamedSources) =>
  env.SUPERGRAPH_FORM === 'cosmo' || supergraphSources.some((name) => Boolean(env[name]));

export const gatewayVariables = z
  .object({
    ...commonVariables,
    ...callerVariables,
    PORT: portVariable.default(4000),
    RUN_WORKERS: flag.default(true),
    AUDIT_ANCHOR_DIRECTORY: z.string().optional(),
    AUDIT_ANCHOR_S3_BUCKET: z.string().optional(),
    AUDIT_ANCHOR_SECONDS: positive.max(3_600).default(60),
    REDIS_URL: z.url({ protocol: /^rediss?$/, error: 'must be a Redis URL: redis://host:6379' }).optional(),
    REDIS_PASSWORD_FILE: z.string().optional(),
    SUPERGRAPH_FILE: z.string().optional(),
    SUPERGRAPH_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
    SUPERGRAPH_FORM: z.enum(['supergraph', 'cosmo'], { error: 'takes supergraph or cosmo' }).default('supergraph'),
    SUPERGRAPH_GRAPH_REF: z
      .string()
      .regex(/^[\w-]+@[\w-]+$/, { error: 'takes a graph and its variant: my-graph@production' })
      .optional(),
    SUPERGRAPH_KEY_FILE: z.string().optional(),
    SUPERGRAPH_KEY_HEADER: z
      .string()
      .regex(/^[A-Za-z0-9-]{1,100}$/, { error: 'takes the name of a header' })
      .default('X-Hive-CDN-Key'),
    SUPERGRAPH_POLL_SECONDS: positive.max(3_600).default(10),
    SUPERGRAPH_SERVICES: namedUrls.optional(),
    SUPERGRAPH_MANAGED_BY: z
      .string()
      .regex(organizationIdPattern, { error: 'takes the id of an organisation' })
      .optional(),
    SERVICE_TOKEN_SIGNING_KEY_FILE: z.string().optional(),
    SERVICE_TOKEN_JWKS_FILE: z.string().optional(),
    INTROSPECTION: flag.optional(),
    ...approvalVariables,
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
    PACKAGE_TEXTS_FILE: z.string().optional(),
    KEEP_TERMS_DAYS: keptDays.default(365),
    KEEP_SUGGESTIONS_DAYS: keptDays.default(30),
    KEEP_TOMBSTONES_DAYS: keptDays.default(365),
    KEEP_REQUESTS_DAYS: keptDays.default(1_095),
    KEEP_IDEMPOTENCY_KEYS_DAYS: keptDays.default(30),
    KEEP_ERASURES_DAYS: keptDays.default(1_095),
    RESTRICT_AGAIN_AFTER_SECONDS: positive.max(86_400).default(600),
    PUBLIC_URL: publicUrl.optional(),
    VERIFY_AGAIN_AFTER_MINUTES: z.coerce
      .number()
      .positive()
      .default(24 * 60),
    SERVICE_CALL_TIMEOUT_MS: positive.default(30_000),
    SERVICE_CALL_MAX_BYTES: positive.default(8 * 1024 * 1024),
    SUBGRAPH_MAX_RESPONSE_BYTES: positive.default(10 * 1024 * 1024),
    WEBHOOK_ALLOWED_NETWORKS: addresses.optional(),
    WEBHOOK_NAME_SERVERS: nameServers.optional(),
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
    RATE_LIMIT_READS: rate('1200/60'),
    RATE_LIMIT_READS_ORGANIZATION: rate('6000/60'),
    RATE_LIMIT_REFUSED_TOKENS: rate('60/60'),
    TRUSTED_PROXIES: addresses.optional(),
    CORS_ORIGINS: origins.optional(),
    PERSISTED_OPERATIONS_FILE: z.string().optional(),
    WEB: z.enum(['on', 'off'], { error: 'takes on or off' }).default('on'),
    OIDC_ISSUER: publicUrl.optional(),
    OIDC_CLIENT_ID: z.string().optional(),
    OIDC_SCOPE: z.string().default('openid'),
    OAUTH_TOKEN_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
    OAUTH_TOKEN_SCOPE: z.string().optional(),
    SERVICE_TLS_CA_FILE: z.string().optional(),
    SERVICE_TLS_CERT_FILE: z.string().optional(),
    SERVICE_TLS_KEY_FILE: z.string().optional(),
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
  .refine((env) => Boolean(env.OIDC_ISSUER) === Boolean(env.OIDC_CLIENT_ID), {
    path: ['OIDC_CLIENT_ID'],
    error: 'and OIDC_ISSUER are set together',
    when: always,
  })
  // A service answers a repeated call from its stored account, and a request can be retried as long as it is kept.
  .refine((env) => env.KEEP_ACCOUNTS_DAYS >= Math.max(env.KEEP_REQUESTS_DAYS, env.KEEP_ERASURES_DAYS) + repeatedFor, {
    path: ['KEEP_ACCOUNTS_DAYS'],
    error: `must be at least ${repeatedFor} more than KEEP_REQUESTS_DAYS and KEEP_ERASURES_DAYS`,
  })
  .refine((env) => !(env.SUPERGRAPH_FILE && env.SUPERGRAPH_GRAPH_REF), {
    path: ['SUPERGRAPH_GRAPH_REF'],
    error: 'cannot be set together with SUPERGRAPH_FILE',
    when: always,
  })
  .refine((env) => env.SUPERGRAPH_FORM !== 'cosmo' || !(env.SUPERGRAPH_FILE ?? env.SUPERGRAPH_GRAPH_REF), {
    path: ['SUPERGRAPH_FORM'],
    error: 'cannot be cosmo together with SUPERGRAPH_FILE or SUPERGRAPH_GRAPH_REF',
    when: always,
  })
  // The supergraph has one composer: either this process, or whoever writes the file or runs the registry.
  .refine((env) => !(env.SUPERGRAPH_SERVICES && namesSupergraph({ ...env, SUPERGRAPH_SERVICES: undefined })), {
    path: ['SUPERGRAPH_SERVICES'],
    error: 'cannot be set together with SUPERGRAPH_FILE, SUPERGRAPH_URL or SUPERGRAPH_GRAPH_REF',
    when: always,
  })
  .refine((env) => Boolean(env.SUPERGRAPH_SERVICES) || !env.SUPERGRAPH_MANAGED_BY, {
    path: ['SUPERGRAPH_MANAGED_BY'],
    error: 'is for services that are registered, which takes SUPERGRAPH_SERVICES',
    when: always,
  })
  .refine((env) => namesSupergraph(env) || env.NODE_ENV !== 'production', {
    path: ['SUPERGRAPH_FILE'],
    error: 'or SUPERGRAPH_URL, SUPERGRAPH_GRAPH_REF or SUPERGRAPH_SERVICES is required when NODE_ENV is production',
    when: always,
  });

/** The names of the variables that the gateway reads. */
export const gatewayVariableNames = (): string[] => Object.keys(gatewayVariables.shape);

/** The prefixes of the gateway's variables. An unknown variable with such a prefix is reported as a mistake. */
export const gatewayFamilies: readonly string[] = [
  ...commonFamilies,
  'APPROVAL_',
  'AUDIT_',
  'CALLER_',
  'CORS_',
  'DUE_DAYS_',
  'EXPORT_',
  'KEEP_',
  'OAUTH_',
  'OIDC_',
  'OPERATION_',
  'PERSISTED_OPERATIONS_',
  'RATE_LIMIT_',
  'REDIS_',
  'RESTRICT_',
  'SERVICE_CALL_',
  'SERVICE_TLS_',
  'SERVICE_TOKEN_',
  'SUBGRAPH_',
  'SUPERGRAPH_',
  'WEBHOOK_',
];

/** The gateway's variables, parsed. */
export type GatewayEnvironment = z.output<typeof gatewayVariables>;
