/** The gateway's configuration: every bad variable is named at once, and nothing secret is. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { loadConfig } from '../../../gateway/config';

let directory: string;
const write = (name: string, content: unknown) => {
  const file = path.join(directory, 'keys', name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};
const signingKey = { kty: 'OKP', crv: 'Ed25519', kid: 'k1', x: 'x', d: 'very-secret' };
let development: Record<string, string>;

beforeEach(() => {
  directory = mkdtempSync(path.join(tmpdir(), 'habeas-config-'));
  mkdirSync(path.join(directory, 'keys'));
  write('encryption.json', { current: 'e1', keys: { e1: Buffer.alloc(32).toString('base64') } });
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

it('has a default for all but the database, in development', () => {
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
    redisUrl: undefined,
    allowedOrigins: 'local',
  });
});

it('takes exact origins, and tells what is none', () => {
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

it('takes the supergraph from a URL instead of a file, not from both', () => {
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

it('keeps files in a bucket when one is named, and then not in a directory too', () => {
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

it('takes the password of PostgreSQL from a file, whatever is in it', () => {
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
  expect(file('nowhere')).toEqual([expect.stringMatching(/^DATABASE_PASSWORD_FILE: .* cannot be read$/)]);
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

it('makes links that callers can follow', () => {
  const linkOf = (variables: Record<string, string>) => loadConfig({ ...development, ...variables }).publicUrl;
  expect(linkOf({})).toBe('http://127.0.0.1:4000');
  expect(linkOf({ HOST: '192.0.2.7', PORT: '80' })).toBe('http://192.0.2.7:80');
  expect(linkOf({ HOST: 'gateway.example' })).toBe('http://gateway.example:4000');
  // Nobody lives at an address that stands for all of a machine's.
  for (const HOST of ['0.0.0.0', '0', '0.0', '00.0.0.0']) expect(linkOf({ HOST })).toBe('http://127.0.0.1:4000');
  for (const HOST of ['::', '::0', '0:0:0:0:0:0:0:0']) expect(linkOf({ HOST })).toBe('http://[::1]:4000');
  expect(linkOf({ HOST: '::ffff:0.0.0.0' })).toBe('http://127.0.0.1:4000');
  expect(linkOf({ HOST: '2001:db8::7' })).toBe('http://[2001:db8::7]:4000');
  const pem = write('some.pem', 'x');
  expect(linkOf({ TLS_CERT_FILE: pem, TLS_KEY_FILE: pem })).toBe('https://127.0.0.1:4000');
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
  write('encryption.json', { current: 'other', keys: {} });
  write('service-signing.jwk.json', '{"d":"very-secret"');
  const problems = problemsOf({ ...development, CALLER_JWKS_FILE: path.join(directory, 'nowhere.json') });
  expect(problems.map((problem) => problem.split(':')[0]).sort()).toEqual([
    'CALLER_JWKS_FILE',
    'ENCRYPTION_KEYS_FILE',
    'SERVICE_TOKEN_SIGNING_KEY_FILE',
  ]);
  expect(problems.join()).not.toContain('very-secret');
});

it('takes no development default in production', () => {
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

it('shows no schema in production, unless told to', () => {
  const production = {
    ...development,
    PUBLIC_URL: 'https://gateway.example',
    NODE_ENV: 'production',
    CALLER_JWKS_URL: 'https://issuer.test/jwks',
    CALLER_ISSUER: 'https://issuer.test',
    SUPERGRAPH_FILE: '/s.graphql',
    ENCRYPTION_KEYS_FILE: path.join(directory, 'keys', 'encryption.json'),
    SERVICE_TOKEN_SIGNING_KEY_FILE: path.join(directory, 'keys', 'service-signing.jwk.json'),
  };
  expect(loadConfig(production)).toMatchObject({
    production: true,
    introspection: false,
    allowedOrigins: [],
    callers: { keys: { url: new URL('https://issuer.test/jwks') } },
  });
  expect(loadConfig({ ...production, INTROSPECTION: 'true' }).introspection).toBe(true);
  expect(loadConfig({ ...development, INTROSPECTION: 'false' }).introspection).toBe(false);
});

it('takes caller keys from one source only', () => {
  const both = {
    ...development,
    CALLER_JWKS_URL: 'https://issuer.test/jwks',
    CALLER_JWKS_FILE: path.join(directory, 'keys', 'caller.jwks.json'),
  };
  expect(problemsOf(both)).toEqual(['CALLER_JWKS_URL: cannot be set together with CALLER_JWKS_FILE']);
});
