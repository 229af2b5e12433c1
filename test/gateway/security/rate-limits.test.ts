/** Whose address counts, and how many calls an operation counts as. */
import { Kind, parse, type OperationDefinitionNode } from 'graphql';
import { MemoryLimiter } from '../../../gateway/security/rate-limits/limiters';
import { MemoryCounters, RedisCounters, type RateCounters } from '../../../gateway/security/rate-limits/rate-counters';
import { countOperation, countRefusedToken, furtherCalls } from '../../../gateway/security/rate-limits/rate-limits';
import { limitedCalls } from '../../../gateway/security/rate-limits/limited-fields';
import { freePort } from '../../../scripts/develop/ports';
import { openCallerKeys } from '../../../subgraphs/kit/base/security/caller-keys';
import { createAuthenticator } from '../../../subgraphs/kit/base/security/caller-token';
import { eventually } from '../../support/eventually';
import { hasRedis, startRedis, type TestRedis } from '../../support/servers/redis';
import { audience, capturedLogger, issuer, TestGateway } from '../support/test-gateway';

const refusedTokens = { calls: 1, seconds: 60 };

async function statuses(trustedProxies: string[], forwardedFor: string[]): Promise<number[]> {
  const gateway = await TestGateway.start({
    config: { trustedProxies, refusedTokens },
    server: { counters: new MemoryCounters() },
  });
  try {
    const answers: number[] = [];
    for (const address of forwardedFor)
      answers.push(
        (await gateway.ask('{ __typename }', { token: 'bad', headers: { 'x-forwarded-for': address } })).status,
      );
    return answers;
  } finally {
    await gateway.stop();
  }
}

test('X-Forwarded-For is trusted only from a configured proxy', async () => {
  const addresses = ['10.0.0.1', '10.0.0.2', '10.0.0.1'];
  expect(await statuses([], addresses)).toEqual([401, 429, 429]);
  expect(await statuses(['192.0.2.1'], addresses)).toEqual([401, 429, 429]);
  expect(await statuses(['127.0.0.1'], addresses)).toEqual([401, 401, 429]);
});

test('while the issuer’s keys cannot be fetched, no token is counted as refused', async () => {
  const keys = await openCallerKeys({ url: new URL(`http://127.0.0.1:${await freePort()}/jwks`) });
  const gateway = await TestGateway.start({
    config: { refusedTokens: { calls: 60, seconds: 60 } },
    server: { counters: new MemoryCounters(), authenticate: createAuthenticator({ issuer, audience }, keys) },
  });
  try {
    const answers = await Promise.all(Array.from({ length: 61 }, () => gateway.ask('{ __typename }')));
    for (const { status, headers, errors } of answers)
      expect([status, headers.get('retry-after'), errors?.[0]?.extensions?.code]).toEqual([
        503,
        '5',
        'SERVICE_UNAVAILABLE',
      ]);
  } finally {
    await gateway.stop();
  }
});

const calls = (source: string) => {
  const document = parse(source);
  const operation = document.definitions.find(
    (definition): definition is OperationDefinitionNode => definition.kind === Kind.OPERATION_DEFINITION,
  );
  return operation && Object.fromEntries(limitedCalls(document, operation));
};

test('every call counts, under aliases and in fragments too', () => {
  expect(
    calls(
      '{ a: subjects { x } b: subjects { x } ...F ... { previewGdprRequest { x } } } fragment F on Query { personalDataReport { x } }',
    ),
  ).toEqual({
    subjects: 3,
    personalDataReport: 1,
  });
  expect(calls('mutation { createGdprRequest { x } retryGdprRequest { id } cancelGdprRequest { id } }')).toEqual({
    requests: 2,
  });
  // A field of the same name in another type is another field.
  expect(calls('{ piiServices { subjects } a: auditLog { x } users { x } __typename __schema { x } }')).toEqual({
    reads: 3,
  });
  expect(calls('subscription { gdprRequestUpdated(id: "1") { id } }')).toEqual({ reads: 1 });
});

test('when there is no more room, the least recently used key is removed', async () => {
  const limiter = new MemoryLimiter({ calls: 5, seconds: 60 }, () => {}, 2);
  for (const key of ['first', 'second', 'first', 'third']) await limiter.consume(key);
  expect((await limiter.get('first'))?.consumedPoints).toBe(2);
  expect((await limiter.get('third'))?.consumedPoints).toBe(1);
  expect(await limiter.get('second')).toBeNull();
});

