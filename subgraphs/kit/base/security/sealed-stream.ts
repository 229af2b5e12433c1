/**
 * Encryption of files at rest, in frames of 64 KiB. Each frame is sealed with the organisation's key and bound to its place, so a
 * file of any size is written and read in constant memory, and a frame that was altered, moved or cut off is refused.
 */
import { Transform, type TransformCallback } from 'node:stream';
import type { OrganizationKeys } from './key-ring';

const frameSize = 64 * 1024;

/** The bytes that sealing adds to a frame: the key's version, the nonce and the tag. */
const overhead = 2 + 12 + 16;

abstract class Framed extends Transform {
  private pending: Buffer[] = [];
  private length = 0;
  private index = 0;

  constructor(private readonly size: number) {
    super();
  }

  protected abstract convert(frame: Buffer, index: number, last: boolean): Buffer;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.pending.push(chunk);
    this.length += chunk.length;
    try {
      // Only the end tells which frame is the last, so one frame is always held back.
      while (this.length > this.size) this.push(this.convert(this.cut(this.size), this.index++, false));
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  override _flush(done: TransformCallback): void {
    try {
      this.push(this.convert(this.cut(this.length), this.index, true));
      done();
    } catch (error) {
      done(error as Error);
    }
  }

  private cut(size: number): Buffer {
    const all = this.pending.length === 1 ? (this.pending[0] as Buffer) : Buffer.concat(this.pending);
    this.pending = all.length > size ? [all.subarray(size)] : [];
    this.length = all.length - size;
    return all.subarray(0, size);
  }
}

const placeOf = (file: string, index: number, last: boolean) => `${file}/${index}${last ? '/last' : ''}`;

/** Seals what is written to it. `file` names the file (`gdpr_export/` and the request's id), and the result opens under that name only. */
export class SealingStream extends Framed {
  constructor(
    private readonly keys: OrganizationKeys,
    private readonly file: string,
  ) {
    super(frameSize);
  }

  protected convert(frame: Buffer, index: number, last: boolean): Buffer {
    return this.keys.encrypt(frame, placeOf(this.file, index, last));
  }
}

/** Opens the output of {@link SealingStream}, starting at a byte: earlier frames are skipped without decryption. */
export class OpeningStream extends Framed {
  private readonly skipped: number;
  private within: number;

  constructor(
    private readonly keys: OrganizationKeys,
    private readonly file: string,
    start = 0,
  ) {
    super(frameSize + overhead);
    this.skipped = Math.floor(start / frameSize);
    this.within = start % frameSize;
  }

  protected convert(frame: Buffer, index: number, last: boolean): Buffer {
    if (index < this.skipped) return nothing;
    const opened = this.keys.decrypt(frame, placeOf(this.file, index, last));
    const wanted = this.within > 0 ? opened.subarray(this.within) : opened;
    this.within = 0;
    return wanted;
  }
}

const nothing = Buffer.alloc(0);
