/** Calls that the gateway or a service refuses before anything runs get a GraphQL response with a code, never the framework's words. */
import { gzipSync } from 'node:zlib';
import { isDeepStrictEqual } from 'node:util';
import { pino } from 'pino';
import { createApp } from '../../../subgraphs/kit/base/http/app';
import { addHealthChecks } from '../../../subgraphs/kit/base/http/health';
import { recordings } from '../../../subgraphs/recordings/service';
import { errorCodes, type ErrorCode } from '../../../subgraphs/kit/base/errors/error-codes';
import { TestGateway } from '../../gateway/support/test-gateway';
import { sendRaw } from '../../support/api/raw-http';
import { eventually } from '../../support/eventually';
import { dropDatabases, uniquePrefix } from '../../support/run/database';
import { openTestGatewayDatabase } from '../../support/run/gateway-database';
import { startTestService, type TestService } from '../../support/run/service';
import { statementsOf } from '../../support/statements';

let gateway: TestGateway;
let service: TestService;
beforeAll(async () => {
  gateway = await TestGateway.start({ config: { maximumRequestBytes: 1_000 } });
  service = await startTestService(recordings);
});
afterAll(() => Promise.all([gateway.stop(), service.stop()]));

const targets = ['gateway', 'service'] as const;
type Target = (typeof targets)[number];
const each = <T extends unknown[]>(cases: T[]): [Target, ...T][] =>
  targets.flatMap((target) => cases.map((all): [Target, ...T] => [target, ...all]));
const origin = (target: Target) => new URL(target === 'gateway' ? gateway.url : service.url).origin;
const token = async (target: Target) => (target === 'gateway' ? gateway.token : service.token());

/** Words of Fastify, Node, undici and JSON.parse. */
const foreign = /FST_|fastify|statusCode|Unexpected|not a valid|Unsupported Media|HPE_|"error":/i;

function expectRefusal(code: ErrorCode, status: number, text: string) {
  expect(text).not.toMatch(foreign);
  const { errors } = JSON.parse(text) as { errors: { message: string; extensions: object }[] };
  expect(errors).toEqual([{ message: expect.any(String) as string, extensions: { code } }]);
  expect(errors[0]?.message).not.toBe('');
  expect(status).toBe(errorCodes[code].status);
}

const huge = 33 * 1024 * 1024;

test.each(
  each<[string, ErrorCode, string, (target: Target) => RequestInit]>([
    ['a malformed address', 'BAD_REQUEST', '/%zz', () => ({})],
    ['a malformed address with a body', 'BAD_REQUEST', '/exports/%E0%A4%A', () => ({ method: 'POST', body: '{}' })],
    ['an unknown path', 'NOT_FOUND', '/nowhere', () => ({})],
    ['a body that is no JSON', 'BAD_REQUEST', '/graphql', () => ({ method: 'POST', body: '{"query": "{' })],
    [
      'a body in another encoding than UTF-8',
      'BAD_REQUEST',
      '/graphql',
      () => ({ method: 'POST', body: Buffer.from('{"query":"{ now(of: \\"Ren\u00e9\\") }"}', 'latin1') }),
    ],
    [
      'a body that names another encoding',
      'UNSUPPORTED_MEDIA_TYPE',
      '/graphql',
      () => ({
        method: 'POST',
        body: '{"query":"{ now }"}',
        headers: { 'content-type': 'application/json; charset=iso-8859-1' },
      }),
    ],
    ['an empty body', 'BAD_REQUEST', '/graphql', () => ({ method: 'POST', body: '' })],
    [
      'JSON that would change a prototype',
      'BAD_REQUEST',
      '/graphql',
      () => ({ method: 'POST', body: '{"__proto__":{}}' }),
    ],
    ['a body that is no operation', 'BAD_REQUEST', '/graphql', () => ({ method: 'POST', body: '{"term":"x"}' })],
    [
      'too large a body',
      'CONTENT_TOO_LARGE',
      '/graphql',
      (target) => ({ method: 'POST', body: `"${'x'.repeat(target === 'gateway' ? 2_000 : huge)}"` }),
    ],
    [
      'JSON as text, which a form could send',
      'UNSUPPORTED_MEDIA_TYPE',
      '/graphql',
      () => ({ method: 'POST', body: '{"query":"{ now }"}', headers: { 'content-type': 'text/plain' } }),
    ],
    [
      'another media type',
      'UNSUPPORTED_MEDIA_TYPE',
      '/graphql',
      () => ({ method: 'POST', body: '<query/>', headers: { 'content-type': 'application/xml' } }),
    ],
  ]),
)('%s: %s is %s', async (target, _title, code, path, request) => {
  const { headers, ...init } = request(target);
  const response = await fetch(`${origin(target)}${path}`, {
    ...init,
    headers: {
      authorization: `Bearer ${await token(target)}`,
      ...('body' in init ? { 'content-type': 'application/json' } : {}),
      ...(headers as Record<string, string> | undefined),
    },
  });
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  expectRefusal(code, response.status, await response.text());
});

