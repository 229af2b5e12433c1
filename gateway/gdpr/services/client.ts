/**
 * Calls the contract of one PII service. The answer is data from another team's program: it is bounded in time and size
 * and checked before anything is recorded, and whatever is wrong with it is one failed attempt (R11).
 */
import CircuitBreaker from 'opossum';
import { Pool } from 'undici';
import type { z } from 'zod';
import type { Replacement, TermInput } from '../../../subgraphs/kit';
import type { ErrorCode } from '../../../subgraphs/kit/base/errors';
import { answers, documents, type ServicePage, type ServiceReport, type SubjectPage } from './answers';
import { startDeadline, within } from '../../../subgraphs/kit/base/http/deadline';

/** On whose behalf, and for which request, a service is called. */
export interface ServiceCallScope {
  organizationId: string;
  /** The caller's subject. */
  actor: string;
  /** The data-subject request; absent for searches that belong to none. */
  requestId?: string;
}

/** Signs the service token of one call. */
export type SignServiceToken = (service: string, scope: ServiceCallScope) => Promise<string>;

/** Why a call failed. The message is ours and fit for a request's `lastError`: it names no host and repeats no answer. */
export class ServiceCallError extends Error {
  constructor(
    readonly service: string,
    readonly code: Extract<ErrorCode, `SERVICE_${string}`>,
    message: string,
    /** The service's own code, when it answered with an error. */
    readonly serviceCode?: string,
  ) {
    super(message);
    this.name = 'ServiceCallError';
  }
}

/** Bounds of one call. */
export interface ServiceCallLimits {
  /** How long one call may take, in milliseconds. Default 30,000. */
  timeout?: number;
  /** The largest answer that is read, in bytes. Default 8 MiB. */
  maximumBytes?: number;
  /** For services that speak TLS: whom to believe, and the certificate to show. */
  tls?: { ca?: Buffer; cert?: Buffer; key?: Buffer };
}

interface HttpAnswer {
  statusCode: number;
  text: string;
}

/**
 * When calls of a service are held back: at least 5 within 3 s, half of them unanswered. After 5 s one is let through to see.
 */
const circuitRules = {
  timeout: false as const,
  rollingCountTimeout: 3_000,
  volumeThreshold: 5,
  errorThresholdPercentage: 50,
  resetTimeout: 5_000,
  // Nobody reads them, and they would be worked out several times a second for each service.
  rollingPercentilesEnabled: false,
  enableSnapshots: false,
};

/** One service's contract, over HTTP. A service that does not answer is not hammered: its circuit opens (R11). */
export class PiiServiceClient {
  private readonly pool: Pool;
  /** Files may be larger than answers. */
  private readonly files: Pool;
  private readonly origin: string;
  private readonly path: string;
  private readonly timeout: number;
  private readonly maximumBytes: number;
  private readonly circuit: CircuitBreaker<[authorization: string, body: string], HttpAnswer>;

