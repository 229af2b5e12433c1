/** The API is for individual requests: what finds people or files requests is limited, the same across replicas (R19). */
import { readFileSync } from 'node:fs';
import { ApiClient, type Answer } from '../../scripts/develop/api-client';
import type { ManagedProcess } from '../../scripts/develop/start/managed-process';
import { eventually } from '../support/eventually';
import { hasRedis, startRedis, type TestRedis } from '../support/redis';
import { startReplica, startTestSystem, type TestSystem } from '../support/system';

const subjects = '{ subjects(term: { email: "nobody@limits.example" }) { totalCount } }';
const create = `mutation ($input: CreateGdprRequestInput!) { createGdprRequest(input: $input) { request { id } } }`;
const limits = {
  RATE_LIMIT_SUBJECTS: '5/60',
  RATE_LIMIT_SUBJECTS_ORGANIZATION: '8/60',
  RATE_LIMIT_REQUESTS: '2/2',
  RATE_LIMIT_REFUSED_TOKENS: '3/60',
};

/** Sends an operation as `fetch` does, to see its status and headers. */
async function post(url: string, token: string, query: string, headers: Record<string, string> = {}) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body: JSON.stringify({ query }),
  });
  const { errors, data } = (await response.json()) as Pick<Answer, 'errors' | 'data'>;
  return { status: response.status, headers: response.headers, errors, data };
}

const withRedis = (where: string) => where === 'Redis';

