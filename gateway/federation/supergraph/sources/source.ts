/** Where supergraphs come from: a file that composition writes, the URL of a registry, GraphOS, or Cosmo. */
import { unwatchFile, watchFile, type Stats } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { cosmoSource, type CosmoPlace } from './cosmo-source';
import { askRegistry, polledSource, type PollOptions } from './polled-source';
import { reasonOf, type SupergraphSource } from './supergraph-source';
import { uplinkSource, type UplinkPlace } from './uplink-source';

/** How often a file is looked at, in milliseconds. Looking, unlike events of the file system, works on every mount. */
const lookEvery = 1_000;

/** A file. It is best replaced by a rename: a half-written one is refused, and read again when it changes. */
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
 * A URL: asked again and again, for what has changed only (ETag).
 * @param secret headers by which the registry knows us
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

/** Where the supergraph is: a file, or a URL, GraphOS or Cosmo, which are asked every `pollEvery` milliseconds. */
export type SupergraphPlace =
  | { file: string }
  | { url: URL; pollEvery: number; secret?: Record<string, string> }
  | { uplink: UplinkPlace; pollEvery: number }
  | { cosmo: CosmoPlace; pollEvery: number };

/** The source that the configuration names. */
export function sourceOf(where: SupergraphPlace): SupergraphSource {
  if ('file' in where) return fileSource(where.file);
  if ('cosmo' in where) return cosmoSource(where.cosmo, { every: where.pollEvery });
  if ('uplink' in where) return uplinkSource(where.uplink, { every: where.pollEvery });
  return urlSource(where.url, { every: where.pollEvery }, where.secret);
}
