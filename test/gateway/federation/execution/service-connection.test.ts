/** What all calls to services have in common, for callers' operations and for data-subject requests. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { ServiceConnection } from '../../../../gateway/federation/execution/service-connection';

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
