/** The gateway's configuration: every bad variable is named at once, and nothing secret is. */
import path from 'node:path';
import { loadConfig } from '../../../gateway/config';
import { certificate } from '../../support/certificate';
import { installation, problemsOf, signingKey } from './support';

const { directory, development, production, write } = installation();

it('refuses to let services remove accounts before the gateway removes their requests, naming the variable (R11)', () => {
  const problem = 'KEEP_ACCOUNTS_DAYS: must be at least 60 more than KEEP_REQUESTS_DAYS and KEEP_ERASURES_DAYS';
  expect(problemsOf({ ...development, KEEP_REQUESTS_DAYS: '1402' })).toEqual([problem]);
  expect(problemsOf({ ...development, KEEP_ERASURES_DAYS: '1402' })).toEqual([problem]);
  expect(problemsOf({ ...development, KEEP_REQUESTS_DAYS: '1402', KEEP_ACCOUNTS_DAYS: '1462' })).toEqual([]);
  expect(problemsOf({ ...development, KEEP_REQUESTS_DAYS: '3660', KEEP_ACCOUNTS_DAYS: '4026' })).toEqual([]);
});

it('serves the explorer, with sign-in if an issuer and a client are named, and without development tokens in production', () => {
  expect(loadConfig(development).web).toEqual({ signIn: undefined, developmentKey: undefined });
  expect(loadConfig({ ...development, WEB: 'off' }).web).toBeUndefined();
  const issuer = { OIDC_ISSUER: 'https://login.example', OIDC_CLIENT_ID: 'explorer' };
  expect(loadConfig({ ...development, ...issuer }).web?.signIn).toEqual({
    issuer: 'https://login.example',
    clientId: 'explorer',
    scope: 'openid',
  });
  const together = ['OIDC_CLIENT_ID: and OIDC_ISSUER are set together'];
  expect(problemsOf({ ...development, OIDC_ISSUER: issuer.OIDC_ISSUER })).toEqual(together);
  expect(problemsOf({ ...development, OIDC_CLIENT_ID: 'explorer' })).toEqual(together);
  expect(problemsOf({ ...development, WEB: 'no' })).toEqual(['WEB: takes on or off']);

  write('caller-signing.jwk.json', signingKey);
  expect(loadConfig(development).web?.developmentKey).toEqual(signingKey);
  const callers = write('callers.json', { keys: [] });
  expect(loadConfig({ ...development, CALLER_JWKS_FILE: callers }).web?.developmentKey).toBeUndefined();
  const production = {
    NODE_ENV: 'production',
    PUBLIC_URL: 'https://gateway.example',
    CALLER_ISSUER: 'https://login.example',
    SUPERGRAPH_FILE: path.join(directory, 'supergraph.graphql'),
    ENCRYPTION_KEYS_FILE: path.join(directory, 'keys', 'encryption-gateway.json'),
    SERVICE_TOKEN_SIGNING_KEY_FILE: path.join(directory, 'keys', 'service-signing.jwk.json'),
    CALLER_JWKS_FILE: callers,
  };
  expect(loadConfig({ ...development, ...production }).web?.developmentKey).toBeUndefined();
});

it('has defaults for everything but the database, in development', () => {
  expect(loadConfig(development)).toMatchObject({
    production: false,
    host: '127.0.0.1',
    port: 4000,
    supergraph: { file: path.join(directory, 'supergraph.graphql') },
    blobs: { directory: path.join(directory, 'blobs') },
    callers: {
      keys: { file: path.join(directory, 'keys', 'caller.jwks.json') },
      issuer: 'habeas-development',
      audience: 'habeas',
    },
    serviceSigningKey: signingKey,
    introspection: true,
    maximumRequestBytes: 1024 * 1024,
    timeLimits: { GET: 2, EXPORT: 2, UPDATE: 14, DELETE: 14 },
    keep: { terms: 365 * 86_400_000, suggestions: 30 * 86_400_000, tombstones: 365 * 86_400_000 },
    restrictAgainAfter: 600_000,
    retention: { requests: 1_095 * 86_400_000, idempotencyKeys: 30 * 86_400_000, erasures: 1_095 * 86_400_000 },
    redisUrl: undefined,
    allowedOrigins: 'local',
  });
});

