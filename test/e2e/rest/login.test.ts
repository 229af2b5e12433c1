/** Logins of clients (R35): passed on to an identity provider, whose tokens are the callers' tokens. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import { freePort } from '../../../scripts/develop/ports';
import { allScopes, clientOf } from '../../../scripts/develop/token';
import { startIssuer } from '../../support/servers/issuer';
import { AnswerCheck } from '../../support/api/answer-check';
import { GenesysClient } from '../../support/api/rest';
import { sharedSystem } from '../../support/run/shared-system';
import { startReplica } from '../../support/run/replica';
import type { TestSystem } from '../../support/run/system';

const client = { id: 'integration', secret: 'a-secret-of-the-tests' };
let system: TestSystem;
let gateway: ManagedProcess;
let checks: AnswerCheck;
const ends: (() => Promise<unknown>)[] = [];

/** Starts a gateway that accepts callers' tokens of an issuer. */
const withIssuer = (name: string, issuer: string, more: Record<string, string> = {}) =>
  startReplica(system, name, {
    CALLER_ISSUER: issuer,
    CALLER_JWKS_URL: `${issuer}/jwks`,
    CALLER_AUDIENCE: 'habeas',
    RUN_WORKERS: 'false',
    ...more,
  });

beforeAll(async () => {
  system = await sharedSystem();
  const port = await freePort();
  const issuer = `http://127.0.0.1:${port}`;
  ends.push(await startIssuer({ port, page: 'http://127.0.0.1:1', organization: 'rest-login', scopes: allScopes }));
  gateway = await withIssuer('with-provider', issuer, {
    OAUTH_TOKEN_URL: `${issuer}/token`,
    OAUTH_TOKEN_SCOPE: allScopes.join(' '),
  });
  ends.push(() => gateway.stop());
  checks = await AnswerCheck.of(gateway.url);
}, 180_000);

afterAll(async () => {
  for (const end of ends.reverse()) await end();
  await system.stop();
});

const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

async function login(url: string, form: Record<string, string> | string[][], authorization?: string) {
  const answer = await fetch(new URL('/oauth/token', url), {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: authorization === undefined ? {} : { authorization },
  });
  const body = (await answer.json()) as Record<string, unknown>;
  expect(answer.headers.get('cache-control')).toBe('no-store');
  return { status: answer.status, headers: Object.fromEntries(answer.headers), body };
}

const grant = { grant_type: 'client_credentials' };

test('a client of the provider logs in with the real client, and calls for its organisation', async () => {
  const genesys = new GenesysClient(gateway.url, checks);
  await genesys.client.loginClientCredentialsGrant(client.id, client.secret);
  const { status } = await genesys.answer('getGdprRequests', genesys.gdpr.getGdprRequests());
  expect(status).toBe(200);
  const made = await genesys.answer('getGdprSubjects', genesys.gdpr.getGdprSubjects('NAME', 'Nobody'));
  expect(made.body).toMatchObject({ entities: [], total: 0 });
});

test('the answer holds a token, its type and its lifetime, and nothing else', async () => {
  const { status, body } = await login(gateway.url, grant, basic(client.id, client.secret));
  expect([status, Object.keys(body).sort(), body.token_type]).toEqual([
    200,
    ['access_token', 'expires_in', 'token_type'],
    'bearer',
  ]);
  checks.check('postOauthToken', { status, body });
});

