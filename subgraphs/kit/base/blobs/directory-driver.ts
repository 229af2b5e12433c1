/** Files in a directory that may be a mounted volume: when it is away, that is said, and nothing is taken for absent or removed. */
import { mkdirSync } from 'node:fs';
import { access } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { FSDriver } from 'flydrive/drivers/fs';
import { StoreAwayError } from './unavailable';

class DirectoryDriver extends FSDriver {
  constructor(private readonly directory: string) {
    super({ location: directory, visibility: 'private' });
  }

  override async putStream(path: string, contents: Readable): Promise<void> {
    await this.assertThere();
    return super.putStream(path, contents);
  }

  override async getStream(path: string): Promise<Readable> {
    await this.assertThere();
    return super.getStream(path);
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

  private async assertThere(): Promise<void> {
    try {
      await access(this.directory);
    } catch {
      throw new StoreAwayError('The directory of the files is not there.');
    }
  }
}

/** A driver for one owner's files in a directory, made when it is not there. */
export function directoryDriver(directory: string): FSDriver {
  mkdirSync(directory, { recursive: true });
  return new DirectoryDriver(directory);
}
