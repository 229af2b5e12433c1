/** Subscriptions over HTTP: the forms of requests and answers, and refusals. */
import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Rate } from '../../../gateway/security/rate-limits/rate-counters';
import { Safelist } from '../../../gateway/security/persisted-operations';
import { sdl, type Follow } from '../support/fixture-schemas';
import { allScopes, supergraphOf, TestGateway } from '../support/test-gateway';

const followed: string[] = [];
/** Sends one change, and then nothing more while the id is `open`. */
const follow: Follow = async function* (id, signal) {
  followed.push(id);
  yield {};
  while (id === 'open' && !signal.aborted) await pause(10);
};
const text = 'subscription One { gdprRequestUpdated(id: "1") { id } }';
const sha256Hash = createHash('sha256').update(text).digest('hex');
const event = (id: string) =>
  `event: next\ndata: {"data":{"gdprRequestUpdated":{"id":"${id}"}}}\n\nevent: complete\ndata:\n\n`;

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start({ follow });
});
afterAll(() => gateway.stop());
beforeEach(() => void (followed.length = 0));

const post = (body: object, { accept = 'text/event-stream', of = gateway } = {}, signal?: AbortSignal) =>
  fetch(`${of.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${of.token}`, accept },
    body: JSON.stringify(body),
    ...(signal ? { signal } : {}),
  });
const withoutPings = (stream: string) => stream.replaceAll(/^:\n\n/gm, '');

it.each([undefined, '*/*', 'text/event-stream', 'text/*', 'application/json, text/event-stream;q=0.1'])(
  'a subscription is a stream of events (Accept: %s)',
  async (accept) => {
    const response = await post({ query: text }, accept === undefined ? {} : { accept });
    expect([response.status, response.headers.get('content-type')]).toEqual([200, 'text/event-stream; charset=utf-8']);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(withoutPings(await response.text())).toBe(event('1'));
  },
);

const unreadable = [
  'application/json',
  'application/graphql-response+json',
  'multipart/mixed',
  'text/event-stream;q=0',
];

it.each(unreadable)('a client that reads no events is refused, and nothing begins (Accept: %s)', async (accept) => {
  const response = await post({ query: text }, { accept });
  expect(response.status).toBe(406);
  expect(await response.json()).toEqual({
    errors: [
      {
        message: 'A subscription is answered as text/event-stream, which the Accept header does not name.',
        extensions: { code: 'NOT_ACCEPTABLE' },
      },
    ],
  });
  expect(followed).toEqual([]);
});

it('of several operations, the named one is followed, with its own argument', async () => {
  const query = `
    subscription One { gdprRequestUpdated(id: "1") { id } }
    subscription Two($id: ID!) { ...S }
    fragment S on Subscription { gdprRequestUpdated(id: $id) { id } }
    query Three { now }`;
  const streams = async (operationName: string, variables = {}) =>
    withoutPings(await (await post({ query, operationName, variables })).text());
  expect(await streams('One')).toBe(event('1'));
  expect(await streams('Two', { id: '2' })).toBe(event('2'));
  expect(await streams('One')).toBe(event('1'));
  expect(followed).toEqual(['1', '2', '1']);
  const asked = await post({ query, operationName: 'Three' }, { accept: 'application/json' });
  expect(await asked.json()).toMatchObject({ data: { now: expect.any(String) as string } });
});

it.each([undefined, 'Four'])('without a valid name, several operations are refused (%s)', async (operationName) => {
  const query = `${text} subscription Two { gdprRequestUpdated(id: "2") { id } }`;
  const response = await post({ query, operationName });
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } }] });
});

it('a subscription whose only field is skipped completes without an event', async () => {
  for (const directive of ['@skip(if: true)', '@include(if: false)']) {
    const response = await post({ query: `subscription { gdprRequestUpdated(id: "1") ${directive} { id } }` });
    expect(withoutPings(await response.text())).toBe('event: next\ndata: {"data":{}}\n\nevent: complete\ndata:\n\n');
  }
  expect(followed).toEqual([]);
});

