/** A read of the contract ends when its caller has left or waited long enough (R27); a change runs to its end. */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { PiiServiceClient } from '../../../../gateway/gdpr/services/client';
import { eventually } from '../../../support/eventually';

const term = { email: 'ana@example.com' };
const noSubjects = { data: { personalData: { subjects: [], subjectRequired: false, endCursor: null } } };
const restricted = { data: { restrictPersonalData: { restricted: true } } };

let server: Server;
let client: PiiServiceClient;
/** Answers that the service has not given yet. */
let open: ServerResponse[];
let hungUp: number;

beforeEach(async () => {
  open = [];
  hungUp = 0;
  server = createServer((request, response) => {
    response.once('close', () => (hungUp += response.writableFinished ? 0 : 1));
    request.resume().once('end', () => open.push(response));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  client = new PiiServiceClient('slow', url(), () => Promise.resolve('token'));
});

afterEach(async () => {
  server.closeAllConnections();
  await client.close();
  await new Promise((resolve) => server.close(resolve));
});

const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;

const answer = (body: object) =>
  open.shift()?.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));

/** The scope of a caller who may leave. */
function caller() {
  const leaving = new AbortController();
  const scope = {
    organizationId: 'abandoned',
    actor: 'test',
    requestId: '01900000-0000-7000-8000-00000000000a',
    signal: leaving.signal,
  };
  return { scope, leave: () => leaving.abort(new Error('The caller has left.')) };
}

test('a search that nobody waits for any more is given up at the service', async () => {
  const { scope, leave } = caller();
  const search = client.subjects(scope, term, 10);
  const ended = expect(search).rejects.toThrow('The caller has left.');
  await eventually(() => Promise.resolve(open.length === 1));
  leave();
  await ended;
  await eventually(() => Promise.resolve(hungUp === 1));
});

test('a change goes on although its caller has left', async () => {
  const { scope, leave } = caller();
  const change = client.restrict(scope, term, true);
  await eventually(() => Promise.resolve(open.length === 1));
  leave();
  await pause(100);
  expect(hungUp).toBe(0);
  answer(restricted);
  expect(await change).toBe(true);
});

test('searches that are given up do not hold back the calls of others', async () => {
  for (let round = 0; round < 12; round += 1) {
    const { scope, leave } = caller();
    const search = client.subjects(scope, term, 10).catch(() => {});
    await eventually(() => Promise.resolve(open.length === 1));
    leave();
    await search;
    open = [];
  }
  const search = client.subjects(caller().scope, term, 10);
  await eventually(() => Promise.resolve(open.length === 1));
  answer(noSubjects);
  expect(await search).toMatchObject({ subjects: [] });
});

test('the call that finds out whether a service is back runs to its end', async () => {
  const refused = () => {
    for (const response of open.splice(0)) response.destroy();
  };
  for (let round = 0; round < 5; round += 1) {
    const search = client.subjects(caller().scope, term, 10).catch(() => {});
    await eventually(() => Promise.resolve(open.length === 1));
    refused();
    await search;
  }
  await expect(client.subjects(caller().scope, term, 10)).rejects.toThrow('calls are held back');
  // Calls are let through again after five seconds.
  await pause(5_200);
  const { scope, leave } = caller();
  const trial = client.subjects(scope, term, 10);
  await eventually(() => Promise.resolve(open.length === 1));
  leave();
  await pause(100);
  expect(hungUp).toBe(5);
  answer(noSubjects);
  expect(await trial).toMatchObject({ subjects: [] });
});

test('a search does not wait for changes that have every connection in use', async () => {
  const { scope } = caller();
  const narrow = new PiiServiceClient('slow', url(), () => Promise.resolve('token'), { connections: 1 });
  const change = narrow.restrict(scope, term, true);
  await eventually(() => Promise.resolve(open.length === 1));
  const search = narrow.subjects(scope, term, 10);
  await eventually(() => Promise.resolve(open.length === 2));
  open.reverse();
  answer(noSubjects);
  expect(await search).toMatchObject({ subjects: [] });
  answer(restricted);
  expect(await change).toBe(true);
  await narrow.close();
});

test('a service that says nothing lets a search wait for ten seconds, although other calls may take longer', async () => {
  const began = performance.now();
  await expect(client.subjects(caller().scope, term, 10)).rejects.toMatchObject({
    code: 'SERVICE_TIMEOUT',
    message: 'The service did not answer within 10 s.',
  });
  expect(performance.now() - began).toBeGreaterThan(9_900);
  await eventually(() => Promise.resolve(hungUp === 1));
});
