/** The open streams of callers: how many, for how long, and how they are cut when the subscription has not ended. */
import type { ServerResponse } from 'node:http';
import { HeaderMap } from '@apollo/server';
import type { FastifyReply } from 'fastify';
import { codedError } from '../../../subgraphs/kit/base/errors';
import type { Caller } from '../../../subgraphs/kit/base/security/caller-token';

/** How many streams one caller may have open at one gateway. */
const streamsOfCaller = 20;
/** When a caller with too many of them may try again, in seconds. */
const retryAfterSeconds = 60;
/** The longest time that a timer takes, in milliseconds. */
const longestTimer = 2 ** 31 - 1;
/** How long a client may take to read what is left when its stream is cut, in milliseconds. */
const readingTime = 1_000;

export class OpenStreams {
  private readonly byCaller = new Map<string, Set<ServerResponse>>();
  private ended = false;

  /**
   * Counts a stream while its answer is open. The stream is cut when its token expires; the client reconnects with a new one.
   * @returns a signal that is aborted once the answer has ended, for whatever reason, and at once when the client has left before
   * @throws RATE_LIMITED when the caller has too many; SERVICE_UNAVAILABLE when the gateway is stopping
   */
  open(caller: Caller, { raw }: FastifyReply): AbortSignal {
    if (this.ended) throw codedError('SERVICE_UNAVAILABLE', 'This process is stopping.');
    // The client left while its token or its operation was read: no event will say so.
    if (raw.destroyed) return AbortSignal.abort();
    const key = keyOf(caller);
    const own = this.byCaller.get(key) ?? new Set();
    if (own.size >= streamsOfCaller)
      throw codedError('RATE_LIMITED', `A caller may have ${streamsOfCaller} streams open at once.`, {
        retryAfterSeconds,
        http: { status: 429, headers: new HeaderMap([['retry-after', String(retryAfterSeconds)]]) },
      });
    this.byCaller.set(key, own);
    own.add(raw);
    const expiry = setTimeout(() => cut(raw), Math.min(caller.expiresAt.getTime() - Date.now(), longestTimer));
    const closed = new AbortController();
    // The end of the answer, not of the connection, which may carry many streams one after the other.
    raw.once('close', () => {
      clearTimeout(expiry);
      own.delete(raw);
      if (own.size === 0) this.byCaller.delete(key);
      closed.abort();
    });
    return closed.signal;
  }

  /** Cuts all streams and refuses new ones. */
  end(): void {
    this.ended = true;
    for (const own of this.byCaller.values()) for (const response of own) cut(response);
  }
}

/**
 * Cuts a stream that is not finished by ending its connection within the answer. Clients take that for a network fault and
 * reconnect; after `complete` they would not.
 */
export function cut({ socket }: ServerResponse): void {
  if (!socket) return;
  // What was written is still sent.
  socket.destroySoon();
  setTimeout(() => socket.destroy(), readingTime).unref();
}

const keyOf = ({ organizationId, subject }: Caller) => JSON.stringify([organizationId, subject]);