describe('by its hash', () => {
  const byHash = { extensions: { persistedQuery: { version: 1, sha256Hash } } };

  it('a listed subscription is followed, and no other is', async () => {
    const listed = await TestGateway.start({
      config: { persistedOperations: new Safelist(new Map([[sha256Hash, text]])) },
      follow,
    });
    expect(withoutPings(await (await post(byHash, { of: listed })).text())).toBe(event('1'));
    const other = { extensions: { persistedQuery: { version: 1, sha256Hash: '0'.repeat(64) } } };
    for (const body of [other, { query: 'subscription { gdprRequestUpdated(id: "2") { id } }' }]) {
      expect(await (await post(body, { of: listed })).text()).toMatch(/"code":"PERSISTED_QUERY_NOT_(FOUND|IN_LIST)"/);
    }
    expect(followed).toEqual(['1']);
    await listed.stop();
  });

  it('a subscription is registered with its text, and known by its hash from then on', async () => {
    const unknown = await post(byHash);
    expect(await unknown.text()).toContain('"code":"PERSISTED_QUERY_NOT_FOUND"');
    expect(withoutPings(await (await post({ ...byHash, query: text })).text())).toBe(event('1'));
    expect(withoutPings(await (await post(byHash)).text())).toBe(event('1'));
    const forged = await post({ ...byHash, query: `${text} ` });
    expect(forged.status).toBe(400);
    expect(await forged.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });
});

it('too many streams: 429, with the time to wait', async () => {
  const leave = new AbortController();
  const open = { query: 'subscription { gdprRequestUpdated(id: "open") { id } }' };
  for (let stream = 0; stream < 20; stream += 1) {
    expect((await post(open, {}, leave.signal)).status).toBe(200);
  }
  const refused = await post(open);
  leave.abort();
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60']);
  expect(await refused.json()).toMatchObject({
    errors: [{ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 60 } }],
  });
});

describe('opening one counts as a read (R19)', () => {
  const one = { calls: 2, seconds: 600 };
  const open = { query: text };
  let limited: TestGateway;
  const start = async (rates: { caller: Rate; organization: Rate }) =>
    (limited = await TestGateway.start({
      follow,
      config: { rateLimits: { subjects: rates, personalDataReport: rates, requests: rates, reads: rates } },
      server: { subscriptionsByGet: true },
    }));
  afterEach(() => limited.stop());
  const get = () =>
    fetch(`${limited.url}/graphql?query=${encodeURIComponent(text)}`, {
      headers: { authorization: `Bearer ${limited.token}`, accept: 'text/event-stream' },
    });
  const limitOf = ({ status, headers }: Pick<Response, 'status' | 'headers'>) => [
    status,
    headers.get('ratelimit-remaining'),
  ];

  it('of the caller, by POST and by GET, together with queries', async () => {
    await start({ caller: one, organization: { calls: 100, seconds: 600 } });
    const first = await post(open, { of: limited });
    expect([limitOf(first), withoutPings(await first.text())]).toEqual([[200, '1'], event('1')]);
    // What is refused for another reason counts as nothing.
    expect((await post({ query: 'subscription { nothing }' }, { of: limited })).status).toBe(400);
    const second = await get();
    expect([limitOf(second), withoutPings(await second.text())]).toEqual([[200, '0'], event('1')]);
    for (const refused of [await post(open, { of: limited }), await get()]) {
      expect(limitOf(refused)).toEqual([429, '0']);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
      expect(await refused.json()).toMatchObject({
        errors: [{ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: expect.any(Number) as number } }],
      });
    }
    expect(limitOf(await limited.ask('{ now }'))).toEqual([429, '0']);
    expect(followed).toEqual(['1', '1']);
  });

  it('of the organisation', async () => {
    await start({ caller: { calls: 100, seconds: 600 }, organization: one });
    for (const status of [200, 200, 429]) {
      const answer = await post(open, { of: limited });
      await answer.text();
      expect(answer.status).toBe(status);
    }
  });

  it('and a refused one takes no place of a stream', async () => {
    await start({ caller: { calls: 1, seconds: 600 }, organization: { calls: 100, seconds: 600 } });
    await (await post(open, { of: limited })).text();
    for (let refused = 0; refused < 25; refused += 1)
      expect(await (await post(open, { of: limited })).text()).toContain('the limit of reads');
  });
});

