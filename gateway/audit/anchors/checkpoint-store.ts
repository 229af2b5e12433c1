/** Stores checkpoints as files in a directory or a bucket, which the operator copies elsewhere or protects from overwriting. */
import type { JWTVerifyGetKey } from 'jose';
import type { BlobPlace } from '../../../subgraphs/kit/base/blobs/blob-place';
import type { BlobDisk } from '../../../subgraphs/kit/base/blobs/blob-disk';
import { openDisk } from '../../../subgraphs/kit/base/blobs/disk';
import { verifyCheckpoint, type StoredCheckpoint } from './checkpoint';

/** The folder of the checkpoints in the configured place. */
const checkpointFolder = 'audit-checkpoints';

/** The most files in one folder. */
const inFolder = 10_000;
/** How many files are read in parallel. */
const atOnce = 16;

/** What the store holds under a number: a checkpoint, nothing, or a file that no key of the gateway signed. */
export type Found = StoredCheckpoint | 'MISSING' | 'FORGED';

export class CheckpointStore {
  private constructor(
    private readonly disk: BlobDisk,
    private readonly keys: JWTVerifyGetKey,
  ) {}

  /** @param keys the gateway's public keys, including those of earlier signing keys */
  static async open(place: BlobPlace, keys: JWTVerifyGetKey): Promise<CheckpointStore> {
    return new CheckpointStore(await openDisk(place, checkpointFolder), keys);
  }

  private file(number: number): string {
    return `${Math.floor(number / inFolder)}/${number}.jws`;
  }

  /** Writes a checkpoint unless one of that number exists. @returns whether it was written */
  write(number: number, jws: string): Promise<boolean> {
    return this.disk.create(this.file(number), jws);
  }

  async read(number: number): Promise<Found> {
    if (!(await this.disk.exists(this.file(number)))) return 'MISSING';
    const stored = await verifyCheckpoint(await this.disk.get(this.file(number)), this.keys);
    return stored?.checkpoint.number === number ? stored : 'FORGED';
  }

  /** Returns the highest number of a stored checkpoint; 0 when there is none. Gaps before it do not matter. */
  async newest(): Promise<number> {
    const folder = Math.max(...(await this.numbers('/')));
    return folder < 0 ? 0 : Math.max(0, ...(await this.numbers(`${folder}`)));
  }

  /** Returns the names in a folder that are numbers, and -1, so that the list is never empty. */
  private async numbers(folder: string): Promise<number[]> {
    const numbers = [-1];
    for (let paginationToken: string | undefined; ;) {
      const page = await this.disk.listAll(folder, paginationToken ? { paginationToken } : {});
      for (const { name } of page.objects) {
        const [, number] = /^(\d{1,12})(?:\.jws)?$/.exec(name) ?? [];
        if (number) numbers.push(Number(number));
      }
      paginationToken = page.paginationToken;
      if (!paginationToken) return numbers;
    }
  }

  /** Reads the checkpoints from one number to another, both included, in order. */
  async *range(from: number, to: number): AsyncGenerator<{ number: number; found: Found }> {
    for (let first = from; first <= to; first += atOnce) {
      const numbers = Array.from({ length: Math.min(atOnce, to - first + 1) }, (_, index) => first + index);
      const found = await Promise.all(numbers.map((number) => this.read(number)));
      yield* numbers.map((number, index) => ({ number, found: found[index] ?? 'MISSING' }));
    }
  }
}
