/** Writes entries of a package piece by piece. A finished entry is listed in the manifest. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { ZipFile } from 'yazl';

/** A file of the package, as the manifest lists it. */
export interface ManifestFile {
  name: string;
  byteSize: number;
  sha256: string;
}

/** Characters that are buffered before they are written: many small writes are slow. */
const chunkSize = 64 * 1024;

/** Opens an entry of a ZIP file. Closing it adds it to `files`. */
export function openEntry(zip: ZipFile, files: ManifestFile[], name: string) {
  const stream = new PassThrough();
  const hash = createHash('sha256');
  let byteSize = 0;
  let pending = '';
  zip.addReadStream(stream, name);
  const flush = async () => {
    const bytes = Buffer.from(pending);
    pending = '';
    hash.update(bytes);
    byteSize += bytes.length;
    if (!stream.write(bytes)) await once(stream, 'drain');
  };
  return {
    async write(text: string): Promise<void> {
      pending += text;
      if (pending.length >= chunkSize) await flush();
    },
    async close(): Promise<void> {
      await flush();
      stream.end();
      files.push({ name, byteSize, sha256: hash.digest('hex') });
    },
  };
}

/** Records of up to this many characters form one JSON document, which every program can read; more are written one per line. */
const largestDocument = 1024 * 1024;

/** Writes records of one type: as an array in a `.json` file or, when they are large, as lines of an `.ndjson` file. */
export class RecordsEntry {
  private waiting: string[] = [];
  private size = 0;
  private entry: ReturnType<typeof openEntry> | undefined;

  /** @param open opens the file; called once the size, and so the ending, is known */
  constructor(private readonly open: (ending: 'json' | 'ndjson') => ReturnType<typeof openEntry>) {}

  async write(record: object): Promise<void> {
    const text = JSON.stringify(record);
    if (!this.entry) {
      this.waiting.push(text);
      this.size += text.length;
      if (this.size <= largestDocument) return;
      this.entry = this.open('ndjson');
      for (const line of this.waiting.splice(0)) await this.entry.write(`${line}\n`);
      return;
    }
    await this.entry.write(`${text}\n`);
  }

  async close(): Promise<void> {
    if (!this.entry) {
      this.entry = this.open('json');
      await this.entry.write(`[\n${this.waiting.splice(0).join(',\n')}\n]\n`);
    }
    await this.entry.close();
  }
}
