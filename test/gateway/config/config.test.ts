/** The gateway's configuration: every bad variable is named at once, and nothing secret is. */
import { UnsecuredJWT } from 'jose';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig } from '../../../gateway/config';
import { certificate } from '../../support/certificate';

let directory: string;
const write = (name: string, content: unknown) => {
  const file = path.join(directory, 'keys', name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content), { mode: 0o600 });
  return file;
};
const signingKey = { kty: 'OKP', crv: 'Ed25519', kid: 'k1', x: 'x', d: 'very-secret' };
let development: Record<string, string>;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'habeas-config-'));
  mkdirSync(path.join(directory, 'keys'));
  write('encryption-gateway.json', { current: 'e1', keys: { e1: randomBytes(32).toString('base64') } });
  write('service-signing.jwk.json', signingKey);
  write('service.jwks.json', { keys: [{ kty: 'OKP', crv: 'Ed25519', kid: 'k1', x: 'x' }] });
  write('caller.jwks.json', { keys: [] });
  development = { HABEAS_DATA_DIR: directory, DATABASE_URL: 'postgres://u:password@127.0.0.1:5432/postgres' };
});
afterEach(() => rmSync(directory, { recursive: true }));

const problemsOf = (environment: Record<string, string>): string[] => {
  try {
    loadConfig(environment);
  } catch (error) {
    return (error as { problems: string[] }).problems;
  }
  return [];
};

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

it('reads the supergraph from a URL instead of a file, but not from both', () => {
  const url = 'https://registry.example/supergraph';
  expect(loadConfig({ ...development, SUPERGRAPH_URL: url, SUPERGRAPH_POLL_SECONDS: '5' }).supergraph).toEqual({
    url: new URL(url),
    pollEvery: 5_000,
  });
  expect(problemsOf({ ...development, SUPERGRAPH_URL: url, SUPERGRAPH_FILE: 'x' })).toEqual([
    expect.stringContaining('SUPERGRAPH_URL'),
  ]);
  expect(problemsOf({ ...development, SUPERGRAPH_URL: 'ftp://x' })).toEqual([
    expect.stringContaining('SUPERGRAPH_URL'),
  ]);
});

