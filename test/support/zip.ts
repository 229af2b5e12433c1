/** Reads packages with a ZIP library other than the one that writes them. */
import { createHash } from 'node:crypto';
import { fromBufferPromise } from 'yauzl';

export interface Manifest {
  services: { service: string; outcome: string }[];
  files: { name: string; byteSize: number; sha256: string }[];
  omitted: { service: string; item: string; reason: string }[];
  withheld: { service: string; item: string; reason: string; count: number }[];
}

export const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Reads every entry, by name. */
export async function unzip(bytes: Buffer): Promise<Map<string, Buffer>> {
  const zip = await fromBufferPromise(bytes, { lazyEntries: true });
  const entries = new Map<string, Buffer>();
  for await (const entry of zip.eachEntry()) {
    const chunks: Buffer[] = [];
    for await (const chunk of await zip.openReadStreamPromise(entry)) chunks.push(chunk as Buffer);
    if (entries.has(entry.fileName)) throw new Error(`The package has two entries ${entry.fileName}.`);
    entries.set(entry.fileName, Buffer.concat(chunks));
  }
  return entries;
}

/** Opens a package and checks it against its manifest. */
export async function checkedPackage(bytes: Buffer): Promise<{ entries: Map<string, Buffer>; manifest: Manifest }> {
  const entries = await unzip(bytes);
  const manifest = JSON.parse(String(entries.get('manifest.json'))) as Manifest;
  const listed = manifest.files.map(({ name }) => name);
  expect([...entries.keys()].sort()).toEqual([...listed, 'manifest.json', 'manifest.json.sig'].sort());
  for (const { name, byteSize, sha256: expected } of manifest.files) {
    const content = entries.get(name) ?? Buffer.alloc(0);
    if (content.length !== byteSize || sha256(content) !== expected)
      throw new Error(`${name} is not what the manifest says.`);
  }
  return { entries, manifest };
}

/** The records of a data file: a JSON document, or JSON lines. */
export function recordsIn(name: string, content: Buffer): { id: string }[] {
  const text = String(content);
  if (name.endsWith('.json')) return JSON.parse(text) as { id: string }[];
  return text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string });
}
