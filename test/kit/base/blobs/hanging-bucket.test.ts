/** A store that hangs, before an answer or within one, delays a call by no more than the time limit for silence. */
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { Disk } from 'flydrive';
import { openDisk } from '../../../../subgraphs/kit/base/blobs/disk';
import { credentials, startBucketStore, type BucketStore } from '../../../support/servers/bucket-store';
import { startHangingStore, type HangingStore, type Silence } from '../../../support/faults/hanging-store';

/** How long the store may send nothing, in milliseconds. */
const timeout = 1_500;
const mebibyte = 1024 * 1024;
const bytes = randomBytes(20 * mebibyte);

let store: BucketStore;
let proxy: HangingStore;
/** `disk` goes through the proxy, `direct` does not. */
let disk: Disk;
let direct: Disk;

beforeAll(async () => {
  Object.assign(process.env, credentials);
  store = await startBucketStore();
  direct = await openDisk(store.place, 'exports');
  await direct.putStream('large', Readable.from([bytes]));
});
beforeEach(async () => {
  proxy = await startHangingStore(store.place.endpoint);
  disk = await openDisk({ ...store.place, endpoint: proxy.endpoint, timeout }, 'exports');
});
afterEach(() => proxy.stop());
afterAll(() => store.stop());

const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const pieces = () =>
  Readable.from(Array.from({ length: 20 }, (_, at) => bytes.subarray(at * mebibyte, (at + 1) * mebibyte)));

describe('a file is read completely although the store hangs', () => {
  test.each<[string, Silence[]]>([
    ['before it answers', [{ before: 'call' }]],
    ['before it answers, twice', [{ before: 'call' }, { before: 'call' }]],
    ['within the head of its answer', [{ after: 20, of: 'answer' }]],
    ['within the file', [{ after: 5 * mebibyte, of: 'answer' }]],
    [
      'within the file, again and again, and before it goes on',
      [
        { after: 5 * mebibyte, of: 'answer' },
        { before: 'call' },
        { after: 5 * mebibyte, of: 'answer' },
        { after: 5 * mebibyte, of: 'answer' },
      ],
    ],
  ])('%s', async (_when, silences) => {
    proxy.next = [...silences];
    expect(sha256(await buffer(await disk.getStream('large')))).toBe(sha256(bytes));
    expect(proxy.hung).toBe(silences.length);
  });
});

describe('a file is written completely although the store hangs', () => {
  test.each<[string, Silence[]]>([
    ['before it hears of it', [{ before: 'call' }]],
    ['within a part', [{ after: 2 * mebibyte, of: 'call' }]],
    ['before it answers', [{ after: 20, of: 'answer' }]],
    [
      'within parts, and before others',
      [{ after: 3 * mebibyte, of: 'call' }, { before: 'call' }, { after: 2 * mebibyte, of: 'call' }],
    ],
  ])('%s', async (_when, silences) => {
    proxy.next = [...silences];
    await disk.putStream('written', pieces());
    expect(proxy.hung).toBe(silences.length);
    expect(sha256(await buffer(await direct.getStream('written')))).toBe(sha256(bytes));
    await direct.delete('written');
  });
});

test('a file is found, and removed alone and with others, although the store hangs', async () => {
  for (const name of ['a/1', 'a/2', 'b']) await direct.putStream(name, Readable.from([Buffer.from(name)]));
  const work: (() => Promise<unknown>)[] = [
    async () => expect(await disk.exists('b')).toBe(true),
    () => disk.delete('b'),
    () => disk.deleteAll('a/'),
  ];
  for (const [at, each] of work.entries()) {
    proxy.dropConnections();
    proxy.next = [{ before: 'call' }];
    await each();
    expect(proxy.hung).toBe(at + 1);
  }
  expect(await store.keys()).toEqual(['exports/large']);
});

test('every call to a store that hangs for good fails', async () => {
  const answers = async (stream: Promise<Readable>) => buffer(await stream);
  proxy.silent = true;
  const began = Date.now();
  const ended = await Promise.allSettled([
    answers(disk.getStream('large')),
    disk.putStream('never', pieces()),
    disk.exists('large'),
    disk.delete('large'),
    disk.deleteAll('large/'),
  ]);
  expect(ended.map(({ status }) => status)).toEqual(ended.map(() => 'rejected'));
  // Three attempts, and for the upload three more to remove the parts that were sent.
  expect(Date.now() - began).toBeLessThan(20 * timeout);
});

test('a call fails when the store hangs for good within a file', async () => {
  proxy.next = [{ after: 5 * mebibyte, of: 'answer' }];
  const content = await disk.getStream('large');
  content.once('data', () => (proxy.silent = true));
  await expect(buffer(content)).rejects.toThrow();
});

test('a slow reader is not mistaken for a store that hangs', async () => {
  const parts: Buffer[] = [];
  for await (const part of await disk.getStream('large')) {
    if (parts.length < 2) await pause(2 * timeout);
    parts.push(part as Buffer);
  }
  expect(sha256(Buffer.concat(parts))).toBe(sha256(bytes));
});

test('the call ends when the reader stops reading', async () => {
  const content = await disk.getStream('large');
  content.destroy();
  expect(sha256(await buffer(await disk.getStream('large')))).toBe(sha256(bytes));
});

test('a missing file is distinguished from a store that hangs', async () => {
  await expect(disk.getStream('nowhere')).rejects.toThrow('nowhere');
});