it('a client that leaves while its token is verified holds no stream', async () => {
  let verified = 0;
  const slow = await TestGateway.start({
    follow,
    server: {
      subscriptionsByGet: true,
      authenticate: async () => {
        verified += 1;
        if (verified <= 25) await pause(500);
        return {
          subject: 'one',
          organizationId: 'acme',
          scopes: new Set(allScopes.split(' ')),
          expiresAt: new Date(Date.now() + 60_000),
        };
      },
    },
  });
  const open = `${slow.url}/graphql?query=${encodeURIComponent('subscription { gdprRequestUpdated(id: "open") { id } }')}`;
  const headers = { authorization: 'Bearer any', accept: 'text/event-stream' };
  for (let client = 0; client < 25; client += 1) {
    const leave = new AbortController();
    const asked = fetch(open, { headers, signal: leave.signal });
    while (verified <= client) await pause(5);
    leave.abort();
    await expect(asked).rejects.toThrow();
  }
  await pause(1_000);
  const leave = new AbortController();
  const stayed = await fetch(open, { headers, signal: leave.signal });
  expect(stayed.status).toBe(200);
  while (followed.length === 0) await pause(10);
  // Nothing is followed for those who left.
  expect(followed).toEqual(['open']);
  leave.abort();
  await slow.stop();
}, 30_000);

