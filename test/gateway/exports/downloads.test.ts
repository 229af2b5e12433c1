/** Downloads of packages take no more of the store than they send, and give it back when the client leaves (R27). */
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readlinkSync, rmSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { credentials, startBucketStore, type BucketStore } from '../../support/servers/bucket-store';
import { eventually } from '../../support/eventually';
import { startDownloadServer, type DownloadServer } from './download-server';

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
