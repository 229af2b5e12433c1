/** Whose address counts, and what an operation counts as. */
import { Kind, parse, type OperationDefinitionNode } from 'graphql';
import { MemoryCounters, RedisCounters } from '../../../gateway/security/rate-counters';
import { limitedCalls } from '../../../gateway/security/rate-limits';
import { eventually } from '../../support/eventually';
import { hasRedis, startRedis } from '../../support/redis';
import { capturedLogger, TestGateway } from '../support/test-gateway';

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

test('X-Forwarded-For is believed from a configured proxy only', async () => {
  const addresses = ['10.0.0.1', '10.0.0.2', '10.0.0.1'];
  expect(await statuses([], addresses)).toEqual([401, 429, 429]);
  expect(await statuses(['192.0.2.1'], addresses)).toEqual([401, 429, 429]);
  expect(await statuses(['127.0.0.1'], addresses)).toEqual([401, 401, 429]);
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
  // A field of that name elsewhere is another field.
  expect(calls('{ piiServices { subjects } }')).toEqual({});
});

// Where there is a Redis: continuous integration installs one.
if (hasRedis) {
  test('a replica that is too busy to read the answer of Redis in time still counts with the others', async () => {
    const redis = await startRedis();
    const { logger, lines } = capturedLogger();
    const counters = new RedisCounters(redis.url, logger);
    const rate = { calls: 5, seconds: 60 };
    try {
      await eventually(async () => {
        await counters.take('connected', rate, 1);
        return redis.dump().includes('connected');
      });
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
}
