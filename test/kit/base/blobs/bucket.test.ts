/** Files in an S3-compatible store behave as in a directory. */
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { BlobDisk } from '../../../../subgraphs/kit/base/blobs/blob-disk';
import { openDisk } from '../../../../subgraphs/kit/base/blobs/disk';
import { credentials, startBucketStore, type BucketStore } from '../../../support/servers/bucket-store';

let store: BucketStore;

beforeAll(async () => {
  Object.assign(process.env, credentials);
  store = await startBucketStore();
});

afterAll(() => store.stop());

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

test('a file is written, read, found and removed; each owner has a folder', async () => {
  const disk = await openDisk(store.place, 'messaging');
  const other = await openDisk(store.place, 'recordings');
  await disk.putStream('a/1', Readable.from([Buffer.from('one')]));
  await other.putStream('a/1', Readable.from([Buffer.from('another')]));
  expect(await store.keys()).toEqual(['messaging/a/1', 'recordings/a/1']);
  expect(String(await buffer(await disk.getStream('a/1')))).toBe('one');
  expect([await disk.exists('a/1'), await disk.exists('a/2')]).toEqual([true, false]);
  await disk.delete('a/1');
  await disk.delete('a/1');
  expect(await store.keys()).toEqual(['recordings/a/1']);
  await expect(disk.getStream('a/1')).rejects.toThrow();
  await other.deleteAll('a/');
  expect(await store.keys()).toEqual([]);
});

test('a large stream of unknown length is written in parts', async () => {
  const disk = await openDisk(store.place, 'exports');
  const bytes = randomBytes(20 * 1024 * 1024);
  const pieces = Array.from({ length: 20 }, (_, index) =>
    bytes.subarray(index * 1024 * 1024, (index + 1) * 1024 * 1024),
  );
  await disk.putStream('large', Readable.from(pieces));
  expect(sha256(await buffer(await disk.getStream('large')))).toBe(sha256(bytes));
  await disk.delete('large');
});

test('files that are opened and never read keep no connection: more than there are can be opened', async () => {
  const disk = await openDisk(store.place, 'unread');
  await disk.putStream('large', Readable.from([randomBytes(7 * 1024 * 1024)]));
  for (let file = 0; file < 60; file += 1) (await disk.getStream('large')).destroy();
  expect(await buffer(await disk.getStream('large'))).toHaveLength(7 * 1024 * 1024);
  await disk.delete('large');
}, 30_000);

test('a stream that fails leaves no file', async () => {
  const disk = await openDisk(store.place, 'exports');
  const failing = Readable.from(
    (function* () {
      for (let piece = 0; piece < 12; piece += 1) yield randomBytes(1024 * 1024);
      throw new Error('The source broke.');
    })(),
  );
  await expect(disk.putStream('broken', failing)).rejects.toThrow('Cannot write file');
  expect(await store.keys()).toEqual([]);
});

test('when many write the same small file at once, one succeeds; if the store refuses conditions, a later writer still does not overwrite it', async () => {
  const written = async (disks: BlobDisk[]) =>
    Promise.all(disks.map((disk, index) => disk.create('0/1.jws', `of ${index}`)));
  const own = await openDisk(store.place, 'once');
  const other = await openDisk(store.place, 'once');
  const all = await written([own, other, own, other, own, other]);
  expect(all.filter(Boolean)).toHaveLength(1);
  expect(await own.get('0/1.jws')).toBe(`of ${all.indexOf(true)}`);
  expect(await store.keys()).toEqual(['once/0/1.jws']);

  const former = await startBucketStore('REFUSED');
  try {
    const disk = await openDisk(former.place, 'once');
    expect(await written([disk])).toEqual([true]);
    expect(await written([disk])).toEqual([false]);
    expect(await former.keys()).toEqual(['once/0/1.jws']);
  } finally {
    await former.stop();
  }
});