it('accepts exact origins, and reports anything else', () => {
  const CORS_ORIGINS = 'https://console.example.org, http://localhost:3000';
  expect(loadConfig({ ...development, CORS_ORIGINS }).allowedOrigins).toEqual([
    'https://console.example.org',
    'http://localhost:3000',
  ]);
  for (const bad of [
    '*',
    'null',
    'console.example.org',
    'https://console.example.org/',
    'https://console.example.org:443',
    'https://*.example.org',
    'HTTPS://console.example.org',
    'ftp://console.example.org',
    'https://user@console.example.org',
    'https://console.example.org,',
  ])
    expect(problemsOf({ ...development, CORS_ORIGINS: bad })).toEqual([
      expect.stringMatching(/^CORS_ORIGINS.*https:\/\/console\.example\.org/),
    ]);
});

it('stores files in a bucket when one is named, and then not in a directory', () => {
  const bucket = { BLOB_S3_BUCKET: 'files', BLOB_S3_ENDPOINT: 'https://store.example' };
  expect(loadConfig({ ...development, ...bucket }).blobs).toEqual({
    bucket: 'files',
    region: 'us-east-1',
    endpoint: 'https://store.example',
    timeout: 20_000,
  });
  expect(problemsOf({ ...development, ...bucket, BLOB_DIRECTORY: '/tmp/x' })).toEqual([
    expect.stringContaining('BLOB_S3_BUCKET'),
  ]);
  expect(problemsOf({ ...development, BLOB_S3_ENDPOINT: 'https://store.example' })).toEqual([
    expect.stringContaining('BLOB_S3_BUCKET'),
  ]);
});

it('makes links that callers can follow', async () => {
  const linkOf = (variables: Record<string, string>) => loadConfig({ ...development, ...variables }).publicUrl;
  expect(linkOf({})).toBe('http://127.0.0.1:4000');
  expect(linkOf({ HOST: '192.0.2.7', PORT: '80' })).toBe('http://192.0.2.7:80');
  expect(linkOf({ HOST: 'gateway.example' })).toBe('http://gateway.example:4000');
  // An address that stands for all of a machine's cannot be called.
  for (const HOST of ['0.0.0.0', '0', '0.0', '00.0.0.0']) expect(linkOf({ HOST })).toBe('http://127.0.0.1:4000');
  for (const HOST of ['::', '::0', '0:0:0:0:0:0:0:0']) expect(linkOf({ HOST })).toBe('http://[::1]:4000');
  expect(linkOf({ HOST: '::ffff:0.0.0.0' })).toBe('http://127.0.0.1:4000');
  expect(linkOf({ HOST: '2001:db8::7' })).toBe('http://[2001:db8::7]:4000');
  const { cert, key } = await certificate('gateway');
  const tls = { TLS_CERT_FILE: write('cert.pem', cert.toString()), TLS_KEY_FILE: write('key.pem', key.toString()) };
  expect(linkOf(tls)).toBe('https://127.0.0.1:4000');
  expect(linkOf({ PUBLIC_URL: 'https://habeas.example/gdpr/' })).toBe('https://habeas.example/gdpr');
});

it.each([
  'gateway.example',
  '/gdpr',
  '//gateway.example',
  'ftp://gateway.example',
  'https://gateway.example?a=b',
  'https://gateway.example/?',
  'https://gateway.example/#a',
  'https://user:very-secret@gateway.example',
  'https://0.0.0.0:4000',
  'http://[::]:4000',
])('refuses %s as the PUBLIC_URL', (PUBLIC_URL) => {
  expect(problemsOf({ ...development, PUBLIC_URL })).toEqual([
    'PUBLIC_URL: must be an absolute http or https URL without user, query and fragment: https://gateway.example',
  ]);
});

it('names every bad variable at once', () => {
  const problems = problemsOf({
    ...development,
    DATABASE_URL: 'mysql://x',
    PORT: '99999',
    REDIS_URL: 'http://redis',
    INTROSPECTION: 'maybe',
    LOG_LEVEL: 'loud',
    DUE_DAYS_GET: '-1',
    OPERATION_MAX_DEPTH: 'deep',
  });
  const named = problems.map((problem) => problem.split(':')[0]);
  expect(named.sort()).toEqual([
    'DATABASE_URL',
    'DUE_DAYS_GET',
    'INTROSPECTION',
    'LOG_LEVEL',
    'OPERATION_MAX_DEPTH',
    'PORT',
    'REDIS_URL',
  ]);
});

