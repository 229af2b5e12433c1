/**
 * The connections to one service. Whoever calls a service, for a caller's operation or for a data-subject request, calls it
 * through this: the call is bounded in time and size, and a failed one says why in words that are fit for a log.
 */
import { Pool } from 'undici';
import { startDeadline, within } from '../../../subgraphs/kit/base/http/deadline';
import type { SubgraphLimits } from './subgraph-limits';

/**
 * Why a call failed: no answer in time, none at all, one that is too large, one that is no GraphQL response, or nobody who
 * waited for it any more.
 */
export type CallFailureKind = 'TIMEOUT' | 'UNREACHABLE' | 'TOO_LARGE' | 'INVALID' | 'ABANDONED';

/** A service could not be asked, or gave no GraphQL response. */
export class CallFailure extends Error {
  /** @param reason what the service did, in our words: it names no address and repeats no answer */
  constructor(
    readonly kind: CallFailureKind,
    readonly reason: string,
  ) {
    super(reason);
    this.name = 'CallFailure';
  }
}

/** An operation as it is sent. */
export interface ServiceOperation {
  /** The path of the service's endpoint, with its query. */
  path: string;
  token: string;
  query: string;
  variables: object;
  /** Whether it may be sent once more when the connection ends before an answer has come: it only reads. */
  repeatable: boolean;
  headers?: Record<string, string>;
  /** How long it may take, in milliseconds, when that differs from the limit of all calls. */
  timeout?: number;
  /** Those who wait for the answer: the call ends when all of them have gone. It runs to its end when there are none. */
  waiting?: AbortSignal[];
}

/** A GraphQL response: without errors, `data` is an object. */
export interface ServiceAnswer {
  status: number;
  data: Record<string, unknown> | null;
  errors: unknown[];
}

/** How long a connection may take to open, in milliseconds. */
const connectTimeout = 3_000;
/** How long an idle connection is kept, in milliseconds, unless the service says less. */
const keepAliveTimeout = 10_000;
/** The connection ended before an answer came: as happens when a service restarts between two calls. */
const droppedConnection = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE']);

/** The connections to one address, and what is sent through them. */
export class ServiceConnection {
  private readonly pool: Pool;

  /** @param origin the service's address, without a path */
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
      // The signal of a call bounds all of it.
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
      const request = () => this.pool.request({ path, method: 'POST', headers: sent, body, signal });
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

  /** Fetches a file, for `timeout` milliseconds at most. @throws CallFailure; the body throws what ends the connection */
  async get(path: string, token: string, timeout: number): Promise<{ status: number; body: AsyncIterable<Buffer> }> {
    const { signal, met } = startDeadline(timeout);
    const headers = { authorization: `Bearer ${token}` };
    const { statusCode, body } = await this.pool.request({ path, method: 'GET', headers, signal }).catch((error) => {
      met();
      throw this.failureOf(error);
    });
    body.once('close', met);
    if (statusCode !== 200) await body.dump();
    return { status: statusCode, body };
  }

  /** Closes the connections once the calls under way have ended. */
  close(): Promise<void> {
    return this.pool.close();
  }

  private failureOf(error: unknown): CallFailure {
    const { name } = error as { name?: string };
    const code = codeOf(error);
    if (name === 'AbortError') return new CallFailure('ABANDONED', 'was not waited for');
    if (name === 'TimeoutError' || code?.endsWith('_TIMEOUT'))
      return new CallFailure('TIMEOUT', 'took too long');
    if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE')
      return new CallFailure('TOO_LARGE', `answered with more than ${this.limits.maximumResponseBytes} bytes`);
    return new CallFailure('UNREACHABLE', code ?? name ?? 'unknown');
  }
}

const codeOf = (error: unknown) => (error as { code?: string }).code;

/** What a service answered, as a GraphQL response. @throws CallFailure */
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

/** Whether a value of an answer is an object. */
export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
