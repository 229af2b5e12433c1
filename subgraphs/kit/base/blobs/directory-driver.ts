/** Files in a directory that may be a mounted volume. While the volume is not mounted, calls fail: no file counts as absent or removed. */
import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { access, link, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { FSDriver } from 'flydrive/drivers/fs';
import type { BlobDriver } from './blob-disk';
import { StoreAwayError } from './unavailable';

/** Bytes of a stream that are read ahead, or wait to be written: fewer calls for the same bytes, while others are worked on. */
const ahead = 256 * 1024;

class DirectoryDriver extends FSDriver implements BlobDriver {
  constructor(private readonly directory: string) {
    super({ location: directory, visibility: 'private' });
  }

  /** Writes the file whole or not at all, even if the machine stops meanwhile. */
  async create(name: string, contents: string | Uint8Array): Promise<boolean> {
    await this.assertThere();
    const file = path.join(this.directory, name);
    const unfinished = `${file}.${randomUUID()}.new`;
    await mkdir(path.dirname(file), { recursive: true });
    try {
      await writeSynced(unfinished, contents);
      return await moved(unfinished, file);
    } finally {
      // A leftover file harms nothing.
      await rm(unfinished, { force: true }).catch(() => {});
    }
  }

  override async putStream(name: string, contents: Readable): Promise<void> {
    await this.assertThere();
    const file = path.join(this.directory, name);
    await mkdir(path.dirname(file), { recursive: true });
    await pipeline(contents, createWriteStream(file, { highWaterMark: ahead }));
  }

  override async getStream(name: string, start = 0): Promise<Readable> {
    await this.assertThere();
    return createReadStream(path.join(this.directory, name), { start, highWaterMark: ahead });
  }

  override async exists(path: string): Promise<boolean> {
    await this.assertThere();
    return super.exists(path);
  }

  override async delete(path: string): Promise<void> {
    await this.assertThere();
    return super.delete(path);
  }

  override async deleteAll(prefix: string): Promise<void> {
    await this.assertThere();
    return super.deleteAll(prefix);
  }

  override async listAll(...given: Parameters<FSDriver['listAll']>): ReturnType<FSDriver['listAll']> {
    await this.assertThere();
    return super.listAll(...given);
  }

  private async assertThere(): Promise<void> {
    try {
      await access(this.directory);
    } catch {
      throw new StoreAwayError('The directory of the files is not there.');
    }
  }
}

/** Codes of file systems without hard links. */
const withoutLinks: ReadonlySet<unknown> = new Set(['EPERM', 'ENOSYS', 'ENOTSUP', 'EOPNOTSUPP']);

/** Gives a file its final name unless that name is taken. Without hard links this is not atomic: the name is checked first. */
async function moved(unfinished: string, file: string): Promise<boolean> {
  try {
    await link(unfinished, file);
    return true;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EEXIST') return false;
    if (!withoutLinks.has(code)) throw error;
  }
  if (existsSync(file)) return false;
  await rename(unfinished, file);
  return true;
}

async function writeSynced(file: string, contents: string | Uint8Array): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(contents);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A driver for the files of one owner in a directory, which is created if it is missing. */
export function directoryDriver(directory: string): BlobDriver {
  mkdirSync(directory, { recursive: true });
  return new DirectoryDriver(directory);
}
