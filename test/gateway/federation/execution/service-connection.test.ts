/** What all calls to services have in common, for callers' operations and for data-subject requests. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getEventListeners } from 'node:events';
import { text } from 'node:stream/consumers';
import { ServiceConnection } from '../../../../gateway/federation/execution/service-connection';
import { eventually } from '../../../support/eventually';

const servers: Server[] = [];
const connections: ServiceConnection[] = [];

afterEach(async () => {
  await Promise.all(connections.splice(0).map((connection) => connection.close()));
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function serve(listener: RequestListener, limits = {}) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const connection = new ServiceConnection(`http://127.0.0.1:${port}`, {
    timeout: 20_000,
    connections: 2,
    maximumResponseBytes: 1_000,
    ...limits,
  });
  connections.push(connection);
  return connection;
}

const operation = { path: '/graphql', token: 'secret', query: '{ a }', variables: {}, repeatable: true };
const answer =
  (status: number, body: string): RequestListener =>
  (_request, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(body);

test.each<[string, RequestListener, object, object]>([
  ['no JSON', answer(502, '<html>'), {}, { kind: 'INVALID', reason: 'answered 502 with no JSON' }],
  ['null', answer(200, 'null'), {}, { kind: 'INVALID', reason: 'answered 200 with no GraphQL response' }],
  ['data that are no object', answer(200, '{"data":[]}'), {}, { kind: 'INVALID' }],
  ['data with a status that says otherwise', answer(500, '{"data":{"a":1}}'), {}, { kind: 'INVALID' }],
  ['401', answer(401, '{}'), {}, { kind: 'INVALID', reason: 'refused the service token' }],
  ['too much', answer(200, `{"data":{"a":"${'x'.repeat(2_000)}"}}`), {}, { kind: 'TOO_LARGE' }],
  ['nothing', () => {}, { timeout: 100 }, { kind: 'TIMEOUT', reason: 'took too long' }],
  [
    'half an answer',
    (_, response) => response.writeHead(200).write('{"data"'),
    { timeout: 500 },
    { kind: 'TIMEOUT', reason: 'took too long' },
  ],
])('an answer of %s fails, and names no address', async (_name, listener, limits, failure) => {
  const connection = await serve(listener, limits);
  const error: unknown = await connection.send(operation).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ name: 'CallFailure', ...failure });
  expect((error as Error).message).not.toContain('127.0.0.1');
});

test('GraphQL errors are an answer, whatever the status', async () => {
  const connection = await serve(answer(400, '{"errors":[{"message":"no"}]}'));
  expect(await connection.send(operation)).toEqual({ status: 400, data: null, errors: [{ message: 'no' }] });
});

test('a service that cannot be reached fails with a connection error', async () => {
  const connection = await serve(answer(200, '{"data":{}}'));
  servers.splice(0).forEach((server) => server.close());
  await expect(connection.send(operation)).rejects.toMatchObject({ kind: 'UNREACHABLE', reason: 'ECONNREFUSED' });
});

test('after a connection that ended without an answer, a read is sent once more', async () => {
  let calls = 0;
  const connection = await serve((request, response) => {
    calls += 1;
    if (calls % 2 === 1) request.socket.destroy();
    else answer(200, '{"data":{"a":1}}')(request, response);
  });
  expect(await connection.send(operation)).toMatchObject({ data: { a: 1 } });
  expect(calls).toBe(2);
  await expect(connection.send({ ...operation, repeatable: false })).rejects.toMatchObject({ kind: 'UNREACHABLE' });
  expect(calls).toBe(3);
});

describe('a call that finds every connection in use', () => {
  const forever = new AbortController().signal;
  /** Ends the answer that holds the only connection. */
  let finish: () => void;
  let asked: number;
  let connection: ServiceConnection;
  let held: Promise<string>;

  beforeEach(async () => {
    asked = 0;
    connection = await serve(
      (request, response) => {
        asked += 1;
        if (request.url !== '/held') return answer(200, '{"data":{"a":1}}')(request, response);
        response.write('held');
        finish = () => response.end();
      },
      { connections: 1 },
    );
    const { body } = await connection.get('/held', 'secret', 20_000);
    held = text(body);
  });

  /** It fails as said, after about this many milliseconds; afterwards the connection serves the next call. */
  async function expectEnd(call: () => Promise<unknown>, failure: object, milliseconds: number): Promise<void> {
    const began = performance.now();
    await expect(call()).rejects.toMatchObject({ name: 'CallFailure', ...failure });
    const took = performance.now() - began;
    expect(took).toBeGreaterThan(milliseconds - 10);
    expect(took).toBeLessThan(milliseconds + 500);
    expect(asked).toBe(1);
    finish();
    expect(await held).toBe('held');
    expect(await connection.send(operation)).toMatchObject({ data: { a: 1 } });
    // What was given up was never sent.
    expect(asked).toBe(2);
  }

  test('ends at its time limit', () =>
    expectEnd(() => connection.send({ ...operation, timeout: 100 }), { kind: 'TIMEOUT' }, 100));

  test('ends when nobody waits for it any more', () => {
    const caller = new AbortController();
    setTimeout(() => caller.abort(), 100);
    return expectEnd(() => connection.send({ ...operation, waiting: [caller.signal] }), { kind: 'ABANDONED' }, 100);
  });

  test('ends at its time limit when it asks for a file', () =>
    expectEnd(() => connection.get('/file', 'secret', 100), { kind: 'TIMEOUT' }, 100));

  test('ends at its time limit when it asks for a stream', () =>
    expectEnd(
      () => connection.stream('/lines', 'secret', {}, { timeout: 100, signal: forever }),
      { kind: 'TIMEOUT' },
      100,
    ));

  test('ends when the reader of a stream leaves', () => {
    const reader = new AbortController();
    setTimeout(() => reader.abort(new Error('The reader has left.')), 100);
    return expectEnd(
      () => connection.stream('/lines', 'secret', {}, { timeout: 20_000, signal: reader.signal }),
      { kind: 'ABANDONED' },
      100,
    );
  });
});

test('a stream is bounded between its pieces, not in all, and is ended by its reader', async () => {
  let pieces = 0;
  const connection = await serve((_, response) => {
    const sending = setInterval(() => response.write(`${(pieces += 1)}`), 100);
    response.once('close', () => clearInterval(sending));
  });
  const reader = new AbortController();
  const asking = { timeout: 300, signal: reader.signal };
  const { body } = await connection.stream('/lines', 'secret', {}, asking);
  const reading = (async () => {
    for await (const piece of body) if (String(piece).endsWith('8')) reader.abort();
  })();
  await expect(reading).rejects.toThrow();
  expect(pieces).toBe(8);
});

test('calls and streams leave nothing behind on a signal that outlives them', async () => {
  const { signal } = new AbortController();
  const connection = await serve(answer(200, '{"data":{"a":1}}'));
  const failing = await serve((request) => request.socket.destroy());
  const read = async ({ body }: { body: AsyncIterable<Buffer> }) => text(body);
  await connection.send({ ...operation, waiting: [signal] });
  await read(await connection.stream('/lines', 'secret', {}, { timeout: 1_000, signal }));
  await failing.send({ ...operation, waiting: [signal] }).catch(() => {});
  await failing.stream('/lines', 'secret', {}, { timeout: 1_000, signal }).catch(() => {});
  await eventually(() => Promise.resolve(getEventListeners(signal, 'abort').length === 0));
});