describe.each(hasRedis ? ['memory', 'Redis'] : ['memory'])('with counters in %s', (where) => {
  let redis: TestRedis | undefined;
  let system: TestSystem;
  let replica: ManagedProcess | undefined;
  /** In memory a gateway counts for itself; with Redis, two count together. */
  let urls: string[];

  beforeAll(async () => {
    if (withRedis(where)) redis = await startRedis();
    system = await startTestSystem({
      services: ['directory'],
      // Set to nothing: a Redis that the whole test run is given counts for other systems too.
      environment: { ...limits, REDIS_URL: redis?.url ?? '' },
    });
    if (redis) replica = await startReplica(system);
    urls = [system.url, ...(replica ? [replica.url] : [])];
  }, 90_000);

  afterAll(async () => {
    await replica?.stop();
    await system.stop();
    await redis?.stop();
  });

  const tokenOf = (organization: string, subject = 'agent') => system.token({ organization, subject });
  const clientsOf = async (organization: string, subject?: string) => {
    const token = await tokenOf(organization, subject);
    return urls.map((url) => new ApiClient(url, token));
  };

  test('of 200 calls at once at a limit of 5, exactly 5 pass', async () => {
    const [first, second = first] = (await clientsOf('two-hundred')) as [ApiClient, ApiClient?];
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, index) => (index % 2 ? first : second).send(subjects)),
    );
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(5);
    for (const answer of answers.filter((each) => each.status !== 200)) {
      expect([answer.status, answer.errors?.[0]?.extensions?.code]).toEqual([429, 'RATE_LIMITED']);
      expect(answer.errors?.[0]?.extensions?.retryAfterSeconds).toBeGreaterThan(30);
    }
  });

  test('the headers say what is left, and when to come back', async () => {
    const token = await tokenOf('headers');
    const first = await post(system.url, token, subjects);
    expect(['limit', 'remaining'].map((name) => first.headers.get(`ratelimit-${name}`))).toEqual(['5', '4']);
    expect(Number(first.headers.get('ratelimit-reset'))).toBeGreaterThan(50);
    expect(first.headers.get('retry-after')).toBeNull();
    // One operation that calls it five times would be one too many: none of it runs, and it counts for nothing.
    const five = `{ ${[1, 2, 3, 4, 5].map((index) => `a${index}: ${subjects.slice(1, -1)}`).join(' ')} }`;
    const refused = await post(system.url, token, five);
    expect([refused.status, refused.data, refused.errors?.[0]?.extensions?.code]).toEqual([
      429,
      undefined,
      'RATE_LIMITED',
    ]);
    expect(refused.headers.get('retry-after')).toBe(String(refused.errors?.[0]?.extensions?.retryAfterSeconds));
    expect(refused.headers.get('ratelimit-remaining')).toBe('4');
    expect((await post(system.url, token, subjects)).headers.get('ratelimit-remaining')).toBe('3');
    // What is not limited has no such headers.
    expect((await post(system.url, token, '{ piiServices { name } }')).headers.get('ratelimit-limit')).toBeNull();
  });

  test('an organisation has a limit of its own, whoever calls for it, and no other organisation feels it', async () => {
    const statuses: number[] = [];
    for (const subject of ['one', 'one', 'one', 'one', 'two', 'two', 'two', 'two', 'three']) {
      const [client] = await clientsOf('crowd', subject);
      statuses.push((await client?.send(subjects))?.status ?? 0);
    }
    expect(statuses).toEqual([...Array<number>(8).fill(200), 429]);
    const [elsewhere] = await clientsOf('quiet', 'one');
    expect((await elsewhere?.send(subjects))?.status).toBe(200);
  });

  test('creation is counted apart; over the limit nothing is created, and the wait that is told is enough', async () => {
    const [client] = (await clientsOf('creation')) as [ApiClient];
    const input = { type: 'GET', term: { email: 'somebody@limits.example' } };
    const send = () => client.send(create, { input: { ...input, idempotencyKey: String(Math.random()) } });
    expect([(await send()).status, (await send()).status]).toEqual([200, 200]);
    const refused = await send();
    expect(refused.status).toBe(429);
    expect((await client.send(subjects)).status).toBe(200);
    const { gdprRequests } = await client.ask<{ gdprRequests: { totalCount: number } }>(
      '{ gdprRequests { totalCount } }',
    );
    expect(gdprRequests.totalCount).toBeLessThanOrEqual(2);
    const seconds = Number(refused.errors?.[0]?.extensions?.retryAfterSeconds);
    await new Promise((resolve) => setTimeout(resolve, seconds * 1_000));
    expect((await send()).status).toBe(200);
  });

  test('refused tokens are limited for an address, and a good token still passes; nobody is believed about addresses', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 5; index += 1)
      statuses.push((await post(system.url, 'bad', subjects, { 'x-forwarded-for': `10.1.1.${index}` })).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    expect((await post(system.url, await tokenOf('address'), subjects)).status).toBe(200);
  });
});

// Where there is a Redis to kill: continuous integration installs one.
if (hasRedis) {
  test('a Redis that dies takes no call with it: each replica counts on its own', async () => {
    const redis = await startRedis();
    const system = await startTestSystem({
      services: ['directory'],
      environment: { ...limits, REDIS_URL: redis.url },
    });
    try {
      const statuses = async (organization: string) => {
        const client = new ApiClient(system.url, await system.token({ organization }));
        const answers: number[] = [];
        for (let index = 0; index < 7; index += 1) answers.push((await client.send(subjects)).status);
        return answers;
      };
      const five = [200, 200, 200, 200, 200, 429, 429];
      expect(await statuses('before')).toEqual(five);
      // Keys tell nobody's name.
      expect(redis.dump()).toContain('habeas:rate:');
      expect(redis.dump()).not.toMatch(/before|developer/);
      await redis.kill();
      expect(await statuses('while')).toEqual(five);
      await redis.restart();
      const log = () => readFileSync(system.processes.get('gateway')?.logFile ?? '', 'utf8');
      const client = new ApiClient(system.url, await system.token({ organization: 'after' }));
      await eventually(async () => {
        await client.send(subjects);
        return log().includes('Redis answers again');
      });
      expect(log()).toContain('Redis does not answer');
      expect(redis.dump()).toContain('habeas:rate:');
    } finally {
      await system.stop();
      await redis.stop();
    }
  });
}