  constructor(
    readonly name: string,
    url: string,
    private readonly signToken: SignServiceToken,
    { timeout = 30_000, maximumBytes = 8 * 1024 * 1024, tls = {} }: ServiceCallLimits = {},
  ) {
    const { origin, pathname, search } = new URL(url);
    this.path = pathname + search;
    this.origin = origin;
    this.files = new Pool(origin, { connections: 4, connectTimeout: 5_000, connect: { ...tls } });
    this.timeout = timeout;
    this.maximumBytes = maximumBytes;
    this.pool = new Pool(origin, {
      connections: 32,
      connect: { ...tls },
      keepAliveTimeout: 10_000,
      connectTimeout: 5_000,
      maxResponseSize: maximumBytes,
      // The signal of a call bounds all of it.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    this.circuit = new CircuitBreaker((authorization, body) => this.post(authorization, body), circuitRules);
  }

  /** One page of what the service holds about the person. @throws ServiceCallError */
  async find(scope: ServiceCallScope, term: TermInput, first: number, after?: string | null): Promise<ServicePage> {
    const data = await this.call(scope, documents.find, { term, first, after });
    return this.checked(answers.find, data).personalData;
  }

  /** The subjects of one page of the same; without records, pages may end with the last subject. @throws ServiceCallError */
  async subjects(scope: ServiceCallScope, term: TermInput, first: number, after?: string | null): Promise<SubjectPage> {
    const data = await this.call(scope, documents.subjects, { term, first, after });
    return this.checked(answers.subjects, data).personalData;
  }

  /** A page of places that no request reaches (R18), of a service that reports them. @throws ServiceCallError */
  async unreachable(scope: ServiceCallScope, first: number, after?: string | null) {
    const data = await this.call(scope, documents.unreachable, { first, after });
    return this.checked(answers.unreachable, data).unreachableData;
  }

  /** Erases a bounded number of records; call again until `complete`. @throws ServiceCallError */
  async erase(scope: ServiceCallScope & { requestId: string }, term: TermInput, limit: number): Promise<ServiceReport> {
    const data = await this.call(scope, documents.erase, { requestId: scope.requestId, term, limit });
    return this.checked(answers.erase, data).erasePersonalData;
  }

  /** Replaces values in a bounded number of records; call again until `complete`. @throws ServiceCallError */
  async rectify(
    scope: ServiceCallScope & { requestId: string },
    term: TermInput,
    replacements: Replacement[],
    limit: number,
  ): Promise<ServiceReport> {
    const data = await this.call(scope, documents.rectify, { requestId: scope.requestId, term, replacements, limit });
    return this.checked(answers.rectify, data).rectifyPersonalData;
  }

  /**
   * Fetches a file of the service's, for `timeout` milliseconds at most.
   * @throws ServiceCallError when the file is not at this service's own address, or does not come
   */
  async download(scope: ServiceCallScope, url: string, timeout = this.timeout): Promise<AsyncIterable<Buffer>> {
    const { origin, pathname, search } = new URL(url);
    if (origin !== this.origin) {
      throw new ServiceCallError(this.name, 'SERVICE_REPLY_INVALID', 'The file is not at the service itself.');
    }
    const authorization = `Bearer ${await this.signToken(this.name, scope)}`;
    const { signal, met } = startDeadline(timeout);
    const request = { path: pathname + search, method: 'GET' as const, headers: { authorization }, signal };
    const { statusCode, body } = await this.files.request(request).catch((error: unknown) => {
      met();
      throw error;
    });
    body.once('close', met);
    if (statusCode === 200) return body as AsyncIterable<Buffer>;
    await body.dump();
    throw new ServiceCallError(this.name, 'SERVICE_REFUSED', `The service answered with the status ${statusCode}.`);
  }

  /** Closes the connections once the calls under way have ended. */
  async close(): Promise<void> {
    this.circuit.shutdown();
    await Promise.all([this.pool.close(), this.files.close()]);
  }

  private async call(scope: ServiceCallScope, query: string, variables: Record<string, unknown>): Promise<unknown> {
    const authorization = `Bearer ${await this.signToken(this.name, scope)}`;
    const { statusCode, text } = await this.throughCircuit(authorization, JSON.stringify({ query, variables }));
    let answer: unknown;
    try {
      answer = JSON.parse(text);
    } catch {
      throw new ServiceCallError(
        this.name,
        'SERVICE_REPLY_INVALID',
        `The service answered ${statusCode} with something that is not JSON.`,
      );
    }
    const { data, errors } = answer as { data?: unknown; errors?: { extensions?: { code?: unknown } }[] };
    if (Array.isArray(errors) && errors.length > 0) {
      const code = errors[0]?.extensions?.code;
      // The service's own message may repeat a person's value, so only its code is kept, and only when it looks like one.
      const serviceCode =
        typeof code === 'string' && /^[A-Z][A-Z_]{1,60}$/.test(code) ? code : ('UNKNOWN' satisfies ErrorCode);
      throw new ServiceCallError(
        this.name,
        'SERVICE_REFUSED',
        `The service answered with the error ${serviceCode}.`,
        serviceCode,
      );
    }
    if (statusCode !== 200)
      throw new ServiceCallError(
        this.name,
        'SERVICE_REPLY_INVALID',
        `The service answered with the status ${statusCode}.`,
      );
    return data;
  }

  private async throughCircuit(authorization: string, body: string): Promise<HttpAnswer> {
    try {
      return await this.circuit.fire(authorization, body);
    } catch (error) {
      if (error instanceof ServiceCallError) throw error;
      throw new ServiceCallError(
        this.name,
        'SERVICE_UNAVAILABLE',
        'The service did not answer lately; calls are held back.',
      );
    }
  }

  private async post(authorization: string, body: string): Promise<HttpAnswer> {
    const headers = { 'content-type': 'application/json', accept: 'application/json', authorization };
    try {
      return await within(this.timeout, async (signal) => {
        const response = await this.pool.request({ path: this.path, method: 'POST', headers, body, signal });
        return { statusCode: response.statusCode, text: await response.body.text() };
      });
    } catch (error) {
      const { name, code } = error as { name?: string; code?: string };
      if (name === 'TimeoutError' || name === 'AbortError' || code?.endsWith('_TIMEOUT')) {
        throw new ServiceCallError(
          this.name,
          'SERVICE_TIMEOUT',
          `The service did not answer within ${Math.ceil(this.timeout / 1000)} s.`,
        );
      }
      if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
        throw new ServiceCallError(
          this.name,
          'SERVICE_REPLY_TOO_LARGE',
          `The service answered with more than ${this.maximumBytes} bytes.`,
        );
      }
      throw new ServiceCallError(this.name, 'SERVICE_UNAVAILABLE', 'The service cannot be reached.');
    }
  }

  private checked<T>(schema: z.ZodType<T>, data: unknown): T {
    const parsed = schema.safeParse(data);
    if (parsed.success) return parsed.data;
    const place = parsed.error.issues[0]?.path.join('.') ?? '';
    throw new ServiceCallError(
      this.name,
      'SERVICE_REPLY_INVALID',
      `The service's answer does not fit the contract at ${place}.`,
    );
  }
}
