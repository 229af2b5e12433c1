/** The files of keys, passwords and certificates that variables name: each is checked at the start, and no secret is shown. */
import { chmodSync } from 'node:fs';
import path from 'node:path';
import { loadConfig } from '../../../gateway/config';
import { certificate } from '../../support/certificate';
import { installation, problemsOf } from './support';

const { directory, development, production, write } = installation();

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

it('refuses a key in production that is not random, or that every user of the machine can read', () => {
  expect(problemsOf(production)).toEqual([]);
  for (const variable of ['ENCRYPTION_KEYS_FILE', 'SERVICE_TOKEN_SIGNING_KEY_FILE'] as const) {
    chmodSync(production[variable], 0o644);
    expect(problemsOf(production)).toEqual([expect.stringMatching(`^${variable}: .* is open to every user`)]);
    chmodSync(production[variable], 0o640);
    expect(problemsOf(production)).toEqual([]);
  }
  for (const weak of [Buffer.alloc(32), Buffer.from('password'.repeat(4))]) {
    write('encryption-gateway.json', { current: 'weak', keys: { weak: weak.toString('base64') } });
    expect(problemsOf(production)).toEqual([
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
