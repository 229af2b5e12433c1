/** The API is for individual requests: searches and new requests are limited, across all replicas (R19). */
import { readFileSync } from 'node:fs';
import { ApiClient, type Answer } from '../../../scripts/develop/api-client';
import type { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import { eventually } from '../../support/eventually';
import { createFamily } from '../../support/people/family';
import { hasRedis, startRedis, type TestRedis } from '../../support/servers/redis';
import { startReplica } from '../../support/run/replica';
import { startTestSystem, type TestSystem } from '../../support/run/system';

const subjects = '{ subjects(term: { email: "nobody@limits.example" }) { totalCount } }';
const create = `mutation ($input: CreateGdprRequestInput!) { createGdprRequest(input: $input) { request { id } } }`;
const limits = {
  RATE_LIMIT_SUBJECTS: '5/60',
  RATE_LIMIT_SUBJECTS_ORGANIZATION: '8/60',
  RATE_LIMIT_REQUESTS: '2/2',
  RATE_LIMIT_READS: '40/60',
  RATE_LIMIT_REFUSED_TOKENS: '3/60',
};

/** Sends an operation with `fetch`, to see the status and the headers. */
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
  /** In memory each gateway counts for itself; with Redis, two count together. */
  let urls: string[];

  beforeAll(async () => {
    if (withRedis(where)) redis = await startRedis();
    system = await startTestSystem({
      services: ['directory'],
      // Empty without Redis: the test run's own Redis counts for other systems too.
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

  test('of 200 calls at once with a limit of 5, exactly 5 are allowed', async () => {
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

  test('the headers state the remaining calls, and when to come back', async () => {
    const token = await tokenOf('headers');
    const first = await post(system.url, token, subjects);
    expect(['limit', 'remaining'].map((name) => first.headers.get(`ratelimit-${name}`))).toEqual(['5', '4']);
    expect(Number(first.headers.get('ratelimit-reset'))).toBeGreaterThan(50);
    expect(first.headers.get('retry-after')).toBeNull();
    // An operation with five calls would exceed the limit by one: none of it runs, and it does not count.
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
    // Operations without a limit have no such headers.
    expect((await post(system.url, token, '{ __typename }')).headers.get('ratelimit-limit')).toBeNull();
  });

  test('other reads have a limit of their own, which counts each field', async () => {
    const token = await system.token({ organization: 'reads' });
    const left = async (query: string) => {
      const { status, headers } = await post(system.url, token, query);
      return [status, headers.get('ratelimit-limit'), headers.get('ratelimit-remaining')];
    };
    expect(await left('{ a: piiServices { name } auditLog { verified } }')).toEqual([200, '40', '38']);
    for (let calls = 0; calls < 38; calls += 1) await left('{ users { nodes { id } } }');
    expect(await left('{ piiServices { name } }')).toEqual([429, '40', '0']);
    expect((await left(subjects))[0]).toBe(200);
  });

  test('an organisation has a limit over all its callers, which does not affect other organisations', async () => {
    const statuses: number[] = [];
    for (const subject of ['one', 'one', 'one', 'one', 'two', 'two', 'two', 'two', 'three']) {
      const [client] = await clientsOf('crowd', subject);
      statuses.push((await client?.send(subjects))?.status ?? 0);
    }
    expect(statuses).toEqual([...Array<number>(8).fill(200), 429]);
    const [elsewhere] = await clientsOf('quiet', 'one');
    expect((await elsewhere?.send(subjects))?.status).toBe(200);
  });

  test('creation has a limit of its own; over it nothing is created, and waiting for the stated time is enough', async () => {
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

  test('operations refused for their form or scopes do not count', async () => {
    const token = await tokenOf('form');
    const lacking = await system.token({ organization: 'form', scopes: ['gdpr:requests:view'] });
    for (let index = 0; index < 6; index += 1) {
      for (const wrong of [
        '{ subjects(term: { email: " " }) { totalCount } }',
        '{ subjects(term: { email: "a@limits.example" }, first: 0) { totalCount } }',
        '{ previewGdprRequest(type: GET, term: { phone: "" }) { planHash } }',
      ]) {
        const answer = await post(system.url, token, wrong);
        expect([wrong, answer.errors?.[0]?.extensions?.code]).toEqual([wrong, 'BAD_USER_INPUT']);
      }
      const unread = await fetch(system.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` },
        body: JSON.stringify({
          query: 'query ($first: Int!) { subjects(term: { email: "a@limits.example" }, first: $first) { totalCount } }',
          variables: { first: 'many' },
        }),
      });
      expect(unread.status).toBe(400);
      expect((await post(system.url, lacking, subjects)).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
      const unconfirmed = `mutation { createGdprRequest(input: { type: DELETE, term: { email: "a@limits.example" } }) { created } }`;
      expect((await post(system.url, token, unconfirmed)).errors?.[0]?.extensions?.code).toBe('DELETE_NOT_CONFIRMED');
    }
    // In one operation, the valid call counts and the invalid one does not.
    const both = `{ wrong: subjects(term: { email: " " }) { totalCount } right: ${subjects.slice(1, -1)} }`;
    expect((await post(system.url, token, both)).headers.get('ratelimit-remaining')).toBe('4');
  });

  test('refused tokens are limited by address, and a good token still works; X-Forwarded-For is not trusted', async () => {
    const statuses: number[] = [];
    for (let index = 0; index < 5; index += 1)
      statuses.push((await post(system.url, 'bad', subjects, { 'x-forwarded-for': `10.1.1.${index}` })).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    expect((await post(system.url, await tokenOf('address'), subjects)).status).toBe(200);
  });
});

describe.each(hasRedis ? ['memory', 'Redis'] : ['memory'])('a merge set, counted in %s', (where) => {
  let redis: TestRedis | undefined;
  let system: TestSystem;
  let replica: ManagedProcess | undefined;

  beforeAll(async () => {
    if (withRedis(where)) redis = await startRedis();
    system = await startTestSystem({
      services: ['external-contacts', 'messaging'],
      environment: {
        RATE_LIMIT_SUBJECTS: '5/600',
        RATE_LIMIT_REQUESTS: '4/600',
        RATE_LIMIT_REQUESTS_ORGANIZATION: '5/600',
        REDIS_URL: redis?.url ?? '',
      },
    });
    if (redis) replica = await startReplica(system);
  }, 90_000);

  afterAll(async () => {
    await replica?.stop();
    await system.stop();
    await redis?.stop();
  });

  const clientOf = async (organization: string, url = system.url, subject = 'agent') =>
    new ApiClient(url, await system.token({ organization, subject }));
  const input = (externalContactId: string, type = 'GET') => ({ input: { type, term: { externalContactId } } });
  const another = { input: { type: 'GET', term: { email: 'somebody@limits.example' } } };

  test('a request counts as many as the set has members, for the caller and the organisation', async () => {
    const api = await clientOf('set');
    const elsewhere = await clientOf('set', replica?.url, 'agent');
    const [canonical] = await createFamily(api, 'set');
    expect((await api.send(create, input(canonical))).status).toBe(200);
    // Four calls are allowed: three for the members, and one more.
    expect((await elsewhere.send(create, another)).status).toBe(200);
    expect(await elsewhere.refused(create, another)).toMatchObject({ code: 'RATE_LIMITED' });
    const colleague = await clientOf('set', system.url, 'colleague');
    expect((await colleague.send(create, another)).status).toBe(200);
    expect(await colleague.refused(create, another)).toMatchObject({ code: 'RATE_LIMITED' });
  });

  test('a large set takes what is left of the limit, and later calls wait the rest off, on every replica', async () => {
    const api = await clientOf('debt');
    const [canonical] = await createFamily(api, 'debt');
    for (let index = 0; index < 3; index += 1)
      expect((await api.send(create, { input: { ...another.input, reference: `r${index}` } })).status).toBe(200);
    const { createGdprRequest } = await api.ask<{ createGdprRequest: { request: { id: string } } }>(
      create,
      input(canonical, 'EXPORT'),
    );
    const { gdprRequest } = await api.ask<{ gdprRequest: { relatedRequests: unknown[] } }>(
      'query ($id: ID!) { gdprRequest(id: $id) { relatedRequests { id } } }',
      { id: createGdprRequest.request.id },
    );
    expect(gdprRequest.relatedRequests).toHaveLength(2);
    // Six calls with a limit of four in ten minutes: the two above it take five minutes longer than the window.
    const refused = await (await clientOf('debt', replica?.url)).refused(create, another);
    expect(refused).toMatchObject({ code: 'RATE_LIMITED' });
    expect(refused.retryAfterSeconds).toBeGreaterThan(600);
    expect(refused.retryAfterSeconds).toBeLessThanOrEqual(900);
  });

  test('the preview of a set counts its members too', async () => {
    const api = await clientOf('preview');
    const [canonical] = await createFamily(api, 'preview');
    const preview = `{ previewGdprRequest(type: GET, term: { externalContactId: "${canonical}" }) { planHash } }`;
    expect((await api.send(preview)).status).toBe(200);
    const token = await system.token({ organization: 'preview', subject: 'agent' });
    expect((await post(system.url, token, subjects)).headers.get('ratelimit-remaining')).toBe('1');
  });
});

// Only with a Redis to kill: continuous integration installs one.
if (hasRedis) {
  test('no call fails when Redis dies: each replica then counts on its own', async () => {
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
      // Keys show nobody's name.
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
      redis.hang();
      expect(await statuses('hanging')).toEqual(five);
      redis.goOn();
    } finally {
      await system.stop();
      await redis.stop();
    }
  });
}