test.each(each([['utf-8'], ['"UTF-8"'], ['utf8']]))('%s: a body may say that it is %s', async (target, charset) => {
  const response = await fetch(`${origin(target)}/graphql`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${await token(target)}`,
      'content-type': `application/json; charset=${charset}`,
    },
    body: '{"query":"{ __typename }"}',
  });
  expect(await response.json()).toEqual({ data: { __typename: 'Query' } });
});

test.each(
  each<[string, ErrorCode, string]>([
    [
      'headers that are too large',
      'REQUEST_HEADERS_TOO_LARGE',
      `GET /graphql HTTP/1.1\r\nhost: x\r\nx-filler: ${'jane.doe '.repeat(4_000)}\r\n\r\n`,
    ],
    ['what is no HTTP', 'BAD_REQUEST', 'jane.doe@example.test\r\n\r\n'],
    ['an address that is not encoded', 'BAD_REQUEST', 'GET /jané HTTP/1.1\r\nhost: x\r\n\r\n'],
    ['a malformed header', 'BAD_REQUEST', 'GET / HTTP/1.1\r\nhost: x\r\njane doe\r\n\r\n'],
  ]),
)('%s: %s is %s', async (target, _title, code, bytes) => {
  const { status, head, text } = await sendRaw(origin(target), bytes);
  expectRefusal(code, status, text);
  expect(head).toMatch(/^content-type: application\/json; charset=utf-8$/m);
  expect(head).toMatch(/^connection: close$/m);
  expect(text).not.toContain('jane');
});

test.each(['GET', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])(
  'an operation by %s is METHOD_NOT_ALLOWED at the gateway',
  async (method) => {
    const response = await fetch(`${origin('gateway')}/graphql?query={now}`, {
      method,
      headers: { authorization: `Bearer ${gateway.token}` },
    });
    expect(response.headers.get('allow')).toBe('POST');
    expectRefusal('METHOD_NOT_ALLOWED', response.status, await response.text());
  },
);

const operation = '{"query":"{ __typename }"}';
test.each<[string, string | Uint8Array<ArrayBuffer>, string, number]>([
  ['not at all', operation, 'identity', 200],
  ['by gzip', Uint8Array.from(gzipSync(operation)), 'gzip', 415],
  ['by name alone', operation, 'unheard-of', 415],
])('a body that is compressed %s is answered with its status', async (_title, body, encoding, status) => {
  const response = await fetch(`${origin('gateway')}/graphql`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${gateway.token}`,
      'content-type': 'application/json',
      'content-encoding': encoding,
    },
    body,
  });
  const text = await response.text();
  if (status === 200) expect(response.status).toBe(200);
  else expectRefusal('UNSUPPORTED_MEDIA_TYPE', response.status, text);
});

test.each(targets)('%s: WWW-Authenticate distinguishes an invalid token from a missing one', async (target) => {
  const challenge = async (headers: Record<string, string>) => {
    const response = await fetch(`${origin(target)}/graphql`, { method: 'POST', headers });
    expectRefusal('UNAUTHENTICATED', response.status, await response.text());
    return response.headers.get('www-authenticate');
  };
  expect(await challenge({})).toBe('Bearer realm="habeas"');
  expect(await challenge({ authorization: 'Basic dXNlcjpwYXNz' })).toBe('Bearer realm="habeas"');
  expect(await challenge({ authorization: 'Bearer no.token.atall' })).toMatch(
    /^Bearer realm="habeas", error="invalid_token", error_description="The (service )?token [\w ]+\."$/,
  );
});

test.each(targets)('%s: health answers without a token, and names what does not work', async (target) => {
  const live = await fetch(`${origin(target)}/health/live`);
  expect([live.status, await live.json()]).toEqual([200, { status: 'ok' }]);
  const ready = await fetch(`${origin(target)}/health/ready`);
  expect([ready.status, await ready.json()]).toMatchObject([200, { status: 'ok', checks: {} }]);
});

test('a process is degraded without an optional dependency, and not ready when it is about to stop', async () => {
  const app = createApp({ bodyLimit: 1024, logger: pino({ enabled: false }) });
  let works = false;
  addHealthChecks(app, {
    required: {},
    optional: { limits: () => (works ? Promise.resolve() : Promise.reject(new Error())) },
  });
  const ready = async () => {
    const { statusCode, body } = await app.inject('/health/ready');
    return [statusCode, JSON.parse(body) as unknown];
  };
  expect(await ready()).toEqual([200, { status: 'degraded', checks: { limits: 'degraded' } }]);
  works = true;
  await eventually(
    async () => isDeepStrictEqual(await ready(), [200, { status: 'ok', checks: { limits: 'ok' } }]),
    3_000,
  );
  app.announceStop();
  expect(await ready()).toEqual([503, { status: 'stopping', checks: { limits: 'ok' } }]);
  expect((await app.inject('/health/live')).statusCode).toBe(200);
  await app.close();
});

test('many who ask at once whether a process is ready cause one check, and who asks later another', async () => {
  const app = createApp({ bodyLimit: 1024, logger: pino({ enabled: false }) });
  const prefix = uniquePrefix();
  const dataSource = await openTestGatewayDatabase(prefix);
  addHealthChecks(app, { required: { database: () => dataSource.query('SELECT 1') } });
  const ask = async (times: number) => {
    const answers = await Promise.all(Array.from({ length: times }, () => app.inject('/health/ready')));
    for (const { statusCode } of answers) expect(statusCode).toBe(200);
  };
  for (let times = 0; times < 2; times += 1)
    expect(await statementsOf(dataSource, () => ask(50))).toEqual(['SELECT 1']);
  await app.close();
  await dataSource.destroy();
  await dropDatabases(prefix);
}, 30_000);

test('a health check that hangs ends after two seconds', async () => {
  const slow = await TestGateway.start({
    server: { readiness: { required: { database: () => new Promise(() => {}) } } },
  });
  const ready = await fetch(`${slow.url}/health/ready`);
  expect([ready.status, await ready.json()]).toMatchObject([503, { checks: { database: 'unavailable' } }]);
  await slow.stop();
});
