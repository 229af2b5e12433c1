/** Polls supergraphs over HTTP. Every response is bounded in time and size. */
import { Agent, request } from 'undici';
import { within } from '../../../../subgraphs/kit/base/http/deadline';
import { reasonOf, UnusableAnswer, type SupergraphSource } from './supergraph-source';

/** How a registry is polled. */
export interface PollOptions {
  /** Milliseconds between two polls. */
  every: number;
  /** Milliseconds that a response may take. @default 10,000 */
  timeout?: number;
  /** The largest supergraph that is read, in bytes. @default 32 MiB */
  maximumBytes?: number;
}

/** One request to a registry. */
interface Question {
  method: 'GET' | 'POST';
  headers: Record<string, string>;
  /** Headers with credentials: sent to the configured address, but not to addresses that it redirects to. */
  secret?: Record<string, string> | undefined;
  /** May hold credentials: a question that has one is sent to no other origin. */
  body?: string;
}

/** A registry's response with status 200 or 304. */
export interface RegistryAnswer {
  status: number;
  etag: string | undefined;
  text: string;
}

/** The most redirects that are followed. */
const mostRedirects = 3;

/** Sends one request to a registry. @throws UnusableAnswer */
export async function askRegistry(
  url: URL,
  { headers, secret = {}, ...question }: Question,
  { timeout = 10_000, maximumBytes = 32 * 1024 * 1024 }: Omit<PollOptions, 'every'>,
): Promise<RegistryAnswer> {
  // One agent for each request, so that no idle connection is kept between polls.
  const dispatcher = new Agent({ maxResponseSize: maximumBytes, pipelining: 0 });
  try {
    return await within(timeout, async (signal) => {
      for (let at = url, hop = 0; ; hop += 1) {
        const shown = at.origin === url.origin ? { ...headers, ...secret } : headers;
        const answer = await request(at, { ...question, dispatcher, signal, headers: shown });
        const { statusCode: status, body } = answer;
        const { etag, location } = answer.headers;
        if (status === 200)
          return { status, etag: typeof etag === 'string' ? etag : undefined, text: await body.text() };
        await body.dump();
        if (status === 304) return { status, etag: undefined, text: '' };
        if (status < 300 || status >= 400 || typeof location !== 'string' || hop >= mostRedirects)
          throw new UnusableAnswer(`HTTP_${status}`);
        const next = new URL(location, at);
        if (question.body !== undefined && next.origin !== url.origin) throw new UnusableAnswer(`HTTP_${status}`);
        at = next;
      }
    });
  } finally {
    await dispatcher.destroy();
  }
}

/**
 * Makes a source that is polled.
 * @param ask returns the supergraph, or undefined when it has not changed since the last call
 */
export function polledSource(
  name: SupergraphSource['name'],
  every: number,
  ask: () => Promise<string | undefined>,
): SupergraphSource {
  let last: string | undefined;
  const changedOne = async () => {
    const sdl = await ask();
    if (sdl === undefined || sdl === last) return undefined;
    return (last = sdl);
  };
  return {
    name,
    async read() {
      const sdl = (await changedOne()) ?? last;
      if (sdl === undefined) throw new UnusableAnswer('NOT_MODIFIED');
      return sdl;
    },
    watch(changed, failed) {
      let timer: NodeJS.Timeout | undefined;
      let ended = false;
      const look = () => {
        changedOne()
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
