/** The sources of supergraphs: a file that composition writes, the URL of a registry, GraphOS, or Cosmo. */
import { unwatchFile, watchFile, type Stats } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { cosmoSource, type CosmoPlace } from './cosmo-source';
import { askRegistry, polledSource, type PollOptions } from './polled-source';
import { reasonOf, type SupergraphSource } from './supergraph-source';
import { uplinkSource, type UplinkPlace } from './uplink-source';

/** Milliseconds between two checks of a file. Polling works on every mount, unlike events of the file system. */
const lookEvery = 1_000;

/** Reads a file. Replace it by a rename: a half-written file may be read and refused before it is read again. */
export function fileSource(file: string): SupergraphSource {
  const read = () => readFile(file, 'utf8');
  return {
    name: 'file',
    read,
    watch(changed, failed) {
      const looked = (now: Stats, before: Stats) => {
        if (now.mtimeMs === before.mtimeMs && now.size === before.size && now.ino === before.ino) return;
        read().then(changed, (error: unknown) => failed(reasonOf(error)));
      };
      watchFile(file, { persistent: false, interval: lookEvery }, looked);
      return () => unwatchFile(file, looked);
    },
  };
}

/**
 * Polls a URL, and reads it only when it has changed (ETag).
 * @param secret headers that authenticate the gateway to the registry
 */
export function urlSource(
  url: URL,
  { every, ...bounds }: PollOptions,
  secret?: Record<string, string>,
): SupergraphSource {
  let etag: string | undefined;
  return polledSource('URL', every, async () => {
    const headers = { accept: 'text/plain, application/graphql', ...(etag ? { 'if-none-match': etag } : {}) };
    const answer = await askRegistry(url, { method: 'GET', headers, secret }, bounds);
    if (answer.status === 304) return undefined;
    etag = answer.etag;
    return answer.text;
  });
}

/** Where the supergraph is: a file; or a URL, GraphOS or Cosmo, which are polled every `pollEvery` milliseconds. */
export type SupergraphPlace =
  | { file: string }
  | { url: URL; pollEvery: number; secret?: Record<string, string> }
  | { uplink: UplinkPlace; pollEvery: number }
  | { cosmo: CosmoPlace; pollEvery: number };

/** Makes the source for a configured place. */
export function sourceOf(where: SupergraphPlace): SupergraphSource {
  if ('file' in where) return fileSource(where.file);
  if ('cosmo' in where) return cosmoSource(where.cosmo, { every: where.pollEvery });
  if ('uplink' in where) return uplinkSource(where.uplink, { every: where.pollEvery });
  return urlSource(where.url, { every: where.pollEvery }, where.secret);
}
