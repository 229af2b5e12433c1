/** Downloads of packages take no more of the store than they send, and give it back when the client leaves (R27). */
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, truncateSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { credentials, startBucketStore, type BucketStore } from '../../support/servers/bucket-store';
import { eventually } from '../../support/eventually';
import { filesIn } from '../../support/files';
import { startDownloadServer, type DownloadServer, type StoredPackage } from './download-server';

const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-downloads-'));
const megabyte = 1024 * 1024;
let bucket: BucketStore;
const servers: Record<string, DownloadServer> = {};

beforeAll(async () => {
  Object.assign(process.env, credentials);
  bucket = await startBucketStore();
  servers.directory = await startDownloadServer({ directory });
  servers.bucket = await startDownloadServer(bucket.place);
}, 60_000);

afterAll(async () => {
  for (const server of Object.values(servers)) await server.stop();
  await bucket.stop();
  rmSync(directory, { recursive: true, force: true });
});

const serverOf = (store: string) => servers[store] as DownloadServer;

/** Begins a download, and leaves when its first bytes are there. */
async function breakOff(url: string): Promise<void> {
  const [response] = (await once(get(url, { agent: false }), 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(200);
  await once(response, 'readable');
  response.destroy();
}

/** The files of the store that this process has open. */
const openFiles = () =>
  readdirSync('/proc/self/fd').filter((descriptor) => {
    try {
      return readlinkSync(`/proc/self/fd/${descriptor}`).startsWith(directory);
    } catch {
      // The descriptor by which the list itself was read.
      return false;
    }
  });

test('downloads that are broken off leave no file open', async () => {
  const stored = await serverOf('directory').store(7 * megabyte);
  const url = await stored.urlFor('officer');
  for (let download = 0; download < 10; download += 1) await breakOff(url);
  await eventually(async () => (await Promise.resolve(openFiles())).length === 0, 5_000);
});

test('after more broken-off downloads than the client of a bucket has connections, the next one is answered', async () => {
  const stored = await serverOf('bucket').store(7 * megabyte);
  const url = await stored.urlFor('officer');
  for (let download = 0; download < 60; download += 1) await breakOff(url);
  const whole = await fetch(url, { signal: AbortSignal.timeout(10_000) });
  expect(Buffer.from(await whole.arrayBuffer()).equals(stored.bytes)).toBe(true);
}, 120_000);

/** The bytes that this process has read so far, from files and from connections. */
const bytesRead = () => Number(/^rchar: (\d+)$/m.exec(readFileSync('/proc/self/io', 'utf8'))?.[1]);

const frame = 64 * 1024;
const partOf = async (stored: StoredPackage, range: string) => {
  const response = await fetch(await stored.urlFor('officer'), { headers: { range: `bytes=${range}` } });
  expect(response.status).toBe(206);
  return Buffer.from(await response.arrayBuffer());
};

describe.each(['directory', 'bucket'])('ranges of a package in a %s', (store) => {
  const size = 5 * megabyte + 1_000;
  let stored: StoredPackage;
  beforeAll(async () => {
    stored = await serverOf(store).store(size);
  });

  test.each([
    ['the whole', 0, size - 1],
    ['the first byte', 0, 0],
    ['the last byte', size - 1, size - 1],
    ['the end of a frame', frame - 1, frame - 1],
    ['the beginning of a frame', frame, frame],
    ['across a border', 3 * frame - 10, 3 * frame + 9],
    ['a whole frame', 7 * frame, 8 * frame - 1],
    ['several frames, from within one to within another', 10 * frame + 17, 14 * frame + 4_711],
    ['the last frame, which is shorter', 80 * frame, size - 1],
    ['into the last frame', 79 * frame + 5, 80 * frame + 5],
  ])('%s', async (_title, start, end) => {
    expect((await partOf(stored, `${start}-${end}`)).equals(stored.bytes.subarray(start, end + 1))).toBe(true);
  });

  test('the last frame of a package that ends with a whole one', async () => {
    const even = await serverOf(store).store(4 * frame);
    for (const range of [`${4 * frame - 1}-`, `${3 * frame}-`, `${3 * frame - 1}-`, '-1'])
      expect((await partOf(even, range)).equals(even.bytes.subarray(Number(range.split('-')[0]) || -1))).toBe(true);
  });

  test('a range at the end reads some frames, and not what is before it', async () => {
    // The first may load modules.
    await partOf(stored, '-1');
    const before = bytesRead();
    for (let range = 0; range < 3; range += 1) await partOf(stored, '-1');
    // Sockets read ahead: what counts is that the three do not read the package, which would be fifteen megabytes.
    expect(bytesRead() - before).toBeLessThan(size / 2);
  });
});

test('a range of a package whose end was cut off fails, whether it begins before or behind the cut', async () => {
  const before = new Set(filesIn(directory));
  const stored = await serverOf('directory').store(8 * frame);
  const file = filesIn(directory).find((each) => !before.has(each)) ?? '';
  const sealedFrame = frame + 30;
  // As if the file had ever had six frames.
  truncateSync(file, 6 * sealedFrame);
  for (const start of [5 * frame, 6 * frame, 7 * frame + 1, 8 * frame - 1])
    await expect(partOf(stored, `${start}-`)).rejects.toThrow();
  expect(
    (await partOf(stored, `${4 * frame}-${5 * frame - 1}`)).equals(stored.bytes.subarray(4 * frame, 5 * frame)),
  ).toBe(true);
});

test('eight downloads of a caller are open at once, more wait for their turn, and another caller goes on', async () => {
  const stored = await serverOf('directory').store(7 * megabyte);
  const url = await stored.urlFor('officer');
  const open: IncomingMessage[] = [];
  for (let download = 0; download < 8; download += 1) {
    const [response] = (await once(get(url, { agent: false }), 'response')) as [IncomingMessage];
    expect(response.statusCode).toBe(200);
    open.push(response);
  }
  let answered = 0;
  const leave = new AbortController();
  const one = { headers: { range: 'bytes=0-0' } };
  const left = fetch(url, { ...one, signal: leave.signal }).catch(() => 'left');
  const waiting = Array.from({ length: 20 }, () => fetch(url, one).finally(() => (answered += 1)));
  expect((await fetch(await stored.urlFor('another'), one)).status).toBe(206);
  expect(answered).toBe(0);
  leave.abort();
  expect(await left).toBe('left');
  for (const response of open) response.destroy();
  for (const answer of await Promise.all(waiting)) expect(answer.status).toBe(206);
});

test('so many may wait, and no more', async () => {
  const stored = await serverOf('directory').store(7 * megabyte, 'waiting');
  const url = await stored.urlFor('officer');
  const leave = new AbortController();
  const refused: Response[] = [];
  const tooMany = 5;
  const asked = Array.from({ length: 8 + 500 + tooMany }, async () => {
    const answer = await fetch(url, { signal: leave.signal }).catch(() => null);
    if (answer?.status === 429) refused.push(answer);
    return answer;
  });
  try {
    await eventually(async () => (await Promise.resolve(refused.length)) === tooMany, 60_000);
    for (const answer of refused) {
      expect(answer.headers.get('retry-after')).toBe('5');
      expect(await answer.json()).toMatchObject({
        errors: [{ extensions: { code: 'RATE_LIMITED', retryAfterSeconds: 5 } }],
      });
    }
  } finally {
    leave.abort();
  }
  await Promise.all(asked);
  await eventually(async () => (await fetch(url, { headers: { range: 'bytes=0-0' } })).status === 206, 10_000);
}, 90_000);
