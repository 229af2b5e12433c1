/** Small files in a directory are complete or absent. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { BlobDisk } from '../../../../subgraphs/kit/base/blobs/blob-disk';
import { openDisk } from '../../../../subgraphs/kit/base/blobs/disk';

let directory: string;
let disk: BlobDisk;

beforeEach(async () => {
  directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-directory-'));
  disk = await openDisk({ directory }, 'small');
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

const files = () => readdirSync(path.join(directory, 'small'));

const content = (name: string) => readFileSync(path.join(directory, 'small', name), 'utf8');

test('a file is written once, and no temporary file is left', async () => {
  expect(await disk.create('1', 'one')).toBe(true);
  expect(await disk.create('1', 'another')).toBe(false);
  expect(files()).toEqual(['1']);
  expect(content('1')).toBe('one');
});

test('when many write the same file at once, one succeeds, and the file is complete', async () => {
  const other = await openDisk({ directory }, 'small');
  const texts = Array.from({ length: 16 }, (_, index) => String(index).repeat(10_000));
  const written = await Promise.all(texts.map((text, index) => (index % 2 ? disk : other).create('1', text)));
  expect(written.filter(Boolean)).toHaveLength(1);
  expect(content('1')).toBe(texts[written.indexOf(true)]);
  expect(files()).toEqual(['1']);
});

test('a failed write leaves no file, and a directory is not overwritten', async () => {
  await expect(disk.create('1', undefined as unknown as string)).rejects.toThrow();
  expect(files()).toEqual([]);
  mkdirSync(path.join(directory, 'small', '1'));
  expect(await disk.create('1', 'one')).toBe(false);
  expect(files()).toEqual(['1']);
});

test('a missing directory is reported, and nothing is written', async () => {
  rmSync(directory, { recursive: true });
  await expect(disk.create('1', 'one')).rejects.toThrow('is not there');
});
