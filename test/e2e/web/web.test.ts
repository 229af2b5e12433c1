/** How the pages are served: their policy, their caching, and who gets a development token. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { request } from 'undici';
import { ApiClient } from '../../../scripts/develop/api-client';
import type { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import { sharedSystem } from '../../support/run/shared-system';
import { startReplica } from '../../support/run/replica';
import type { TestSystem } from '../../support/run/system';

let system: TestSystem;
let origin: string;
/** A gateway with callers of its own that serves none of the pages. */
let without: ManagedProcess;

beforeAll(async () => {
  system = await sharedSystem();
  ({ origin } = new URL(system.url));
  without = await startReplica(system, 'without-pages', { WEB: 'off' });
}, 120_000);
afterAll(async () => {
  await without.stop();
  await system.stop();
});

/** Sends a request without unpacking the answer. */
async function get(path: string, headers: Record<string, string> = {}) {
  const response = await request(new URL(path, origin), { headers });
  return {
    status: response.statusCode,
    headers: response.headers,
    body: Buffer.from(await response.body.arrayBuffer()),
  };
}
const asBrowser = { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' };

async function script(): Promise<string> {
  const page = (await get('/explorer')).body.toString();
  return /src="(\/web\/explorer-[^"]+\.js)"/.exec(page)?.[1] ?? '';
}

test('the page runs only scripts of the gateway, and cannot be framed', async () => {
  const { status, headers } = await get('/explorer', asBrowser);
  expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  const policy = Object.fromEntries(
    String(headers['content-security-policy'])
      .split('; ')
      .map((directive) => directive.split(/ (.*)/s) as [string, string]),
  );
  expect(policy).toMatchObject({
    'default-src': "'none'",
    'script-src': "'self'",
    'connect-src': "'self'",
    'frame-ancestors': "'none'",
    'base-uri': "'none'",
  });
});

test('scripts are cached for ever, under names that change with them, and sent compressed', async () => {
  const path = await script();
  const plain = await get(path);
  expect(plain.headers).toMatchObject({
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
  });
  const brotli = await get(path, { 'accept-encoding': 'gzip, deflate, br, zstd' });
  expect(brotli.headers['content-encoding']).toBe('br');
  expect(brotliDecompressSync(brotli.body).equals(plain.body)).toBe(true);
  const gzip = await get(path, { 'accept-encoding': 'gzip' });
  expect(gzip.headers['content-encoding']).toBe('gzip');
  expect(gunzipSync(gzip.body).equals(plain.body)).toBe(true);
  expect(brotli.body.length).toBeLessThan(plain.body.length / 3);
});

test("the console's scripts are less than 300 kB when compressed", async () => {
  const page = (await get('/', asBrowser)).body.toString();
  const scripts = [...page.matchAll(/src="(\/web\/[^"]+\.js)"/g)].map(([, path = '']) => path);
  expect(scripts).toHaveLength(1);
  for (const encoding of ['br', 'gzip']) {
    const sent = await Promise.all(scripts.map((path) => get(path, { 'accept-encoding': encoding })));
    expect(sent.every(({ headers }) => headers['content-encoding'] === encoding)).toBe(true);
    // Nothing is loaded later: the page's only script names no other.
    expect(sent.map(({ body }) => body.length).reduce((a, b) => a + b)).toBeLessThan(300_000);
  }
  expect((await get(scripts[0] ?? '')).body.toString()).not.toMatch(/import\(/);
});

test.each(['/web/nothing.js', '/web/built', '/web/..%2f..%2fpackage.json', '/web/%2e%2e/gateway/main.js'])(
  '%s is not there',
  async (path) => {
    expect([401, 404]).toContain((await get(path)).status);
  },
);

test('a browser that opens the gateway gets the console; programs get the same answer as before', async () => {
  const opened = await get('/', asBrowser);
  expect([opened.status, opened.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
  expect(opened.body.toString()).toContain('/web/console-');
  expect(opened.headers['content-security-policy']).toBe(
    (await get('/explorer', asBrowser)).headers['content-security-policy'],
  );
  for (const accept of ['*/*', 'application/json', 'application/json, text/html;q=0.5'])
    expect((await get('/', { accept })).status).toBe(401);
  const authorization = `Bearer ${await system.token({ organization: 'web' })}`;
  expect((await get('/', { accept: '*/*', authorization })).status).toBe(404);
});

test('with WEB=off nothing of it is served', async () => {
  for (const path of ['/explorer', '/explorer/settings', await script(), '/'])
    expect((await fetch(new URL(path, without.url), { headers: asBrowser, redirect: 'manual' })).status).toBe(401);
});

describe('a development token', () => {
  const ask = async (headers: Record<string, string>, body: unknown = { organization: 'web' }) => {
    const response = await request(new URL('/explorer/development-token', origin), {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    return {
      status: response.statusCode,
      answer: (await response.body.json()) as { token?: string; errors?: unknown },
    };
  };
  const refused = (code: string, further: object = {}) => [
    { message: expect.any(String) as string, extensions: { code, ...further } },
  ];

  test('is given to a page on this machine, and is valid for the named organisation', async () => {
    const { status, answer } = await ask({ origin });
    expect(status).toBe(200);
    const api = new ApiClient(system.url, answer.token ?? '');
    const { piiServices } = await api.ask<{ piiServices: object[] }>('{ piiServices { name } }');
    expect(piiServices.length).toBeGreaterThan(0);
    const { auditLog } = await api.ask<{ auditLog: { nodes: object[] } }>('{ auditLog { nodes { sequence } } }');
    expect(auditLog.nodes).toEqual(expect.any(Array));
  });

  test.each([
    ['of no page', {}],
    ['of another page', { origin: 'https://evil.example' }],
    ['of another page of this machine', { origin: 'http://127.0.0.1:1' }],
    ['of a name that was made to lead here', { host: 'evil.example', origin: 'http://evil.example' }],
  ])('is not given to a call %s', async (_what, headers) => {
    const { status, answer } = await ask(headers);
    expect([status, answer.errors]).toEqual([403, refused('FORBIDDEN')]);
  });

  test.each([{}, { organization: 'a b' }, { organization: ['web'] }, null])(
    'is not given for what is no organisation: %j',
    async (body) => {
      const { status, answer } = await ask({ origin }, body);
      expect([status, answer.errors]).toEqual([400, refused('BAD_USER_INPUT', { argument: 'organization' })]);
    },
  );
});

test('each suite of a browser has a test without one: jest fails a suite without tests, and not every machine has a browser', () => {
  const suites = readdirSync(__dirname).filter((name) => name.endsWith('.test.ts'));
  const empty = suites.filter((name) => !/^test(\.each)?\(/m.test(readFileSync(path.join(__dirname, name), 'utf8')));
  expect(empty).toEqual([]);
});
