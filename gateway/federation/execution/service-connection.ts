/**
 * The connections to one service. All calls of services go through them, for callers' operations and for data-subject requests. A
 * call is bounded in time and size, and the reason of a failed call is safe to log.
 */
import { Pool, type Dispatcher } from 'undici';
import { startDeadline, within } from '../../../subgraphs/kit/base/http/deadline';
import type { SubgraphLimits } from './subgraph-limits';

/**
 * Why a call failed: no response in time, no response at all, a response that is too large, one that is not GraphQL, or nobody
 * who still waited for it.
 */
export type CallFailureKind = 'TIMEOUT' | 'UNREACHABLE' | 'TOO_LARGE' | 'INVALID' | 'ABANDONED';

/** Thrown when a service could not be called, or did not send a GraphQL response. */
export class CallFailure extends Error {
  /** @param reason what the service did, safe to log: it contains no address and nothing of the response */
  constructor(
    readonly kind: CallFailureKind,
    readonly reason: string,
  ) {
    super(reason);
    this.name = 'CallFailure';
  }
}

/** An operation to send. */
export interface ServiceOperation {
  /** The path of the service's endpoint, with its query string. */
  path: string;
  token: string;
  query: string;
  variables: object;
  /** Whether it only reads. It is then sent once more when the connection ends before a response has arrived. */
  repeatable: boolean;
  headers?: Record<string, string>;
  /** Milliseconds that the call may take. @default the limit of all calls */
  timeout?: number;
  /** The call is aborted when all of these signals have aborted. Without signals it runs to its end. */
  waiting?: AbortSignal[];
}

/** A GraphQL response. If it has no errors, `data` is an object. */
export interface ServiceAnswer {
  status: number;
  data: Record<string, unknown> | null;
  errors: unknown[];
}

/** Milliseconds that opening a connection may take. */
const connectTimeout = 3_000;
/** Milliseconds for which an idle connection is kept, unless the service states less. */
const keepAliveTimeout = 10_000;
/** The codes of a connection that ended before a response arrived, as when a service restarts between two calls. */
const droppedConnection = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/** A pool of connections to one origin. */
export class ServiceConnection {
  private readonly pool: Pool;

  /** @param origin the service's URL without a path */
  constructor(
    readonly origin: string,
    private readonly limits: SubgraphLimits,
  ) {
    this.pool = new Pool(origin, {
      connections: limits.connections,
      connectTimeout: Math.min(connectTimeout, limits.timeout),
      connect: { ...limits.tls },
      keepAliveTimeout,
      maxResponseSize: limits.maximumResponseBytes,
      // Each call has a signal that bounds its whole duration.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
  }

  /** Sends an operation. @throws CallFailure */
  async send({
    path,
    token,
    query,
    variables,
    repeatable,
    headers,
    timeout,
    waiting,
  }: ServiceOperation): Promise<ServiceAnswer> {
    const body = JSON.stringify({ query, variables });
    const sent = {
      'content-type': 'application/json',
      accept: 'application/json',
      authorization: `Bearer ${token}`,
      ...headers,
    };
    const ask = async (signal: AbortSignal) => {
      const request = () => this.request({ path, method: 'POST', headers: sent, body, signal });
      const response = await request().catch((error: unknown) => {
        if (!repeatable || !droppedConnection.has(codeOf(error) ?? '')) throw error;
        return request();
      });
      return { status: response.statusCode, text: await response.body.text() };
    };
    const { status, text } = await within(timeout ?? this.limits.timeout, ask, waiting).catch((error: unknown) => {
      throw this.failureOf(error);
    });
    return answerOf(status, text);
  }

  /**
   * Fetches a file, within `timeout` milliseconds in all.
   * @throws CallFailure before the response begins. Afterwards iterating the body throws the error that ended it.
   */
  async get(path: string, token: string, timeout: number): Promise<{ status: number; body: AsyncIterable<Buffer> }> {
    const { signal, met } = startDeadline(timeout);
    const headers = { authorization: `Bearer ${token}` };
    const { statusCode, body } = await this.request({ path, method: 'GET', headers, signal }).catch((error) => {
      met();
      throw this.failureOf(error);
    });
    body.once('close', met);
    if (statusCode !== 200) await body.dump();
    return { status: statusCode, body };
  }

  /**
   * Asks for an answer that is read as it comes. It begins within `timeout` milliseconds, and ends when nothing comes for as long
   * while its reader waits.
   * @throws CallFailure before the response begins. Afterwards iterating the body throws the error that ended it: see `failureOf`.
   */
  async stream(
    path: string,
    token: string,
    content: object,
    { timeout, signal: reader, headers }: { timeout: number; signal: AbortSignal; headers?: Record<string, string> },
  ): Promise<{ status: number; body: AsyncIterable<Buffer> }> {
    const { signal, begun, met } = startDeadline(timeout, [reader]);
    const { statusCode, body } = await this.request({
      path,
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
      body: JSON.stringify(content),
      bodyTimeout: timeout,
      signal,
    }).catch((error: unknown) => {
      met();
      throw this.failureOf(error);
    });
    begun();
    body.once('close', met);
    if (statusCode !== 200) await body.dump();
    return { status: statusCode, body };
  }

  /**
   * Sends a request, and resolves when its response begins. The pool heeds the signal only once a connection has taken the request,
   * so the wait for a free one ends here; the pool then drops the request unsent.
   * @param options with a signal of this call's own: the listener stays on it
   */
  private request(options: Dispatcher.RequestOptions & { signal: AbortSignal }): Promise<Dispatcher.ResponseData> {
    const { signal } = options;
    return new Promise((resolve, reject) => {
      const end = () => reject(signal.reason as Error);
      if (signal.aborted) return end();
      signal.addEventListener('abort', end, { once: true });
      this.pool.request(options, (error, response) => (error ? reject(error) : resolve(response)));
    });
  }

  /** Closes the connections, after the calls under way have ended. */
  close(): Promise<void> {
    return this.pool.close();
  }

  /** Closes them at once: the calls under way fail. */
  destroy(): Promise<void> {
    return this.pool.destroy();
  }

  /** What an error of a call means. */
  failureOf(error: unknown): CallFailure {
    if (error instanceof CallFailure) return error;
    const { name } = error as { name?: string };
    const code = codeOf(error);
    if (name === 'AbortError') return new CallFailure('ABANDONED', 'was not waited for');
    if (name === 'TimeoutError' || code?.endsWith('_TIMEOUT')) return new CallFailure('TIMEOUT', 'took too long');
    if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE')
      return new CallFailure('TOO_LARGE', `answered with more than ${this.limits.maximumResponseBytes} bytes`);
    return new CallFailure('UNREACHABLE', code ?? name ?? 'unknown');
  }
}

const codeOf = (error: unknown) => (error as { code?: string }).code;

/** Parses a response as GraphQL. @throws CallFailure */
function answerOf(status: number, text: string): ServiceAnswer {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    throw new CallFailure('INVALID', `answered ${status} with no JSON`);
  }
  const { data, errors } = isRecord(answer) ? answer : {};
  const stated: unknown[] = Array.isArray(errors) ? errors : [];
  if (stated.length === 0 && status === 401) throw new CallFailure('INVALID', 'refused the service token');
  if (stated.length === 0 && (status !== 200 || !isRecord(data)))
    throw new CallFailure('INVALID', `answered ${status} with no GraphQL response`);
  return { status, data: isRecord(data) ? data : null, errors: stated };
}

/** Whether a value of a response is an object. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
