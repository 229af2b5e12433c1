/** Which pages of other origins may call the gateway, and what they may read of its answers. */
import { TestGateway } from '../support/test-gateway';

const page = 'https://console.example.org';
let gateway: TestGateway;
let local: TestGateway;
let closed: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start({ config: { allowedOrigins: [page, 'https://other.example.org:8443'] } });
  local = await TestGateway.start({ config: { allowedOrigins: 'local' } });
  closed = await TestGateway.start({ config: { allowedOrigins: [] } });
});
afterAll(() => Promise.all([gateway.stop(), local.stop(), closed.stop()]));

const preflight = (to: TestGateway, origin: string, path = '/graphql', method = 'POST') =>
  fetch(`${to.url}${path}`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': method,
      'access-control-request-headers': 'authorization,content-type,x-client-name',
    },
  });
const ask = (to: TestGateway, origin: string, token = to.token) =>
  fetch(`${to.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, origin },
    body: '{"query":"{ now }"}',
  });
const allowed = ({ headers }: Response) => headers.get('access-control-allow-origin');

it.each([
  ['/graphql', 'POST'],
  ['/exports/01900000-0000-7000-8000-000000000000', 'GET'],
  ['/.well-known/jwks.json', 'GET'],
])('a preflight for %s is answered without a token', async (path, method) => {
  const response = await preflight(gateway, page, path, method);
  expect(response.status).toBe(204);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'access-control-allow-origin': page,
    'access-control-allow-methods': 'GET, HEAD, POST',
    'access-control-allow-headers': 'authorization,content-type,x-client-name',
    'access-control-max-age': '7200',
    vary: expect.stringContaining('Origin') as string,
  });
  expect(response.headers.get('access-control-allow-credentials')).toBeNull();
});

it('an answer, a refusal and a 404 may be read, with the headers that say how to go on', async () => {
  const answers = [
    await ask(gateway, page),
    await ask(gateway, page, 'no.token.atall'),
    await fetch(`${gateway.url}/nowhere`, { headers: { origin: page, authorization: `Bearer ${gateway.token}` } }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([200, 401, 404]);
  for (const answer of answers) {
    expect(allowed(answer)).toBe(page);
    const exposed = answer.headers.get('access-control-expose-headers')?.toLowerCase().split(', ');
    expect(exposed).toEqual(
      expect.arrayContaining(['retry-after', 'ratelimit-remaining', 'content-disposition', 'content-range']),
    );
  }
});

it.each([
  'https://console.example.org.evil.test',
  'http://console.example.org',
  'https://console.example.org:8443',
  'https://other.example.org',
  'http://localhost:3000',
  'null',
])('the origin %s is not allowed', async (origin) => {
  const refused = await preflight(gateway, origin);
  expect([refused.status, allowed(refused)]).toEqual([401, null]);
  expect(await refused.json()).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  expect(allowed(await ask(gateway, origin))).toBeNull();
});

it.each(['http://localhost:3000', 'http://localhost', 'https://127.0.0.1:8443', 'http://[::1]:5173'])(
  'in development a page of this machine may call: %s',
  async (origin) => {
    const response = await preflight(local, origin);
    expect([response.status, allowed(response)]).toEqual([204, origin]);
    expect(allowed(await ask(local, origin))).toBe(origin);
  },
);

it.each(['http://localhost.evil.test', 'http://127.0.0.1.evil.test:80', 'https://console.example.org', 'null'])(
  'and no other: %s',
  async (origin) => {
    expect(allowed(await preflight(local, origin))).toBeNull();
    expect(allowed(await ask(local, origin))).toBeNull();
  },
);

it('without configured origins there are no such headers', async () => {
  for (const response of [await preflight(closed, page), await ask(closed, page), await ask(closed, closed.url)])
    expect([...response.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
});
