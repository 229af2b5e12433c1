/** Entries of a package that are written piece by piece, and listed in the manifest when they are whole. */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { PassThrough } from 'node:stream';
import type { ZipFile } from 'yazl';

/** A file of the package. */
export interface ManifestFile {
  name: string;
  byteSize: number;
  sha256: string;
}

/** Text that is written at once: small pieces cost more than what is in them. */
const chunkSize = 64 * 1024;

/** Opens an entry. */
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

/** Up to this many characters, records are one JSON document, as every program reads it; beyond, they come a line each. */
const largestDocument = 1024 * 1024;

/** Records of one type: an array in a `.json` file, or, when they are many, lines in an `.ndjson` file. */
export class RecordsEntry {
  private waiting: string[] = [];
  private size = 0;
  private entry: ReturnType<typeof openEntry> | undefined;

  /** @param open opens the file of this ending, once it is known how large it is */
  constructor(private readonly open: (ending: 'json' | 'ndjson') => ReturnType<typeof openEntry>) {}

  /** Writes one record. */
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
