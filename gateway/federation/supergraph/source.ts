/** Where supergraphs come from: a file that composition writes, or the URL of a registry. */
import { unwatchFile, watchFile, type Stats } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { Agent, request } from 'undici';
import { within } from '../../../subgraphs/kit/base/http/deadline';

/** A place that holds the supergraph and is looked at again and again. */
export interface SupergraphSource {
  /** What it is, for a log: never an address. */
  name: 'file' | 'URL';
  /** The supergraph that is there now. @throws when it cannot be read; `code` says why */
  read(): Promise<string>;
  /** Calls `changed` with what is there whenever it may have changed, and `failed` when it cannot be read. Returns what ends it. */
  watch(changed: (sdl: string) => void, failed: (reason: string) => void): () => void;
}

/** Why a source cannot be read, in a word: never an address. */
const reasonOf = (error: unknown): string => {
  const { code, name } = error as { code?: unknown; name?: string };
  return typeof code === 'string' ? code : (name ?? 'unknown');
};

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

/** How a URL is asked. */
export interface PollOptions {
  /** Milliseconds between two looks. */
  every: number;
  /** Milliseconds that an answer may take. */
  timeout?: number;
  /** The largest supergraph that is read, in bytes. */
  maximumBytes?: number;
}

/** The registry did not answer with a supergraph. */
class UnusableAnswer extends Error {
  constructor(readonly code: string) {
    super(`The supergraph URL answered with ${code}.`);
  }
}

/** A URL: asked again and again, for what has changed only (ETag). Every answer is bounded in time and size. */
export function urlSource(
  url: URL,
  { every, timeout = 10_000, maximumBytes = 32 * 1024 * 1024 }: PollOptions,
): SupergraphSource {
  let etag: string | undefined;
  let last: string | undefined;
  const ask = async (): Promise<string | undefined> => {
    // Opened for one question, so that nothing waits between two.
    const dispatcher = new Agent({ maxResponseSize: maximumBytes, pipelining: 0 });
    const headers = { accept: 'text/plain, application/graphql', ...(etag ? { 'if-none-match': etag } : {}) };
    try {
      return await within(timeout, async (signal) => {
        const answer = await request(url, { dispatcher, signal, headers });
        if (answer.statusCode === 304) {
          await answer.body.dump();
          return undefined;
        }
        if (answer.statusCode !== 200) {
          await answer.body.dump();
          throw new UnusableAnswer(`HTTP_${answer.statusCode}`);
        }
        const sdl = await answer.body.text();
        etag = typeof answer.headers.etag === 'string' ? answer.headers.etag : undefined;
        if (sdl === last) return undefined;
        return (last = sdl);
      });
    } finally {
      await dispatcher.destroy();
    }
  };
  return {
    name: 'URL',
    async read() {
      const sdl = (await ask()) ?? last;
      if (sdl === undefined) throw new UnusableAnswer('HTTP_304');
      return sdl;
    },
    watch(changed, failed) {
      let timer: NodeJS.Timeout | undefined;
      let ended = false;
      const look = () => {
        ask()
          .then(
            (sdl) => void (sdl !== undefined && !ended && changed(sdl)),
            (error: unknown) => void (ended || failed(reasonOf(error))),
          )
          .finally(next);
      };
      const next = () => {
        if (!ended) timer = setTimeout(look, every).unref();
      };
      next();
      return () => {
        ended = true;
        clearTimeout(timer);
      };
    },
  };
}

/** Where the supergraph is: a file, or a URL that is asked every `pollEvery` milliseconds. */
export type SupergraphPlace = { file: string } | { url: URL; pollEvery: number };

/** The source that the configuration names. */
export const sourceOf = (where: SupergraphPlace): SupergraphSource =>
  'url' in where ? urlSource(where.url, { every: where.pollEvery }) : fileSource(where.file);
