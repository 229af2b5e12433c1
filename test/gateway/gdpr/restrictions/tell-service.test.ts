/** A service is told of all subjects of a restriction, several at once, and no more once one of them fails (R34, R27). */
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { uuidv7 } from 'uuidv7';
import { tellService } from '../../../../gateway/gdpr/restrictions/tell-service';
import { PiiServiceClient } from '../../../../gateway/gdpr/services/client';
import { eventually } from '../../../support/eventually';

let server: Server;
let client: PiiServiceClient;
/** Calls that the service has not answered yet, and the ids of all that it was told of. */
let open: ServerResponse[];
let told: string[];

beforeEach(async () => {
  open = [];
  told = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.once('end', () => {
      const { variables } = JSON.parse(Buffer.concat(chunks).toString()) as {
        variables: { term: { externalContactId: string } };
      };
      told.push(variables.term.externalContactId);
      open.push(response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  client = new PiiServiceClient('slow', url, () => Promise.resolve('token'));
});

afterEach(async () => {
  server.closeAllConnections();
  await client.close();
  await new Promise((resolve) => server.close(resolve));
});

const answer = (restricted: boolean) =>
  open
    .shift()
    ?.writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ data: { restrictPersonalData: { restricted } } }));

const set = Array.from({ length: 35 }, () => ({ kind: 'id', type: 'EXTERNAL_CONTACT_ID', id: uuidv7() }) as const);

function tell(signal?: AbortSignal) {
  const scope = { organizationId: 'told', actor: 'test', requestId: uuidv7(), ...(signal ? { signal } : {}) };
  return tellService({ parts: ['restriction'], client }, scope, set, true);
}

/** Waits until so many calls are open, and makes sure that no more come. */
async function standsAt(calls: number): Promise<void> {
  await eventually(() => Promise.resolve(open.length === calls));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(open).toHaveLength(calls);
}

test('ten calls are under way at once, and each subject is told once', async () => {
  const telling = tell();
  await standsAt(10);
  for (const answered of [4, 6]) {
    for (let count = 0; count < answered; count += 1) answer(true);
    await standsAt(10);
  }
  const rest = eventually(() => {
    while (open.length > 0) answer(true);
    return Promise.resolve(told.length === set.length && open.length === 0);
  });
  expect(await telling).toBe('ENFORCED');
  await rest;
  expect(told.toSorted()).toEqual(set.map(({ id }) => id).toSorted());
});

test.each(['is another', 'is none'])('the first answer that %s ends the work for the service', async (which) => {
  const telling = tell();
  await standsAt(10);
  if (which === 'is another') answer(false);
  else open.shift()?.destroy();
  await standsAt(9);
  while (open.length > 0) answer(true);
  expect(await telling).toBe('FAILED');
  expect(told).toHaveLength(10);
});

test('a process that stops ends it between two calls', async () => {
  const stopping = new AbortController();
  const telling = tell(stopping.signal);
  await standsAt(10);
  const reason = new Error('The process stops.');
  const ended = expect(telling).rejects.toBe(reason);
  stopping.abort(reason);
  while (open.length > 0) answer(true);
  await ended;
  expect(told).toHaveLength(10);
});