const isConnected = (redis: TestRedis, counters: RateCounters) =>
  eventually(async () => {
    await counters.take('connected', { calls: 1_000_000, seconds: 60 }, 1);
    return redis.dump().includes('connected');
  });

// Only where Redis is installed, as in continuous integration.
describe.each(hasRedis ? ['memory', 'Redis'] : ['memory'])('counting in %s', (where) => {
  const { logger } = capturedLogger();
  let redis: TestRedis | undefined;
  /** With Redis, the counters of two replicas; in memory, one. */
  let counters: RateCounters;
  let others: RateCounters;

  beforeAll(async () => {
    redis = where === 'Redis' ? await startRedis() : undefined;
    counters = redis ? new RedisCounters(redis.url, logger) : new MemoryCounters();
    others = redis ? new RedisCounters(redis.url, logger) : counters;
    if (redis) {
      await isConnected(redis, counters);
      await eventually(async () => (await others.take('connected', { calls: 1_000_000, seconds: 60 }, 1)).used > 0);
    }
  });

  afterAll(async () => {
    await counters.close();
    await others.close();
    await redis?.stop();
  });

  test('of 200 calls at once exactly as many are allowed as the limit says', async () => {
    const taken = await Promise.all(
      Array.from({ length: 200 }, (_, index) =>
        (index % 2 ? counters : others).take('race', { calls: 5, seconds: 60 }, 1),
      ),
    );
    expect(taken.filter(({ waitMs }) => waitMs === 0)).toHaveLength(5);
    expect((await counters.take('race', { calls: 5, seconds: 60 }, 1)).used).toBe(5);
  });

  test('an operation above the limit counts as no call', async () => {
    const rate = { calls: 5, seconds: 60 };
    expect(await counters.take('together', rate, 4)).toMatchObject({ used: 0, waitMs: 0 });
    expect((await counters.take('together', rate, 2)).waitMs).toBeGreaterThan(0);
    expect(await others.take('together', rate, 1)).toMatchObject({ used: 4, waitMs: 0 });
  });

  const refused: unknown = expect.objectContaining({
    extensions: expect.objectContaining({ code: 'RATE_LIMITED' }) as unknown,
  });

  test('a login that was counted beforehand and is granted leaves no count, for any replica', async () => {
    const rate = { calls: 2, seconds: 60 };
    for (let granted = 0; granted < 5; granted += 1)
      await (
        await countRefusedToken(granted % 2 ? counters : others, rate, '192.0.2.1')
      )();
    await countRefusedToken(counters, rate, '192.0.2.1');
    await countRefusedToken(others, rate, '192.0.2.1');
    await expect(countRefusedToken(counters, rate, '192.0.2.1')).rejects.toEqual(refused);
  });

  const rules = (caller: number, organization: number) => {
    const limit = { caller: { calls: caller, seconds: 60 }, organization: { calls: organization, seconds: 60 } };
    return { subjects: limit, personalDataReport: limit, requests: limit, reads: limit };
  };
  const count = (by: RateCounters, limits: ReturnType<typeof rules>, organizationId: string, subject: string) =>
    countOperation(by, limits, { organizationId, subject }, new Map([['requests', 1]]));

  test("a call that the organisation's limit refuses does not count for the caller", async () => {
    await count(counters, rules(3, 2), 'whole', 'one');
    await count(counters, rules(3, 2), 'whole', 'two');
    for (let index = 0; index < 4; index += 1)
      await expect(count(counters, rules(3, 2), 'whole', 'one')).rejects.toEqual(refused);
    // This caller has used one of three calls; the organisation has room now.
    const headers = Object.fromEntries(await count(counters, rules(3, 9), 'whole', 'one'));
    expect(headers['ratelimit-remaining']).toBe('1');
  });

  test('further calls of a family count for the caller and the organisation, and are never refused', async () => {
    const limits = rules(5, 8);
    await count(counters, limits, 'family', 'one');
    await furtherCalls(counters, limits)({ organizationId: 'family', subject: 'one' }, 'requests', 3);
    await count(others, limits, 'family', 'one');
    await expect(count(others, limits, 'family', 'one')).rejects.toEqual(refused);
    for (let index = 0; index < 3; index += 1) await count(others, limits, 'family', 'two');
    await expect(count(counters, limits, 'family', 'two')).rejects.toEqual(refused);
  });

  test('a debt has to be waited off at the rate of the limit, and simultaneous debts add up', async () => {
    const rate = { calls: 10, seconds: 100 };
    await counters.take('debt', rate, 8);
    await Promise.all([
      counters.charge('debt', rate, 12),
      others.charge('debt', rate, 20),
      counters.charge('debt', rate, 10),
    ]);
    // 50 calls in all, 40 above the limit: 400 s after the end of the window.
    const { waitMs } = await others.take('debt', rate, 1);
    expect(waitMs).toBeGreaterThan(400_000);
    expect(waitMs).toBeLessThanOrEqual(500_000);
    expect((await counters.take('debt', rate, 1)).waitMs).toBeGreaterThan(400_000);
  });

  test('waiting for the stated time is enough, also after a debt', async () => {
    const rate = { calls: 2, seconds: 2 };
    await counters.take('short', rate, 1);
    await counters.charge('short', rate, 3);
    const { waitMs } = await others.take('short', rate, 1);
    expect(waitMs).toBeGreaterThan(0);
    await new Promise((resolve) => setTimeout(resolve, waitMs + 5));
    expect(await others.take('short', rate, 2)).toMatchObject({ used: 0, waitMs: 0 });
  });
});

