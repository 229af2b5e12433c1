/** The pages of a copy come whole and in order, by a stream or by calls, however a stream fails (R11, R13). */
import { once } from 'node:events';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { readPages } from '../../../gateway/exports/read-pages';
import { PiiServiceClient } from '../../../gateway/gdpr/services/client';
import { term } from './support';

const records = 1_800;
/** What the gateway asks for at once. */
const pageSize = 500;

type Page = ReturnType<typeof pageFrom>;

function pageFrom(after: string | null | undefined, first: number, words = 'words') {
  const start = Number(after ?? 0);
  const end = Math.min(start + first, records);
  return {
    subjects: [],
    subjectRequired: false,
    newerRecords: 0,
    endCursor: end < records ? String(end) : null,
    records: Array.from({ length: end - start }, (_, index) => ({
      id: String(start + index),
      recordType: 'Message',
      createdAt: null,
      fields: [{ name: 'text', category: 'COMMUNICATION', value: words }],
      attachments: [],
    })),
  };
}

const allPages = () => [null, '500', '1000', '1500'].map((after) => pageFrom(after, pageSize));
const line = (page: Page) => `${JSON.stringify(page)}\n`;

/** How a made-up service streams. */
const ways = {
  whole: (response) => void response.end(allPages().map(line).join('')),
  'in small pieces': async (response) => {
    const text = Buffer.from(line(pageFrom(null, pageSize, 'Grüße')) + allPages().slice(1).map(line).join(''));
    for (let at = 0; at < text.length; at += 1_001)
      if (!response.write(text.subarray(at, at + 1_001))) await once(response, 'drain');
    response.end();
  },
  'broken off within a page': async (response) => {
    const [one, two, three] = allPages().map(line);
    response.write(`${one}${two}${three?.slice(0, 100)}`);
    await pause(50);
    response.destroy();
  },
  'ended before the last page': (response) => void response.end(allPages().slice(0, 2).map(line).join('')),
  'silent after a page': (response) => void response.write(allPages().slice(0, 1).map(line).join('')),
  'silent from the start': () => undefined,
  'no JSON': (response) => void response.end('<html>\n'),
  'no page': (response) => void response.end('{"records":[]}\n'),
  'too many records on a page': (response) => void response.end(line(pageFrom(null, pageSize + 1))),
  'a line that is too large': (response) => void response.end(line(pageFrom(null, pageSize, 'words '.repeat(2_000)))),
  'an endless line': (response) => {
    const more = () => {
      while (!response.destroyed && response.write('words '.repeat(10_000))) continue;
    };
    response.on('drain', more);
    more();
  },
  'a page that follows itself': (response) =>
    void response.end(line(pageFrom(null, pageSize)) + line({ ...pageFrom('500', pageSize), endCursor: '500' })),
  refused: (response) => void response.writeHead(503).end(),
} satisfies Record<string, (response: ServerResponse) => void | Promise<void>>;

type Way = keyof typeof ways;

let way: Way = 'whole';
let asked: { path: string | undefined; after?: string | null }[] = [];
let server: Server;
let client: PiiServiceClient;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = JSON.parse(Buffer.concat(chunks).toString()) as {
        query?: string;
        variables: { first: number; after?: string | null };
      };
      if (request.url === '/pages') {
        asked.push({ path: request.url });
        return void ways[way](response);
      }
      response.setHeader('content-type', 'application/json');
      if (body.query?.includes('streamPersonalData'))
        return response.end(JSON.stringify({ data: { streamPersonalData: { path: '/pages' } } }));
      const { first, after } = body.variables;
      asked.push({ path: request.url, after: after ?? null });
      return response.end(JSON.stringify({ data: { personalData: pageFrom(after, first) } }));
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`;
  const limits = { timeout: 3_000, maximumResponseBytes: 1024 * 1024 };
  client = new PiiServiceClient('made-up', url, () => Promise.resolve('token'), limits);
});

afterAll(async () => {
  await client.close();
  server.closeAllConnections();
  server.close();
});

beforeEach(() => (asked = []));

const scope = { organizationId: 'pages', actor: 'test' };
const pages = (mayStream = true, claim = new AbortController().signal) =>
  readPages({ client, scope, term, mayStream, claim });

async function idsOf(read: ReturnType<typeof pages>): Promise<string[]> {
  const ids: string[] = [];
  for await (const page of read) ids.push(...page.records.map(({ id }) => id));
  return ids;
}

const everyId = Array.from({ length: records }, (_, index) => String(index));
const calls = () => asked.filter(({ path }) => path === '/graphql').map(({ after }) => after);

test.each<[Way, (string | null)[]]>([
  ['whole', []],
  ['in small pieces', []],
  ['broken off within a page', ['1000', '1500']],
  ['ended before the last page', ['1000', '1500']],
  ['silent after a page', ['500', '1000', '1500']],
  ['silent from the start', [null, '500', '1000', '1500']],
  ['no JSON', [null, '500', '1000', '1500']],
  ['no page', [null, '500', '1000', '1500']],
  ['too many records on a page', [null, '500', '1000', '1500']],
  ['a line that is too large', [null, '500', '1000', '1500']],
  ['an endless line', [null, '500', '1000', '1500']],
  ['a page that follows itself', ['500', '1000', '1500']],
  ['refused', [null, '500', '1000', '1500']],
])('a stream %s: every record comes once and in order, and calls go on where it ended', async (stream, expected) => {
  way = stream;
  expect(await idsOf(pages())).toEqual(everyId);
  expect(calls()).toEqual(expected);
  expect(asked.filter(({ path }) => path === '/pages')).toHaveLength(1);
});

test('a service without the part is never asked for a stream', async () => {
  way = 'whole';
  expect(await idsOf(pages(false))).toEqual(everyId);
  expect(asked.some(({ path }) => path === '/pages')).toBe(false);
});

test('there is a bound of streams of one service: what is more is read by calls, and not made to wait', async () => {
  way = 'silent after a page';
  const held = Array.from({ length: 4 }, () => pages());
  await Promise.all(held.map((each) => each.next()));
  way = 'whole';
  expect(await idsOf(pages())).toEqual(everyId);
  expect(calls()).toEqual([null, '500', '1000', '1500']);
  // A reader who leaves makes room.
  await held[0]?.return(undefined);
  asked = [];
  expect(await idsOf(pages())).toEqual(everyId);
  expect(calls()).toEqual([]);
  await Promise.all(held.map((each) => each.return(undefined)));
});

test('the bound holds for copies that begin at the same moment', async () => {
  way = 'silent after a page';
  const begun = Array.from({ length: 6 }, () => pages());
  await Promise.all(begun.map((each) => each.next()));
  expect(asked.filter(({ path }) => path === '/pages')).toHaveLength(4);
  expect(calls()).toEqual([null, null]);
  await Promise.all(begun.map((each) => each.return(undefined)));
  // Each of them has given back what it took.
  way = 'whole';
  asked = [];
  await Promise.all(Array.from({ length: 4 }, async () => expect(await idsOf(pages())).toEqual(everyId)));
  expect(calls()).toEqual([]);
});

test('nothing more is read once the worker has lost its claim', async () => {
  way = 'silent after a page';
  const lost = new AbortController();
  const read = pages(true, lost.signal);
  await read.next();
  const next = read.next();
  lost.abort(new Error('The claim is lost.'));
  await expect(next).rejects.toThrow('The claim is lost.');
  expect(calls()).toEqual([]);
});
