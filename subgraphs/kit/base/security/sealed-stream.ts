/**
 * Encryption of files at rest, in frames of 64 KiB. Each frame is sealed with the organisation's key and bound to its place, so a
 * file of any size is written and read in constant memory, and a frame that was altered, moved or cut off is refused.
 */
import { pipeline, Transform, type Readable, type TransformCallback } from 'node:stream';
import type { OrganizationKeys } from './key-ring';

const frameSize = 64 * 1024;

/** The bytes that sealing adds to a frame: the key's version, the nonce and the tag. */
const overhead = 2 + 12 + 16;

abstract class Framed extends Transform {
  private pending: Buffer[] = [];
  private length = 0;

  constructor(
    private readonly size: number,
    private index = 0,
  ) {
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

  /** Takes the next bytes. They are copied only when they came in several pieces. */
  private cut(size: number): Buffer {
    const pieces: Buffer[] = [];
    this.length -= size;
    for (let missing = size; missing > 0;) {
      const piece = this.pending.shift() as Buffer;
      pieces.push(piece.subarray(0, missing));
      if (piece.length > missing) this.pending.unshift(piece.subarray(missing));
      missing -= Math.min(missing, piece.length);
    }
    return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
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

/** Opens the output of {@link SealingStream}, from the frame with this number on. */
class OpeningStream extends Framed {
  constructor(
    private readonly keys: OrganizationKeys,
    private readonly file: string,
    frame: number,
    /** The bytes of that frame that are left out. */
    private within: number,
  ) {
    super(frameSize + overhead, frame);
  }

  protected convert(frame: Buffer, index: number, last: boolean): Buffer {
    const opened = this.keys.decrypt(frame, placeOf(this.file, index, last));
    const wanted = this.within > 0 ? opened.subarray(this.within) : opened;
    this.within = 0;
    return wanted;
  }
}

/**
 * Reads a sealed file from a byte on. Earlier frames are not read, so that the end of a large file costs no more than its beginning.
 * The stream fails when a frame was altered, moved or cut off; it ends the reading when it is destroyed.
 * @param read reads the sealed file from a byte of it on
 */
export async function openSealed(
  keys: OrganizationKeys,
  file: string,
  read: (from: number) => Promise<Readable>,
  start = 0,
): Promise<Readable> {
  const frame = Math.floor(start / frameSize);
  const sealed = await read(frame * (frameSize + overhead));
  const opening = new OpeningStream(keys, file, frame, start % frameSize);
  // No handler is needed: `opening` reports a failure to its reader.
  pipeline(sealed, opening, () => {});
  return opening;
}
