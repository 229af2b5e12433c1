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

/** Characters that are collected before they are written: many small writes are slow. */
const chunkSize = 64 * 1024;

/** Opens an entry of a ZIP file. What is added is written by `flush`, once it is enough. Closing the entry adds it to `files`. */
export function openEntry(zip: ZipFile, files: ManifestFile[], name: string) {
  const stream = new PassThrough();
  const hash = createHash('sha256');
  let byteSize = 0;
  let pending = '';
  zip.addReadStream(stream, name);
  const write = async () => {
    const bytes = Buffer.from(pending);
    pending = '';
    hash.update(bytes);
    byteSize += bytes.length;
    if (!stream.write(bytes)) await once(stream, 'drain');
  };
  return {
    add(text: string): void {
      pending += text;
    },
    async flush(): Promise<void> {
      if (pending.length >= chunkSize) await write();
    },
    async close(): Promise<void> {
      await write();
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

  /** Adds a record, as its JSON. */
  add(record: string): void {
    if (this.entry) return this.entry.add(`${record}\n`);
    this.waiting.push(record);
    this.size += record.length;
    if (this.size <= largestDocument) return;
    this.entry = this.open('ndjson');
    for (const line of this.waiting.splice(0)) this.entry.add(`${line}\n`);
  }

  /** Writes what was added, once it is enough. */
  async flush(): Promise<void> {
    await this.entry?.flush();
  }

  async close(): Promise<void> {
    if (!this.entry) {
      this.entry = this.open('json');
      this.entry.add(`[\n${this.waiting.splice(0).join(',\n')}\n]\n`);
    }
    await this.entry.close();
  }
}
