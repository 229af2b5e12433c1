/** How the clients of services end: with the process in bounded time, and after what is under way when a service leaves (R11). */
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gatherPart } from '../../../../gateway/exports/gather-part';
import { ExportStore } from '../../../../gateway/exports/store/export-store';
import { PiiServices, type PiiService } from '../../../../gateway/gdpr/services/pii-services';
import { openDisk } from '../../../../subgraphs/kit/base/blobs/disk';
import { inOrganization } from '../../../../subgraphs/kit/base/security/organization-context';
import { eventually } from '../../../support/eventually';
import { keys, organizationId, term } from '../../exports/support';

const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-closing-'));
const requestId = '01900000-0000-7000-8000-00000000000a';
let server: Server;
let services: PiiServices;
/** Answers that are not whole yet: of streams, of calls, and of files. */
let held: Record<'/pages' | '/graphql' | '/file', ServerResponse[]>;
/** The attachments of the first page. */
let attachments: object[];

const page = (id: string, endCursor: string | null) => ({
  subjects: [],
  subjectRequired: false,
  newerRecords: 0,
  endCursor,
  records: [{ id, recordType: 'Message', createdAt: null, fields: [], attachments: endCursor ? attachments : [] }],
});
const line = (...of: Parameters<typeof page>) => `${JSON.stringify(page(...of))}\n`;

beforeEach(async () => {
  held = { '/pages': [], '/graphql': [], '/file': [] };
  attachments = [];
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const asksForPath = chunks.join('').includes('streamPersonalData');
      if (asksForPath) return response.end(JSON.stringify({ data: { streamPersonalData: { path: '/pages' } } }));
      if (request.url === '/pages') response.write(line('1', '1'));
      if (request.url === '/file') response.write('begun');
      return held[request.url as keyof typeof held].push(response);
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  services = new PiiServices(() => Promise.resolve('token'));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  attachments = [];
  services.update([
    { name: 'made-up', graph: 'MADE_UP', url, ownsSubjects: [], parts: ['streaming'], processing: [], labels: [] },
  ]);
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

afterAll(() => rmSync(directory, { recursive: true, force: true }));

const client = () => (services.get('made-up') as PiiService).client;

/** Gathers the part of an export; `seen` are the records that were written. */
function gather(mayStream: boolean) {
  const seen: string[] = [];
  const gathered = inOrganization(keys, async () =>
    gatherPart({
      store: new ExportStore(await openDisk({ directory }, 'exports')),
      client: client(),
      scope: { organizationId, actor: 'test', requestId },
      term,
      mayStream,
      attempt: 1,
      limits: { maximumBytes: 1024 * 1024, timeout: 60_000 },
      claim: new AbortController().signal,
      leavesOut: () => Promise.resolve(false),
      onPage: ({ records }) => Promise.resolve(void seen.push(...records.map(({ id }) => id))),
    }),
  );
  return { seen, gathered };
}

async function expectClosed(): Promise<void> {
  const began = performance.now();
  await services.close();
  expect(performance.now() - began).toBeLessThan(4_000);
}

test('a process that stops breaks its streams off: the part ends as one that failed', async () => {
  const { seen, gathered } = gather(true);
  const failed = expect(gathered).rejects.toMatchObject({ name: 'ServiceCallError', code: 'SERVICE_UNAVAILABLE' });
  await eventually(() => Promise.resolve(seen.length === 1));
  await expectClosed();
  await failed;
  expect(seen).toEqual(['1']);
});

test('a call that is not answered holds no process that stops', async () => {
  const call = client()
    .find({ organizationId, actor: 'test' }, { email: 'ana@example.com' }, 10)
    .catch(() => 'failed');
  await eventually(() => Promise.resolve(held['/graphql'].length === 1));
  await expectClosed();
  server.closeAllConnections();
  expect(await call).toBe('failed');
});

test('nor does a file that does not come to its end, and none is left out of a package for it', async () => {
  const url = new URL('/file', `http://127.0.0.1:${(server.address() as AddressInfo).port}`).href;
  attachments = [{ id: 'a', filename: 'a.txt', mediaType: 'text/plain', byteSize: 10, sha256: 'a'.repeat(64), url }];
  const { seen, gathered } = gather(false);
  await eventually(() => Promise.resolve(held['/graphql'].length === 1));
  held['/graphql'][0]?.end(JSON.stringify({ data: { personalData: page('1', '1') } }));
  await eventually(() => Promise.resolve(held['/file'].length === 1));
  await expectClosed();
  // Its reader waits on, as it does until the process is gone.
  expect(seen).toEqual([]);
  server.closeAllConnections();
  await expect(gathered).rejects.toMatchObject({ name: 'ServiceCallError' });
});

test('a stream of a service that leaves the supergraph is read to its end', async () => {
  const { seen, gathered } = gather(true);
  await eventually(() => Promise.resolve(seen.length === 1));
  services.update([]);
  held['/pages'][0]?.end(line('2', null));
  await gathered;
  expect(seen).toEqual(['1', '2']);
});
