/** How many logins may be refused, and how many may wait for the identity provider (R19, R27, R35). */
import type { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import { eventually } from '../../support/eventually';
import { sharedSystem } from '../../support/run/shared-system';
import { startReplica } from '../../support/run/replica';
import type { TestSystem } from '../../support/run/system';
import { TokenEndpoint } from '../../support/servers/token-endpoint';

const right = `Basic ${Buffer.from('integration:right').toString('base64')}`;
const guess = `Basic ${Buffer.from('integration:guess').toString('base64')}`;

let system: TestSystem;
let provider: TokenEndpoint;
let gateway: ManagedProcess | undefined;

beforeAll(async () => {
  system = await sharedSystem();
}, 180_000);
afterAll(() => system.stop());
beforeEach(async () => {
  provider = await TokenEndpoint.start(right);
});
afterEach(async () => {
  await gateway?.stop();
  gateway = undefined;
  await provider.stop();
});

const withLimit = async (refused: string) => {
  gateway = await startReplica(system, 'login-limits', {
    OAUTH_TOKEN_URL: provider.url,
    RATE_LIMIT_REFUSED_TOKENS: refused,
    // Each test listens behind a proxy, so that it can log in from several addresses.
    TRUSTED_PROXIES: '127.0.0.1',
    RUN_WORKERS: 'false',
  });
  return gateway.url;
};

async function login(url: string, authorization: string, address = '192.0.2.1') {
  const answer = await fetch(new URL('/oauth/token', url), {
    method: 'POST',
    body: new URLSearchParams({ grant_type: 'client_credentials' }),
    headers: { authorization, 'x-forwarded-for': address },
  });
  const { error } = (await answer.json()) as { error?: string };
  return { status: answer.status, error, retryAfter: answer.headers.get('retry-after') };
}

test('an address over its limit of refused logins does not reach the provider, not with the right secret either', async () => {
  const url = await withLimit('3/600');
  // Logins that are granted count as nothing.
  for (let made = 0; made < 5; made += 1) expect((await login(url, right)).status).toBe(200);
  for (let made = 0; made < 3; made += 1) expect((await login(url, guess)).status).toBe(401);
  const { asked } = provider;
  expect(asked).toBe(8);
  for (const secret of [guess, right]) {
    const over = await login(url, secret);
    expect([over.status, over.error]).toEqual([429, 'temporarily_unavailable']);
    expect(Number(over.retryAfter)).toBeGreaterThan(0);
  }
  expect(provider.asked).toBe(asked);
  expect((await login(url, right, '192.0.2.2')).status).toBe(200);
}, 60_000);

test('of many guesses at once no more than the limit reach the provider; while it is away, nothing counts', async () => {
  const url = await withLimit('3/600');
  provider.hold();
  const guesses = Promise.all(Array.from({ length: 20 }, () => login(url, guess)));
  await eventually(() => Promise.resolve(provider.asked >= 3));
  provider.release();
  expect((await guesses).map(({ status }) => status).sort()).toEqual([
    ...Array.from({ length: 3 }, () => 401),
    ...Array.from({ length: 17 }, () => 429),
  ]);
  expect(provider.asked).toBe(3);
  await provider.stop();
  for (let made = 0; made < 5; made += 1) expect((await login(url, right, '192.0.2.3')).status).toBe(503);
}, 60_000);

test('only so many logins wait for a provider that is slow; those beyond are told to come back', async () => {
  const url = await withLimit('1000/600');
  provider.hold();
  let answered = 0;
  const logins = Array.from({ length: 120 }, () => login(url, right).finally(() => (answered += 1)));
  const first = await Promise.race(logins);
  expect([first.status, first.error, Number(first.retryAfter) > 0]).toEqual([503, 'temporarily_unavailable', true]);
  // All have come: the others wait.
  await eventually(() => Promise.resolve(answered === 40));
  // Those that reached it are its open connections.
  await eventually(() => Promise.resolve(provider.asked === 16));
  provider.release();
  const statuses = (await Promise.all(logins)).map(({ status }) => status);
  expect(statuses.filter((status) => status === 200)).toHaveLength(80);
  expect(statuses.filter((status) => status === 503)).toHaveLength(40);
  expect(provider.asked).toBe(80);
}, 60_000);
