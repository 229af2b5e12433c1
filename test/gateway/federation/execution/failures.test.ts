/** What a caller sees when a service is down, slow, or answers nonsense. */
import type { ServerResponse } from 'node:http';
import { send, type Answer } from '../../support/fixture-server';
import { TestGateway, type GraphQLAnswer } from '../../support/test-gateway';

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await TestGateway.start();
});
afterAll(() => gateway.stop());
beforeEach(() => gateway.reset());

const unavailable = (service: string, path: (string | number)[]) => ({
  message: `The service "${service}" is unavailable.`,
  path,
  extensions: { code: 'SERVICE_UNAVAILABLE', service },
});

/** Asserts that an answer holds no address, stack, database detail or personal value. */
function expectNothingInternal(answer: GraphQLAnswer) {
  const text = JSON.stringify({ data: answer.data, errors: answer.errors });
  for (const { address } of Object.values(gateway.services)) expect(text).not.toContain(address.split(':')[1]);
  expect(text).not.toMatch(
    /127\.0\.0\.1|localhost|ECONN|http:|SELECT|\.ts|stack|node_modules|example\.test|10\.1\.2\.3/,
  );
}

describe('a service that is down', () => {
  beforeEach(() => gateway.services.mail.stop());

  it('affects no other service; its nullable fields are null', async () => {
    const answer = await gateway.ask('{ person(id: "1") { name nickname } letter(id: "x") { text } now }');
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({
      person: { name: 'Person 1', nickname: null },
      letter: null,
      now: '2026-01-02T03:04:05Z',
    });
    expect(answer.errors).toEqual(
      expect.arrayContaining([unavailable('mail', ['person', 'nickname']), unavailable('mail', ['letter'])]),
    );
    expect(answer.errors).toHaveLength(2);
    expectNothingInternal(answer);
  });

  it('propagates the null of a non-null field to the nearest nullable one', async () => {
    const answer = await gateway.ask('{ person(id: "1") { name unread } now }');
    expect(answer).toMatchObject({ data: { person: null, now: '2026-01-02T03:04:05Z' } });
    expect(answer.errors).toEqual([unavailable('mail', ['person', 'unread'])]);
  });

  it('never leaves a null in a list of non-null elements', async () => {
    const answer = await gateway.ask('{ people(first: 2) { name unread } }');
    expect(answer.data).toBeNull();
    expect(answer.errors).toEqual([
      unavailable('mail', ['people', 0, 'unread']),
      unavailable('mail', ['people', 1, 'unread']),
    ]);
  });

  it('keeps a list whose elements are nullable', async () => {
    const answer = await gateway.ask('{ named { name ... on Person { unread } } }');
    expect(answer.data).toEqual({ named: [null, null, { name: 'Robbie' }] });
    expect(answer.errors).toEqual([unavailable('mail', ['named', 0, 'unread'])]);
  });

  it('makes the whole data null when a non-null root field is missing', async () => {
    const answer = await gateway.ask('{ firstLetter { text } now }');
    expect(answer.data).toBeNull();
    expect(answer.errors).toEqual([unavailable('mail', ['firstLetter'])]);
  });

  it('causes one error for each of its fields, with the names that the caller gave', async () => {
    const { data, errors } = await gateway.ask(
      '{ a: letter(id: "1") { text } b: letter(id: "2") { text } p: person(id: "1") { nick: nickname } }',
    );
    expect(data).toEqual({ a: null, b: null, p: { nick: null } });
    expect(errors).toEqual(
      expect.arrayContaining([
        unavailable('mail', ['a']),
        unavailable('mail', ['b']),
        unavailable('mail', ['p', 'nick']),
      ]),
    );
    expect(errors).toHaveLength(3);
  });

  it('causes a bounded number of errors for a long list', async () => {
    const { data, errors = [] } = await gateway.ask('{ people(first: 500) { nickname unread } }');
    expect(data).toBeNull();
    expect(errors.length).toBeLessThanOrEqual(101);
    expect(new Set(errors.map(({ extensions }) => extensions?.code))).toEqual(new Set(['SERVICE_UNAVAILABLE']));
  });

  it('does not affect introspection in the same operation', async () => {
    const { data } = await gateway.ask('{ letter(id: "x") { text } __type(name: "Letter") { name } }');
    expect(data).toEqual({ letter: null, __type: { name: 'Letter' } });
  });

  it('stops only its own mutations', async () => {
    const { data } = await gateway.ask('mutation { count again: count }');
    expect(data).toEqual({ count: 1, again: 2 });
    expect(await gateway.ask('mutation { send(text: "x") { id } }')).toMatchObject({
      data: null,
      errors: [unavailable('mail', ['send'])],
    });
  });

  it('is used again as soon as it listens', async () => {
    await gateway.ask('{ letter(id: "x") { text } }');
    await gateway.services.mail.listen();
    expect(await gateway.ask('{ letter(id: "x") { text } }')).toMatchObject({ data: { letter: { text: 'Letter x' } } });
  });
});