test('a refused login gets an answer by RFC 6749, and no secret is logged', async () => {
  const refused = await Promise.all([
    login(gateway.url, grant),
    login(gateway.url, grant, basic(client.id, 'a-wrong-secret')),
    login(gateway.url, grant, basic('nobody', 'a-wrong-secret')),
    login(gateway.url, grant, 'Bearer a-wrong-secret'),
    login(gateway.url, { grant_type: 'password', username: 'x' }, basic(client.id, client.secret)),
    login(gateway.url, {}, basic(client.id, client.secret)),
    login(gateway.url, [...Object.entries(grant), ['grant_type', 'password']], basic(client.id, client.secret)),
  ]);
  for (const answer of refused) checks.check('postOauthToken', answer);
  expect(refused.map(({ status, body }) => [status, body])).toEqual([
    ...Array.from({ length: 4 }, () => [401, { error: 'invalid_client' }]),
    [400, { error: 'unsupported_grant_type' }],
    [400, { error: 'invalid_request' }],
    [400, { error: 'invalid_request' }],
  ]);
  expect(refused[0]?.headers['www-authenticate']).toBe('Basic realm="habeas"');
  const json = await fetch(new URL('/oauth/token', gateway.url), {
    method: 'POST',
    body: JSON.stringify(grant),
    headers: { 'content-type': 'application/json' },
  });
  expect([json.status, await json.json()]).toEqual([401, { error: 'invalid_client' }]);
  for (const [init, status] of [
    [{ method: 'POST', body: 'x', headers: { 'content-type': 'text/plain' } }, 415],
    [{ method: 'POST', body: new URLSearchParams({ ...grant, filler: 'x'.repeat(5_000) }) }, 413],
  ] as const) {
    const answer = await fetch(new URL('/oauth/token', gateway.url), init);
    const body: unknown = await answer.json();
    expect([answer.status, body]).toEqual([status, { error: 'invalid_request' }]);
    checks.check('postOauthToken', { status, body });
  }
  for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS']) {
    const answer = await fetch(new URL('/oauth/token', gateway.url), { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
  }
  const log = readFileSync(gateway.logFile, 'utf8');
  expect(log).toContain('/oauth/token');
  expect(log).not.toMatch(/secret|Basic|integration/);
});

test('without a provider only the development client can log in, and refused logins are limited by address', async () => {
  const limited = await startReplica(system, 'limited-logins', {
    RATE_LIMIT_REFUSED_TOKENS: '2/60',
    RUN_WORKERS: 'false',
  });
  try {
    const { id, secret } = clientOf(system.dataDir);
    expect((await login(limited.url, grant, basic(id, secret))).status).toBe(200);
    // Form-encoded, as RFC 6749 (2.3.1) has it and some clients do it.
    const encoded = basic(
      id.replaceAll('-', '%2D'),
      secret.replaceAll(/[-_]/g, (each) => (each === '-' ? '%2D' : '%5F')),
    );
    expect((await login(limited.url, grant, encoded)).status).toBe(200);
    for (let made = 0; made < 2; made += 1)
      expect((await login(limited.url, grant, basic(id, 'guess'))).status).toBe(401);
    const over = await login(limited.url, grant, basic(id, 'guess'));
    expect([over.status, over.body]).toEqual([429, { error: 'temporarily_unavailable' }]);
    expect(over.headers).toMatchObject({
      'retry-after': expect.stringMatching(/^\d+$/) as string,
      'inin-ratelimit-allowed': '2',
      'inin-ratelimit-count': '2',
      'inin-ratelimit-reset': expect.stringMatching(/^[1-9]\d*$/) as string,
    });
  } finally {
    await limited.stop();
  }
});

test('a provider that is away, or answers something else, gives a 503; without any there is no login', async () => {
  const odd = createServer((_request, response) => response.writeHead(200).end('<html>'));
  await new Promise<void>((resolve) => odd.listen(0, '127.0.0.1', resolve));
  const other = await withIssuer('odd-provider', 'http://127.0.0.1:1', {
    OAUTH_TOKEN_URL: `http://127.0.0.1:${(odd.address() as AddressInfo).port}/token`,
  });
  const without = await withIssuer('without-provider', 'http://127.0.0.1:1');
  try {
    const strange = await login(other.url, grant, basic('x', 'y'));
    expect([strange.status, strange.body]).toEqual([503, { error: 'temporarily_unavailable' }]);
    expect(strange.headers['retry-after']).toMatch(/^\d+$/);
    await new Promise((resolve) => odd.close(resolve));
    expect((await login(other.url, grant, basic('x', 'y'))).status).toBe(503);
    const none = await login(without.url, grant, basic('x', 'y'));
    expect([none.status, none.body.code]).toEqual([404, 'not.found']);
    checks.check('postOauthToken', none);
  } finally {
    odd.close();
    await other.stop();
    await without.stop();
  }
});