it('has no development defaults in production', () => {
  const named = problemsOf({ ...development, NODE_ENV: 'production', PORT: 'http' }).map(
    (problem) => problem.split(':')[0],
  );
  expect(named).toEqual(['PORT', 'CALLER_JWKS_URL', 'CALLER_ISSUER', 'PUBLIC_URL', 'SUPERGRAPH_FILE']);
  const given = {
    PUBLIC_URL: 'https://gateway.example',
    ...development,
    NODE_ENV: 'production',
    CALLER_JWKS_URL: 'https://issuer.test/jwks',
    CALLER_ISSUER: 'https://issuer.test',
    SUPERGRAPH_FILE: '/s.graphql',
  };
  expect(problemsOf(given).map((problem) => problem.split(':')[0])).toEqual([
    'ENCRYPTION_KEYS_FILE',
    'SERVICE_TOKEN_SIGNING_KEY_FILE',
  ]);
});

it('allows no introspection in production, unless configured', () => {
  expect(loadConfig(production)).toMatchObject({
    production: true,
    introspection: false,
    allowedOrigins: [],
    callers: { keys: { url: new URL('https://issuer.test/jwks') } },
  });
  expect(loadConfig({ ...production, INTROSPECTION: 'true' }).introspection).toBe(true);
  expect(loadConfig({ ...development, INTROSPECTION: 'false' }).introspection).toBe(false);
});

it('stores checkpoints of the audit log beside the files, or in a place of their own', () => {
  const placeOf = (environment: Record<string, string>) =>
    loadConfig({ ...development, ...environment }).auditAnchors.place;
  expect(placeOf({})).toEqual({ directory: path.join(directory, 'blobs') });
  expect(placeOf({ AUDIT_ANCHOR_DIRECTORY: '/anchors' })).toEqual({ directory: '/anchors' });
  expect(placeOf({ AUDIT_ANCHOR_S3_BUCKET: 'worm', BLOB_S3_BUCKET: 'files' })).toMatchObject({ bucket: 'worm' });
  expect(problemsOf({ ...development, AUDIT_ANCHOR_DIRECTORY: '/a', AUDIT_ANCHOR_S3_BUCKET: 'b' })).toEqual([
    'AUDIT_ANCHOR_S3_BUCKET: cannot be set together with AUDIT_ANCHOR_DIRECTORY',
  ]);
});

it('reports a variable that looks like ours but is unknown, with the nearest known one, and shows no value', () => {
  const unknown = {
    RATE_LIMIT_SUBJECT: 'very-secret',
    OPERATION_MAX_DEEPNESS: '3',
    CORS_ORIGIN: '*',
    DATABASE_PASWORD_FILE: 'x',
    REDIS_URI: 'redis://redis:6379',
    PUBLIC_URI: 'https://gateway.example',
  };
  const problems = problemsOf({ ...development, PORT: 'http', ...unknown });
  expect(problems).toEqual([
    'PORT: must be a port number',
    'RATE_LIMIT_SUBJECT: nobody knows this variable; the nearest that is known is RATE_LIMIT_SUBJECTS',
    'OPERATION_MAX_DEEPNESS: nobody knows this variable; the nearest that is known is OPERATION_MAX_DEPTH',
    'CORS_ORIGIN: nobody knows this variable; the nearest that is known is CORS_ORIGINS',
    'DATABASE_PASWORD_FILE: nobody knows this variable; the nearest that is known is DATABASE_PASSWORD_FILE',
    'REDIS_URI: nobody knows this variable; the nearest that is known is REDIS_URL',
    'PUBLIC_URI: nobody knows this variable; the nearest that is known is PUBLIC_URL',
  ]);
});

it('ignores variables of others: of the system, of Kubernetes, of compose, and empty ones', () => {
  const others = {
    PATH: '/bin',
    HOME: '/root',
    HOSTNAME: 'gateway-1',
    NODE_OPTIONS: '--enable-source-maps',
    NODE_VERSION: '20.20.0',
    AWS_REGION: 'eu-west-1',
    COMPOSE_PROJECT_NAME: 'habeas',
    POSTGRES_PASSWORD_FILE: '/run/secrets/postgres-password',
    DATABASE_SERVICE_HOST: '10.0.0.1',
    DATABASE_SERVICE_PORT_POSTGRES: '5432',
    DATABASE_PORT_5432_TCP_ADDR: '10.0.0.1',
    BLOB_STORE_PORT: 'tcp://10.0.0.2:9000',
    RATE_LIMIT_SUBJECT: '',
  };
  expect(problemsOf({ ...development, ...others })).toEqual([]);
});