it('reports once why all data of a service are null, and no other fault', async () => {
  gateway.services.people.answer = (response) =>
    send(response, {
      data: null,
      errors: [{ message: 'first takes 1 to 200.', path: ['people'], extensions: { code: 'BAD_USER_INPUT' } }],
    });
  const answer = await gateway.ask('{ beings { __typename } people(first: 500) { name } }');
  expect(answer.data).toBeNull();
  expect(answer.errors).toMatchObject([{ path: ['people'], extensions: { code: 'BAD_USER_INPUT' } }]);
});

describe('a service that answers nonsense', () => {
  const nothing = (response: ServerResponse) => void response.destroy();
  const cases: [string, Answer][] = [
    [
      'HTML',
      (response) =>
        void response
          .writeHead(200, { 'content-type': 'text/html' })
          .end('<html><h1>It works on 10.1.2.3!</h1></html>'),
    ],
    [
      "a proxy's error page",
      (response) => void response.writeHead(502).end('<html>Bad gateway http://10.1.2.3</html>'),
    ],
    ['half of a JSON text', (response) => void response.writeHead(200).end('{"data":{"_entities":[')],
    ['an empty body', (response) => void response.writeHead(200).end()],
    ['null', (response) => send(response, null)],
    ['a list', (response) => send(response, [])],
    ['an object without data', (response) => send(response, { hello: 'jane@example.test' })],
    [
      'a JSON error that is none of GraphQL',
      (response) => send(response, { statusCode: 503, message: 'http://10.1.2.3' }, 503),
    ],
    ['entities that are none', (response) => send(response, { data: { _entities: 'none' } })],
    ['entities that are strings', (response) => send(response, { data: { _entities: ['jane@example.test'] } })],
    ['a cut connection', nothing],
    ['nothing at all', () => undefined],
    [
      'more than is read',
      (response) => send(response, { data: { _entities: [{ nickname: 'x'.repeat(2 * 1024 * 1024) }] } }),
    ],
    [
      'drop by drop',
      async (response) => {
        response.writeHead(200);
        for (let drop = 0; drop < 120 && !response.destroyed; drop += 1) {
          response.write(' ');
          await new Promise((resolve) => setTimeout(resolve, 50));
        }
        response.end('{"data":{"_entities":[{"nickname":"late"}]}}');
      },
    ],
    ['a redirect', (response) => void response.writeHead(302, { location: 'http://10.1.2.3/' }).end()],
    [
      'a refusal of the token',
      (response) => send(response, { errors: [{ message: 'no', extensions: { code: 'UNAUTHENTICATED' } }] }, 401),
    ],
  ];

  it.each(cases)('counts as unavailable: %s', async (_title, answerWith) => {
    gateway.services.mail.answer = answerWith;
    const started = Date.now();
    const answer = await gateway.ask('{ person(id: "1") { name nickname } now }');
    expect(Date.now() - started).toBeLessThan(5_000);
    expect(answer.status).toBe(200);
    expect(answer.data).toEqual({ person: { name: 'Person 1', nickname: null }, now: '2026-01-02T03:04:05Z' });
    expect(answer.errors).toEqual([unavailable('mail', ['person', 'nickname'])]);
    expectNothingInternal(answer);
    const logged = JSON.stringify(gateway.logLines);
    expect(logged).toContain('"service":"mail"');
    expect(logged).not.toMatch(/jane@example|10\.1\.2\.3|127\.0\.0\.1/);
  });

  it('is called once more when a connection is cut, but never for a mutation', async () => {
    let calls = 0;
    gateway.services.mail.answer = (response) => {
      calls += 1;
      if (calls === 1) response.destroy();
      else send(response, { data: { letter: { text: 'second try' } } });
    };
    expect(await gateway.ask('{ letter(id: "x") { text } }')).toMatchObject({
      data: { letter: { text: 'second try' } },
    });
    calls = 0;
    expect(await gateway.ask('mutation { send(text: "x") { id } }')).toMatchObject({ data: null });
    expect(calls).toBe(1);
  });

  it('is an internal error when a value does not have its type', async () => {
    gateway.services.people.answer = (response) =>
      send(response, { data: { wrongNumber: 'jane@example.test', now: 'x' } });
    const answer = await gateway.ask('{ wrongNumber now }');
    expect(answer.data).toEqual({ wrongNumber: null, now: 'x' });
    expect(answer.errors).toMatchObject([
      { message: 'Internal error.', path: ['wrongNumber'], extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ]);
    expectNothingInternal(answer);
  });

  it('is an internal error when a non-null value is missing without an error', async () => {
    gateway.services.mail.answer = (response) => send(response, { data: { _entities: [{ unread: null }] } });
    const answer = await gateway.ask('{ person(id: "1") { name unread } }');
    expect(answer.data).toEqual({ person: null });
    expect(answer.errors).toMatchObject([
      { path: ['person', 'unread'], extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ]);
  });

  it('never passes on an object of an unknown type', async () => {
    gateway.services.people.answer = (response) =>
      send(response, { data: { thing: { __typename: 'Ghost', weight: 1 }, now: 'x' } });
    expect(await gateway.ask('{ thing { ... on Tool { weight } } now }')).toMatchObject({
      data: { thing: null, now: 'x' },
    });
  });
});

describe('an error that a service reports', () => {
  it('keeps its code, argument and path, and names the service', async () => {
    expect((await gateway.ask('{ forbidden }')).errors).toEqual([
      {
        message: 'term.phone is no phone number.',
        path: ['forbidden'],
        extensions: { code: 'BAD_USER_INPUT', argument: 'term.phone', service: 'people' },
      },
    ]);
  });

  it('has the path of the entity that it is about', async () => {
    const { data, errors } = await gateway.ask('{ people(first: 3) { nickname } }');
    expect(data).toEqual({ people: [{ nickname: 'Nick 1' }, { nickname: null }, { nickname: 'Nick 3' }] });
    expect(errors).toEqual([
      {
        message: 'No nickname is known.',
        path: ['people', 1, 'nickname'],
        extensions: { code: 'NOT_FOUND', service: 'mail' },
      },
    ]);
  });

  it('is masked when it is an internal fault of the service', async () => {
    const answer = await gateway.ask('{ broken }');
    expect(answer.errors).toMatchObject([
      {
        message: 'Internal error.',
        path: ['broken'],
        extensions: { code: 'INTERNAL_SERVER_ERROR', service: 'people' },
      },
    ]);
    expectNothingInternal(answer);
    const { errorId } = answer.errors?.[0]?.extensions as { errorId: string };
    expect(gateway.logLines.find((line) => line.errorId === errorId)).toMatchObject({
      service: 'people',
      path: 'broken',
    });
  });

  it('is masked when its code is unknown', async () => {
    gateway.services.people.answer = (response) =>
      send(response, {
        errors: [{ message: 'jane@example.test', path: ['now'], extensions: { code: 'E1234', host: '10.1.2.3' } }],
      });
    const answer = await gateway.ask('{ now }');
    expect(answer.errors).toMatchObject([
      { message: 'Internal error.', path: ['now'], extensions: { code: 'INTERNAL_SERVER_ERROR', service: 'people' } },
    ]);
    expectNothingInternal(answer);
  });

  it("shows none of the planner's own names", async () => {
    gateway.services.mail.answer = (response) =>
      send(response, { data: null, errors: [{ message: 'x', path: ['_e0'], extensions: { code: 'NOT_FOUND' } }] });
    const answer = await gateway.ask(
      '{ a: person(id: "1") { nickname } b: person(id: "2") { nickname letters { id } } }',
    );
    expect(JSON.stringify(answer)).not.toContain('_e0');
    expect(answer.data).toMatchObject({ a: { nickname: null } });
  });

  it('is unchanged when the subgraph runs in the process', async () => {
    expect((await gateway.ask('{ refuse }')).errors).toEqual([
      {
        message: 'Several people match.',
        path: ['refuse'],
        extensions: { code: 'BROAD_TERM', matches: 7, service: 'office' },
      },
    ]);
  });

  it('is masked also in the process, when it has no code', async () => {
    const answer = await gateway.ask('{ leak }');
    expect(answer.errors).toMatchObject([
      { message: 'Internal error.', path: ['leak'], extensions: { code: 'INTERNAL_SERVER_ERROR' } },
    ]);
    expect(JSON.stringify([answer, gateway.logLines])).not.toMatch(/secret_table|jane\.doe/);
  });
});