if (hasRedis) {
  test('a replica that is too busy to read Redis’s answer in time still counts with the others', async () => {
    const redis = await startRedis();
    const { logger, lines } = capturedLogger();
    const counters = new RedisCounters(redis.url, logger);
    const rate = { calls: 5, seconds: 60 };
    try {
      await isConnected(redis, counters);
      lines.length = 0;
      const first = counters.take('busy', rate, 1);
      for (const end = Date.now() + 600; Date.now() < end;);
      expect(await first).toMatchObject({ used: 0 });
      expect(await counters.take('busy', rate, 1)).toMatchObject({ used: 1 });
      expect(lines).toEqual([]);
    } finally {
      await counters.close();
      await redis.stop();
    }
  });

  test('a Redis that hangs delays only the first calls, and counts again once it continues', async () => {
    const redis = await startRedis();
    const { logger, lines } = capturedLogger();
    const counters = new RedisCounters(redis.url, logger);
    const rate = { calls: 5, seconds: 60 };
    try {
      await isConnected(redis, counters);
      lines.length = 0;
      redis.hang();
      // Calls without an answer of Redis are counted by this replica, exactly.
      const taken = await Promise.all(Array.from({ length: 200 }, () => counters.take('hanging', rate, 1)));
      expect(taken.filter(({ waitMs }) => waitMs === 0)).toHaveLength(5);
      const began = performance.now();
      for (let index = 0; index < 40; index += 1) await counters.take(`hanging-${index}`, rate, 1);
      // A call that waits for Redis takes 0.25 s.
      expect(performance.now() - began).toBeLessThan(200);
      await expect(counters.check()).rejects.toThrow();
      await counters.charge('hanging-debt', rate, 10);
      expect((await counters.take('hanging-debt', rate, 1)).waitMs).toBeGreaterThan(60_000);
      expect(lines.map(({ msg }) => msg)).toEqual(['Redis does not answer: this replica counts calls on its own']);
      redis.goOn();
      await eventually(async () => {
        await counters.take('again', rate, 1);
        return lines.length > 1;
      });
      expect(lines.map(({ msg }) => msg)).toEqual([
        'Redis does not answer: this replica counts calls on its own',
        'Redis answers again: limits hold for all replicas together',
      ]);
      expect(redis.dump()).toContain('habeas:rate:again');
      await counters.check();
    } finally {
      await counters.close();
      await redis.stop();
    }
  });
}

test('counting an operation takes the same however many came before it', async () => {
  const counters = new MemoryCounters();
  const rate = { calls: 1_000_000, seconds: 60 };
  const rule = { caller: rate, organization: rate };
  const rules = { subjects: rule, personalDataReport: rule, requests: rule, reads: rule };
  const caller = { organizationId: 'acme', subject: 'anna' };
  const count = async (reads: number) => countOperation(counters, rules, caller, new Map([['reads', reads]]));
  const looksAtTheClock = async () => {
    const now = jest.spyOn(Date, 'now');
    try {
      await count(1);
      return now.mock.calls.length;
    } finally {
      now.mockRestore();
    }
  };
  await count(1);
  const before = await looksAtTheClock();
  await count(500_000);
  expect(await looksAtTheClock()).toBe(before);
});
