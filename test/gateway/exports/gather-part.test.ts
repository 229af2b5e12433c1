/** Gathering asks for the next page while the one before is written, and for no more than that one. */
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ExportStore } from '../../../gateway/exports/export-store';
import { gatherPart, type GatherOptions } from '../../../gateway/exports/gather-part';
import { PiiServiceClient } from '../../../gateway/gdpr/services/client';
import { openDisk } from '../../../subgraphs/kit/base/blobs/disk';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { keys, organizationId, term } from './support';

const pages = 4;
const requestId = '01900000-0000-7000-8000-00000000000b';
const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-gather-'));
/** The cursors that the service was asked for. */
let asked: (string | null)[] = [];
/** The page that the service cannot answer. */
let broken: string | null = null;
let server: Server;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { variables } = JSON.parse(Buffer.concat(chunks).toString()) as { variables: { after?: string | null } };
      const after = variables.after ?? null;
      asked.push(after);
      server.emit('asked', after);
      if (after !== null && after === broken) return void response.writeHead(500).end();
      const at = Number(after ?? 0);
      const fields = [{ name: 'text', category: 'COMMUNICATION', value: `text ${at}` }];
      const records = [{ id: `record-${at}`, recordType: 'Message', createdAt: null, fields, attachments: [] }];
      const endCursor = at + 1 < pages ? String(at + 1) : null;
      const personalData = { subjects: [], subjectRequired: false, asOf: 'mark', newerRecords: 0, endCursor, records };
      response.setHeader('content-type', 'application/json').end(JSON.stringify({ data: { personalData } }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(directory, { recursive: true, force: true });
});

beforeEach(() => {
  asked = [];
  broken = null;
});

async function gather(attempt: number, onPage: GatherOptions['onPage']): Promise<string> {
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const client = new PiiServiceClient('made-up', url, () => Promise.resolve('token'));
  try {
    return await inOrganization(keys, async () => {
      const store = new ExportStore(await openDisk({ directory }, 'exports'));
      await gatherPart({
        store,
        client,
        scope: { organizationId, actor: 'test', requestId },
        term,
        attempt,
        limits: { maximumBytes: 1_024, timeout: 2_000 },
        claim: new AbortController().signal,
        onPage,
      });
      const chunks: Buffer[] = [];
      for await (const chunk of await store.readPart(requestId, 'made-up', attempt, 'records'))
        chunks.push(chunk as Buffer);
      return Buffer.concat(chunks).toString();
    });
  } finally {
    await client.close();
  }
}

test('the next page is asked for while a page is written down, and no other', async () => {
  let seen = 0;
  const text = await gather(1, async () => {
    seen += 1;
    // Without the next page on its way, this waits until the test has taken too long.
    while (asked.length < Math.min(seen + 1, pages)) await once(server, 'asked');
    await pause(50);
    expect(asked).toHaveLength(Math.min(seen + 1, pages));
  });
  expect(asked).toEqual([null, '1', '2', '3']);
  const records = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string });
  expect(records.map(({ id }) => id)).toEqual(['record-0', 'record-1', 'record-2', 'record-3']);
});

test('what a page fails with that nobody waits for any more is not heard; the reason to stop is', async () => {
  broken = '1';
  const unheard: unknown[] = [];
  const note = (reason: unknown) => unheard.push(reason);
  process.on('unhandledRejection', note);
  try {
    const gathering = gather(2, async () => {
      while (asked.length < 2) await once(server, 'asked');
      await pause(50);
      throw new Error('The claim is lost.');
    });
    await expect(gathering).rejects.toThrow('The claim is lost.');
    await pause(50);
    expect(unheard).toEqual([]);
  } finally {
    process.off('unhandledRejection', note);
  }
});