describe('planned', () => {
  /** The events of the next subscription. */
  let events: Follow;
  let planned: TestGateway;
  const results = async (query: string, variables = {}) => {
    const stream = withoutPings(await (await post({ query, variables }, { of: planned })).text());
    expect(stream).toMatch(/event: complete\ndata:\n\n$/);
    return [...stream.matchAll(/^event: next\ndata: (.*)$/gm)].map(([, data = '']) => JSON.parse(data) as object);
  };
  const nickname = 'subscription ($id: ID! = "7") { gdprRequestUpdated(id: $id) { id person { name nickname } } }';
  const answer = (person: string) => ({
    data: {
      gdprRequestUpdated: {
        id: '7',
        person: { name: `Person ${person}`, nickname: person === '2' ? null : `Nick ${person}` },
      },
    },
  });

  beforeAll(async () => {
    planned = await TestGateway.start({ follow: (id, signal) => events(id, signal) });
  });
  afterAll(() => planned.stop());

  it('fields of other services are fetched at each event', async () => {
    events = async function* () {
      yield* [{ person: '1' }, { person: '3' }];
      await Promise.resolve();
    };
    expect(await results(nickname)).toEqual([answer('1'), answer('3')]);
    expect(planned.services.people.calls).toHaveLength(2);
    expect(planned.services.mail.calls).toHaveLength(2);
  });

  it('errors belong to one event, and not to the next', async () => {
    events = async function* () {
      yield* [{ person: '2' }, { person: '1' }, { fails: true }, { person: '3' }];
      await Promise.resolve();
    };
    const told = { code: 'NOT_FOUND', service: 'mail' };
    expect(await results(nickname)).toEqual([
      {
        ...answer('2'),
        errors: [
          {
            message: expect.any(String) as string,
            path: ['gdprRequestUpdated', 'person', 'nickname'],
            extensions: told,
          },
        ],
      },
      answer('1'),
      // No value of the event before replaces a missing one.
      {
        data: null,
        errors: [
          {
            message: 'It is gone.',
            path: ['gdprRequestUpdated'],
            extensions: { code: 'NOT_FOUND', service: 'office' },
          },
        ],
      },
      answer('3'),
    ]);
  });

  it('a condition by a variable on the subscribed field is refused', async () => {
    for (const query of [
      'subscription ($on: Boolean!) { gdprRequestUpdated(id: "7") @include(if: $on) { id } }',
      'subscription ($on: Boolean!) { ...S @skip(if: $on) } fragment S on Subscription { gdprRequestUpdated(id: "7") { id } }',
    ]) {
      const response = await post({ query, variables: { on: false } }, { of: planned });
      const message = 'The field of a subscription takes no @skip or @include by a variable.';
      expect([response.status, await response.json()]).toEqual([
        400,
        { errors: [{ message, extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] },
      ]);
    }
  });

  it('a condition by a variable further down is evaluated at each event', async () => {
    events = async function* () {
      yield* [{ person: '1' }, { person: '3' }];
      await Promise.resolve();
    };
    const query =
      'subscription ($on: Boolean!) { gdprRequestUpdated(id: "7") { id person @include(if: $on) { name } } }';
    const bare = { data: { gdprRequestUpdated: { id: '7' } } };
    expect(await results(query, { on: false })).toEqual([bare, bare]);
    expect(await results(query, { on: true })).toMatchObject([
      {},
      { data: { gdprRequestUpdated: { person: { name: 'Person 3' } } } },
    ]);
  });

  it('a subscription of another service is refused', async () => {
    const { people, mail } = planned.services;
    const more = sdl.mail + ' type Subscription { arrived: Letter! }';
    const before = planned.store.current.sdl;
    await planned.store.replace(supergraphOf({ people: people.url, mail: mail.url }, { mail: more }));
    const response = await post({ query: 'subscription { arrived { id } }' }, { of: planned });
    const text = await response.text();
    await planned.store.replace(before);
    expect(text).toContain('Subscriptions of the service \\"mail\\" are not followed here.');
    expect(text).toContain('"code":"GRAPHQL_VALIDATION_FAILED"');
  });

  it('a subscription continues under a new supergraph', async () => {
    const again: string[] = [];
    events = async function* (id) {
      again.push(id);
      yield { person: '1' };
      if (again.length > 1) return;
      const { people, mail } = planned.services;
      await planned.store.replace(`# again\n${supergraphOf({ people: people.url, mail: mail.url })}`);
      yield { person: 'of a supergraph that is gone' };
    };
    expect(await results(nickname)).toEqual([answer('1'), answer('1')]);
    expect(again).toEqual(['7', '7']);
  });

  it('each event may take as long as an operation, and no longer', async () => {
    const bounded = await TestGateway.start({
      operations: { timeout: 1_000 },
      follow: async function* () {
        for (const person of ['1', '3']) {
          // The pause between two events may be longer than that.
          await pause(1_200);
          yield { person };
        }
      },
    });
    bounded.services.mail.delay = () => (bounded.services.mail.calls.length > 1 ? 2_000 : 0);
    const stream = await (await post({ query: nickname }, { of: bounded })).text();
    await bounded.stop();
    const [first, second] = [...stream.matchAll(/^event: next\ndata: (.*)$/gm)].map(
      ([, data = '']) => JSON.parse(data) as object,
    );
    expect(first).toEqual(answer('1'));
    expect(second).toMatchObject({ errors: [{ extensions: { code: 'SERVICE_UNAVAILABLE' } }] });
  });

  it('a failing source is reported, and the subscription is not complete', async () => {
    events = async function* () {
      yield { person: '1' };
      await Promise.reject(new Error('connect ECONNREFUSED 10.1.2.3:5432'));
    };
    const response = await post({ query: 'subscription { gdprRequestUpdated(id: "7") { id } }' }, { of: planned });
    let stream = '';
    const cut = (async () => {
      for await (const chunk of response.body ?? []) stream += Buffer.from(chunk as Uint8Array).toString();
    })();
    await expect(cut).rejects.toMatchObject({ message: 'terminated' });
    expect(stream).toContain('"code":"INTERNAL_SERVER_ERROR"');
    expect(stream).not.toMatch(/10\.1\.2\.3|event: complete/);
  });
});
