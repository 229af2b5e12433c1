/** What stores of files can do beyond flydrive's own calls. */
import type { Readable } from 'node:stream';
import { Disk, errors } from 'flydrive';
import type { DriverContract } from 'flydrive/types';

/** A driver that can write a file only if it does not exist yet, and read the end of a file alone. */
export interface BlobDriver extends DriverContract {
  /** Writes a small file unless one of that name exists. @returns whether it was written */
  create(name: string, contents: string | Uint8Array): Promise<boolean>;

  /** Reads a file. @param start the first byte to read */
  getStream(name: string, start?: number): Promise<Readable>;
}

/** A store of files in which several processes can agree on which of them writes a file, and large files are read in parts. */
export class BlobDisk extends Disk {
  constructor(private readonly own: BlobDriver) {
    super(own);
  }

  /**
   * Writes a small file unless one of that name exists. Of several processes at once, one succeeds.
   * @returns whether it was written. After a lost reply it may be false although it was: the file's content tells
   */
  create(name: string, contents: string | Uint8Array): Promise<boolean> {
    return this.own.create(name, contents);
  }

  /** Reads a file. @param start the first byte to read */
  override async getStream(name: string, start = 0): Promise<Readable> {
    const { key } = this.file(name);
    try {
      return await this.own.getStream(key, start);
    } catch (cause) {
      throw new errors.E_CANNOT_READ_FILE([key], { cause });
    }
  }
}
