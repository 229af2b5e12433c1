/** The files of the checkpoints: in a directory or a bucket, which the operator ships away or lets nobody write over. */
import type { JWTVerifyGetKey } from 'jose';
import type { BlobPlace } from '../../../subgraphs/kit/base/blobs/blob-place';
import type { CreatingDisk } from '../../../subgraphs/kit/base/blobs/creating-disk';
import { openDisk } from '../../../subgraphs/kit/base/blobs/disk';
import { verifyCheckpoint, type StoredCheckpoint } from './checkpoint';

/** The folder of the checkpoints in the place that the configuration names. */
const checkpointFolder = 'audit-checkpoints';

/** So many files are in a folder at most. */
const inFolder = 10_000;
/** So many are read at once. */
const atOnce = 16;

/** What a number stands for: a checkpoint, none, or a file that is not one of ours. */
export type Found = StoredCheckpoint | 'MISSING' | 'FORGED';

export class CheckpointStore {
  private constructor(
    private readonly disk: CreatingDisk,
    private readonly keys: JWTVerifyGetKey,
  ) {}

  /** @param keys the gateway's public keys, those of earlier signing keys too */
  static async open(place: BlobPlace, keys: JWTVerifyGetKey): Promise<CheckpointStore> {
    return new CheckpointStore(await openDisk(place, checkpointFolder), keys);
  }

  private file(number: number): string {
    return `${Math.floor(number / inFolder)}/${number}.jws`;
  }

  /** Writes a checkpoint unless there is one of that number. Answers whether it was written. */
  write(number: number, jws: string): Promise<boolean> {
    return this.disk.create(this.file(number), jws);
  }

  async read(number: number): Promise<Found> {
    if (!(await this.disk.exists(this.file(number)))) return 'MISSING';
    const stored = await verifyCheckpoint(await this.disk.get(this.file(number)), this.keys);
    return stored?.checkpoint.number === number ? stored : 'FORGED';
  }

  /** The number of the newest; 0 when there is none. What is missing before it does not count. */
  async newest(): Promise<number> {
    const folder = Math.max(...(await this.numbers('/')));
    return folder < 0 ? 0 : Math.max(0, ...(await this.numbers(`${folder}`)));
  }

  /** The names in a folder that are numbers, and -1. */
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

  /** The checkpoints from one number to another, in order. */
  async *range(from: number, to: number): AsyncGenerator<{ number: number; found: Found }> {
    for (let first = from; first <= to; first += atOnce) {
      const numbers = Array.from({ length: Math.min(atOnce, to - first + 1) }, (_, index) => first + index);
      const found = await Promise.all(numbers.map((number) => this.read(number)));
      yield* numbers.map((number, index) => ({ number, found: found[index] ?? 'MISSING' }));
    }
  }
}