it('composes the supergraph of this release’s services itself, and allows no other source beside', () => {
  const services = 'directory=http://directory:4000/graphql, dialer=https://dialer.example/graphql?a=b';
  const config = loadConfig({ ...development, SUPERGRAPH_SERVICES: services, SUPERGRAPH_MANAGED_BY: 'operator' });
  expect(config.registry).toEqual({
    services: [
      { name: 'directory', url: 'http://directory:4000/graphql' },
      { name: 'dialer', url: 'https://dialer.example/graphql?a=b' },
    ],
    managedBy: 'operator',
    pollEvery: 10_000,
  });
  expect(config.supergraph).toBe(config.registry);
  expect(loadConfig({ ...development, SUPERGRAPH_FILE: 'x' }).registry).toBeUndefined();
  for (const [environment, problem] of [
    [{ SUPERGRAPH_SERVICES: services, SUPERGRAPH_FILE: 'x' }, /^SUPERGRAPH_SERVICES: cannot be set together/],
    [{ SUPERGRAPH_SERVICES: services, SUPERGRAPH_URL: 'http://x/' }, /^SUPERGRAPH_SERVICES: cannot be set together/],
    [{ SUPERGRAPH_MANAGED_BY: 'operator' }, /^SUPERGRAPH_MANAGED_BY: is for services that are registered/],
    [{ SUPERGRAPH_SERVICES: services, SUPERGRAPH_MANAGED_BY: 'a b' }, /^SUPERGRAPH_MANAGED_BY: takes the id/],
    [{ SUPERGRAPH_SERVICES: 'directory' }, /^SUPERGRAPH_SERVICES.*: takes services with their URLs/],
    [{ SUPERGRAPH_SERVICES: 'directory=ftp://x/' }, /^SUPERGRAPH_SERVICES.*: takes services with their URLs/],
    [{ SUPERGRAPH_SERVICES: 'loyalty=http://x/' }, /^SUPERGRAPH_SERVICES: loyalty is no service of this release/],
    [{ SUPERGRAPH_SERVICES: 'gdpr=http://x/' }, /^SUPERGRAPH_SERVICES: gdpr is the gateway's own/],
    [{ SUPERGRAPH_SERVICES: `${services},dialer=http://x/` }, /^SUPERGRAPH_SERVICES: dialer is there twice/],
  ] as [Record<string, string>, RegExp][])
    expect(problemsOf({ ...development, ...environment }).join('; ')).toMatch(problem);
});

it('reads the supergraph of a registry with its key, and reports what is missing', () => {
  const keyFile = write('registry', 'secret-key\n');
  const placeOf = (environment: Record<string, string>) => loadConfig({ ...development, ...environment }).supergraph;
  const url = 'https://cdn.example/artifacts/v1/target/supergraph';
  expect(placeOf({ SUPERGRAPH_URL: url, SUPERGRAPH_KEY_FILE: keyFile })).toEqual({
    url: new URL(url),
    pollEvery: 10_000,
    secret: { 'x-hive-cdn-key': 'secret-key' },
  });
  expect(placeOf({ SUPERGRAPH_GRAPH_REF: 'graph@prod', SUPERGRAPH_KEY_FILE: keyFile })).toMatchObject({
    uplink: { graphRef: 'graph@prod', apiKey: 'secret-key', endpoints: [{ host: 'uplink.api.apollographql.com' }, {}] },
  });
  const graph = new UnsecuredJWT({ organization_id: 'o', federated_graph_id: 'g' }).encode();
  expect(placeOf({ SUPERGRAPH_FORM: 'cosmo', SUPERGRAPH_KEY_FILE: write('cosmo', graph) })).toMatchObject({
    cosmo: { method: 'POST', url: { host: 'cosmo-cdn.wundergraph.com', pathname: '/o/g/routerconfigs/latest.json' } },
  });
  expect(placeOf({ SUPERGRAPH_FORM: 'cosmo', SUPERGRAPH_URL: 'https://x.example/router.json' })).toMatchObject({
    cosmo: { method: 'GET', url: { host: 'x.example' } },
  });
  for (const [environment, problem] of [
    [{ SUPERGRAPH_FORM: 'apollo' }, 'SUPERGRAPH_FORM: takes supergraph or cosmo'],
    [
      { SUPERGRAPH_FORM: 'cosmo', SUPERGRAPH_KEY_FILE: keyFile },
      expect.stringMatching(/^SUPERGRAPH_KEY_FILE: must hold/),
    ],
    [{ SUPERGRAPH_FORM: 'cosmo', SUPERGRAPH_FILE: 'x' }, expect.stringMatching(/^SUPERGRAPH_FORM: cannot be cosmo/)],
    [{ SUPERGRAPH_GRAPH_REF: 'graph@prod' }, 'SUPERGRAPH_KEY_FILE: is required with SUPERGRAPH_GRAPH_REF'],
    [{ SUPERGRAPH_KEY_FILE: keyFile }, 'SUPERGRAPH_URL: or SUPERGRAPH_GRAPH_REF is required with SUPERGRAPH_KEY_FILE'],
    [{ SUPERGRAPH_GRAPH_REF: 'graph', SUPERGRAPH_KEY_FILE: keyFile }, expect.stringMatching(/^SUPERGRAPH_GRAPH_REF/)],
    [{ SUPERGRAPH_KEY_HEADER: 'a b' }, expect.stringMatching(/^SUPERGRAPH_KEY_HEADER/)],
  ] as [Record<string, string>, string][])
    expect(problemsOf({ ...development, ...environment })).toEqual([problem]);
  expect(loadConfig({ ...development, RUN_WORKERS: 'false' }).runWorkers).toBe(false);
  expect(loadConfig(development).runWorkers).toBe(true);
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

it('reads the password of PostgreSQL from a file, whatever characters it has', () => {
  const url = 'postgres://u@127.0.0.1:5432/postgres';
  const withPassword = (password: string) => {
    const { databaseUrl } = loadConfig({
      ...development,
      DATABASE_URL: url,
      DATABASE_PASSWORD_FILE: write('password', password),
    });
    return decodeURIComponent(new URL(databaseUrl).password);
  };
  for (const password of ['plain', 'a/b', 'a@b', 'a#b', '50%', '%2F', 'a b', 'é:?&', ' inner and outer '])
    expect([withPassword(password), withPassword(`${password}\n`)]).toEqual([password, password]);
  const file = (name: string, variables: Record<string, string> = {}) =>
    problemsOf({
      ...development,
      DATABASE_URL: url,
      DATABASE_PASSWORD_FILE: path.join(directory, 'keys', name),
      ...variables,
    });
  write('empty', '\n');
  write('secret', 'very-secret');
  expect(file('nowhere')).toEqual([expect.stringMatching(/^DATABASE_PASSWORD_FILE: .* cannot be read \(ENOENT\)$/)]);
  expect(file('empty')).toEqual([expect.stringMatching(/^DATABASE_PASSWORD_FILE: .* is empty$/)]);
  const both = file('secret', { DATABASE_URL: 'postgres://u:also-secret@127.0.0.1/postgres' });
  expect(both).toEqual(['DATABASE_PASSWORD_FILE: cannot be set together with a password in DATABASE_URL']);
  expect(file('secret', { DATABASE_URL: 'postgres://127.0.0.1/postgres' })).toEqual([
    'DATABASE_URL: must name the user whose password is in DATABASE_PASSWORD_FILE',
  ]);
});

it.each(['postgres://u:a/b@127.0.0.1/x', 'postgres://u:a#b@127.0.0.1/x', 'postgres://u:50%@127.0.0.1/x'])(
  'refuses an address whose password is not percent-encoded, and does not repeat it (%s)',
  (DATABASE_URL) => {
    expect(problemsOf({ ...development, DATABASE_URL })).toEqual([
      'DATABASE_URL: must be a PostgreSQL URL: postgres://user:password@host:5432/postgres, with a percent-encoded password, or with DATABASE_PASSWORD_FILE',
    ]);
  },
);

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

it('names every key file that is missing or bad at once, and shows no key', () => {
  write('encryption-gateway.json', { current: 'other', keys: {} });
  write('service-signing.jwk.json', '{"d":"very-secret"');
  const problems = problemsOf({ ...development, CALLER_JWKS_FILE: path.join(directory, 'nowhere.json') });
  expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual([
    'CALLER_JWKS_FILE',
    'ENCRYPTION_KEYS_FILE',
    'SERVICE_TOKEN_SIGNING_KEY_FILE',
  ]);
  expect(problems.join()).not.toContain('very-secret');
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

/** The environment of production, with the keys in a directory. */
const productionIn = (keysOf: string) => ({
  ...development,
  PUBLIC_URL: 'https://gateway.example',
  NODE_ENV: 'production',
  CALLER_JWKS_URL: 'https://issuer.test/jwks',
  CALLER_ISSUER: 'https://issuer.test',
  SUPERGRAPH_FILE: '/s.graphql',
  ENCRYPTION_KEYS_FILE: path.join(keysOf, 'keys', 'encryption-gateway.json'),
  SERVICE_TOKEN_SIGNING_KEY_FILE: path.join(keysOf, 'keys', 'service-signing.jwk.json'),
});

it('allows no introspection in production, unless configured', () => {
  const production = productionIn(directory);
  expect(loadConfig(production)).toMatchObject({
    production: true,
    introspection: false,
    allowedOrigins: [],
    callers: { keys: { url: new URL('https://issuer.test/jwks') } },
  });
  expect(loadConfig({ ...production, INTROSPECTION: 'true' }).introspection).toBe(true);
  expect(loadConfig({ ...development, INTROSPECTION: 'false' }).introspection).toBe(false);
});

it('refuses a key in production that is not random, or that every user of the machine can read', () => {
  const given = productionIn(directory);
  expect(problemsOf(given)).toEqual([]);
  for (const variable of ['ENCRYPTION_KEYS_FILE', 'SERVICE_TOKEN_SIGNING_KEY_FILE'] as const) {
    chmodSync(given[variable], 0o644);
    expect(problemsOf(given)).toEqual([expect.stringMatching(`^${variable}: .* is open to every user`)]);
    chmodSync(given[variable], 0o640);
    expect(problemsOf(given)).toEqual([]);
  }
  for (const weak of [Buffer.alloc(32), Buffer.from('password'.repeat(4))]) {
    write('encryption-gateway.json', { current: 'weak', keys: { weak: weak.toString('base64') } });
    expect(problemsOf(given)).toEqual([
      expect.stringMatching(/^ENCRYPTION_KEYS_FILE: the key weak in .* is not random/),
    ]);
    expect(problemsOf(development)).toEqual([]);
  }
});

it('reads the password of Redis from a file, but not twice', () => {
  const file = write('redis-password', 'a/b@c\n');
  const redis = { ...development, REDIS_URL: 'redis://redis:6379', REDIS_PASSWORD_FILE: file };
  expect(loadConfig(redis).redisUrl).toBe('redis://:a%2Fb%40c@redis:6379');
  expect(problemsOf({ ...redis, REDIS_URL: 'redis://:x@redis:6379' })).toEqual([
    'REDIS_PASSWORD_FILE: cannot be set together with a password in REDIS_URL',
  ]);
  expect(problemsOf({ ...development, REDIS_PASSWORD_FILE: file })).toEqual([
    'REDIS_URL: is required with REDIS_PASSWORD_FILE',
  ]);
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

it('reads callers’ keys from one source only', () => {
  const both = {
    ...development,
    CALLER_JWKS_URL: 'https://issuer.test/jwks',
    CALLER_JWKS_FILE: path.join(directory, 'keys', 'caller.jwks.json'),
  };
  expect(problemsOf(both)).toEqual(['CALLER_JWKS_URL: cannot be set together with CALLER_JWKS_FILE']);
});

it('distinguishes a file that cannot be read, one that is not JSON, and one with other content', () => {
  const file = (SERVICE_TOKEN_SIGNING_KEY_FILE: string) =>
    problemsOf({
      ...development,
      SERVICE_TOKEN_SIGNING_KEY_FILE,
      PERSISTED_OPERATIONS_FILE: SERVICE_TOKEN_SIGNING_KEY_FILE,
    });
  const [folder, text, other] = [path.join(directory, 'keys'), write('text', '{"d":"very-secret"'), write('other', {})];
  expect(file(folder)).toEqual([
    `SERVICE_TOKEN_SIGNING_KEY_FILE: ${folder} cannot be read (EISDIR)`,
    `PERSISTED_OPERATIONS_FILE: ${folder} cannot be read (EISDIR)`,
  ]);
  expect(file(text)).toEqual([
    `SERVICE_TOKEN_SIGNING_KEY_FILE: ${text} is not JSON`,
    `PERSISTED_OPERATIONS_FILE: ${text} is not JSON`,
  ]);
  expect(file(other)).toEqual([
    `SERVICE_TOKEN_SIGNING_KEY_FILE: ${other} does not hold the keys it should`,
    `PERSISTED_OPERATIONS_FILE: ${other} is no manifest of persisted operations`,
  ]);
  const callers = write('caller.jwks.json', '{');
  expect(problemsOf(development)).toEqual([`CALLER_JWKS_FILE: ${callers} is not JSON`]);
});

it('checks TLS files at the start, naming the variable', async () => {
  const [own, other] = [await certificate('own'), await certificate('other')];
  const text = write('text.pem', 'very-secret');
  const broken = write('broken.pem', own.cert.toString().replace(/MII.{20}/, 'MIIAAAAAAAAAAAAAAAAAAAA'));
  const cert = write('cert.pem', own.cert.toString());
  const key = write('key.pem', own.key.toString());
  const wrongKey = write('wrong-key.pem', other.key.toString());
  const chain = write('chain.pem', `${own.cert.toString()}\n${other.cert.toString()}`);
  for (const prefix of ['TLS', 'SERVICE_TLS']) {
    const pair = (certFile: string, keyFile: string) =>
      problemsOf({ ...development, [`${prefix}_CERT_FILE`]: certFile, [`${prefix}_KEY_FILE`]: keyFile });
    expect(pair(cert, key)).toEqual([]);
    expect(pair(chain, key)).toEqual([]);
    for (const bad of [text, broken, key])
      expect(pair(bad, key)).toEqual([`${prefix}_CERT_FILE: ${bad} holds no certificate (PEM), or one that is broken`]);
    expect(pair(cert, text)).toEqual([`${prefix}_KEY_FILE: ${text} holds no private key (PEM) without a passphrase`]);
    expect(pair(cert, wrongKey)).toEqual([
      `${prefix}_KEY_FILE: ${wrongKey} is not the key of the certificate in ${prefix}_CERT_FILE`,
    ]);
  }
  const authorities = (SERVICE_TLS_CA_FILE: string) => problemsOf({ ...development, SERVICE_TLS_CA_FILE });
  expect(authorities(chain)).toEqual([]);
  expect(authorities(text)).toEqual([expect.stringMatching(/^SERVICE_TLS_CA_FILE: /)]);
  expect(problemsOf({ ...development, TLS_CERT_FILE: cert, TLS_KEY_FILE: key, TLS_CLIENT_CA_FILE: text })).toEqual([
    expect.stringMatching(/^TLS_CLIENT_CA_FILE: /),
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
