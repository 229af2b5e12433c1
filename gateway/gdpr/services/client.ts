/**
 * Calls the contract of one PII service. The answer is data from another team's program: it is bounded in time and size
 * and checked before anything is recorded, and whatever is wrong with it is one failed attempt (R11).
 */
import CircuitBreaker from 'opossum';
import type { z } from 'zod';
import type { Replacement, TermInput } from '../../../subgraphs/kit';
import { answers, documents, type ServicePage, type ServiceReport, type SubjectPage } from './answers';
import {
  CallFailure,
  ServiceConnection,
  type CallFailureKind,
  type ServiceAnswer,
  type ServiceOperation,
} from '../../federation/execution/service-connection';
import type { SubgraphLimits } from '../../federation/execution/subgraph-limits';

/** On whose behalf, and for which request, a service is called. */
export interface ServiceCallScope {
  organizationId: string;
  /** The caller's subject. */
  actor: string;
  /** The data-subject request; absent for searches that belong to none. */
  requestId?: string;
  /** Once it has aborted, no further call is made. */
  signal?: AbortSignal;
}

/** Signs the service token of one call. */
export type SignServiceToken = (service: string, scope: ServiceCallScope) => Promise<string>;

/** Why a call failed. The message is ours and fit for a request's `lastError`: it names no host and repeats no answer. */
export class ServiceCallError extends Error {
  constructor(
    readonly service: string,
    readonly code:
      | 'SERVICE_UNAVAILABLE'
      | 'SERVICE_TIMEOUT'
      | 'SERVICE_REPLY_INVALID'
      | 'SERVICE_REPLY_TOO_LARGE'
      | 'SERVICE_NO_PROGRESS'
      | 'SERVICE_REFUSED',
    message: string,
    /** The service's own code, when it answered with an error. */
    readonly serviceCode?: string,
  ) {
    super(message);
    this.name = 'ServiceCallError';
  }
}

/**
 * Bounds of every call.
 * @default 30,000 ms and 8 MiB over 32 connections
 */
export type ServiceCallLimits = Partial<SubgraphLimits>;

/** What undici takes for an answer of any size: a file is bounded by whoever reads it. */
const unlimited = -1;

/** Connections for files, beside those for calls, so that neither waits for the other. */
const fileConnections = 4;

const codes = {
  TIMEOUT: 'SERVICE_TIMEOUT',
  UNREACHABLE: 'SERVICE_UNAVAILABLE',
  TOO_LARGE: 'SERVICE_REPLY_TOO_LARGE',
  INVALID: 'SERVICE_REPLY_INVALID',
} as const satisfies Record<CallFailureKind, ServiceCallError['code']>;

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
  // A service that answers, however badly, is there.
  errorFilter: (error: unknown) => error instanceof CallFailure && ['INVALID', 'TOO_LARGE'].includes(error.kind),
};

/** One service's contract, over HTTP. A service that does not answer is not hammered: its circuit opens (R11). */
export class PiiServiceClient {
  private readonly connection: ServiceConnection;
  private readonly files: ServiceConnection;
  private readonly path: string;
  private readonly timeout: number;
  private readonly circuit: CircuitBreaker<[operation: ServiceOperation], ServiceAnswer>;

  constructor(
    readonly name: string,
    url: string,
    private readonly signToken: SignServiceToken,
    { timeout = 30_000, connections = 32, maximumResponseBytes = 8 * 1024 * 1024, tls = {} }: ServiceCallLimits = {},
  ) {
    const { origin, pathname, search } = new URL(url);
    this.path = pathname + search;
    this.timeout = timeout;
    this.connection = new ServiceConnection(origin, { timeout, connections, maximumResponseBytes, tls });
    this.files = new ServiceConnection(origin, {
      timeout,
      connections: fileConnections,
      maximumResponseBytes: unlimited,
      tls,
    });
    this.circuit = new CircuitBreaker((operation) => this.connection.send(operation), circuitRules);
  }

  /** One page of what the service holds about the person. @throws ServiceCallError */
  async find(scope: ServiceCallScope, term: TermInput, first: number, after?: string | null): Promise<ServicePage> {
    const data = await this.call(scope, documents.find, { term, first, after });
    const page = this.checked(answers.find, data).personalData;
    this.demandPage(page, page.records.length, first, after);
    return page;
  }

  /** The subjects of one page of the same; without records, pages may end with the last subject. @throws ServiceCallError */
  async subjects(scope: ServiceCallScope, term: TermInput, first: number, after?: string | null): Promise<SubjectPage> {
    const data = await this.call(scope, documents.subjects, { term, first, after });
    const page = this.checked(answers.subjects, data).personalData;
    this.demandPage(page, 0, first, after);
    return page;
  }

  /** A page of places that no request reaches (R18), of a service that reports them. @throws ServiceCallError */
  async unreachable(scope: ServiceCallScope, first: number, after?: string | null) {
    const data = await this.call(scope, documents.unreachable, { first, after });
    const page = this.checked(answers.unreachable, data).unreachableData;
    this.demandPage(page, page.places.length, first, after);
    return page;
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
    if (origin !== this.files.origin) {
      throw this.invalid('The file is not at the service itself.');
    }
    const token = await this.signToken(this.name, scope);
    const { status, body } = await this.files.get(pathname + search, token, timeout);
    if (status === 200) return body;
    throw new ServiceCallError(this.name, 'SERVICE_REFUSED', `The service answered with the status ${status}.`);
  }

  /** Closes the connections once the calls under way have ended. */
  async close(): Promise<void> {
    this.circuit.shutdown();
    await Promise.all([this.connection.close(), this.files.close()]);
  }

  private async call(scope: ServiceCallScope, query: string, variables: Record<string, unknown>): Promise<unknown> {
    scope.signal?.throwIfAborted();
    const token = await this.signToken(this.name, scope);
    // A call that fails is one failed attempt, which whoever works on the request makes again (R11).
    const repeatable = false;
    const { data, errors } = await this.throughCircuit({ path: this.path, token, query, variables, repeatable });
    if (errors.length > 0) {
      const code = (errors[0] as { extensions?: { code?: unknown } | null } | null)?.extensions?.code;
      // The service's own message may repeat a person's value, so only its code is kept, and only when it looks like one.
      const serviceCode = typeof code === 'string' && /^[A-Z][A-Z_]{1,60}$/.test(code) ? code : 'UNKNOWN';
      throw new ServiceCallError(
        this.name,
        'SERVICE_REFUSED',
        `The service answered with the error ${serviceCode}.`,
        serviceCode,
      );
    }
    return data;
  }

  private async throughCircuit(operation: ServiceOperation): Promise<ServiceAnswer> {
    try {
      return await this.circuit.fire(operation);
    } catch (error) {
      if (error instanceof CallFailure) throw this.callError(error);
      throw new ServiceCallError(
        this.name,
        'SERVICE_UNAVAILABLE',
        'The service did not answer lately; calls are held back.',
      );
    }
  }

  private callError({ kind, reason }: CallFailure): ServiceCallError {
    const messages: Record<CallFailureKind, string> = {
      TIMEOUT: `The service did not answer within ${Math.ceil(this.timeout / 1000)} s.`,
      UNREACHABLE: 'The service cannot be reached.',
      TOO_LARGE: `The service ${reason}.`,
      INVALID: `The service ${reason}.`,
    };
    return new ServiceCallError(this.name, codes[kind], messages[kind]);
  }

  private checked<T>(schema: z.ZodType<T>, data: unknown): T {
    const parsed = schema.safeParse(data);
    if (parsed.success) return parsed.data;
    const place = parsed.error.issues[0]?.path.join('.') || 'its root';
    throw this.invalid(`The service's answer does not fit the contract at ${place}.`);
  }

  /** What a page promises beside its form: no more than was asked for, and that it is not followed by itself. */
  private demandPage(
    { endCursor }: { endCursor?: string | null | undefined },
    items: number,
    first: number,
    after: string | null | undefined,
  ): void {
    if (items > first) throw this.invalid(`The service answered with ${items} items where ${first} were asked for.`);
    if (endCursor != null && endCursor === after) {
      throw new ServiceCallError(
        this.name,
        'SERVICE_NO_PROGRESS',
        'The service names the page that it was asked for as the next one.',
      );
    }
  }

  private invalid(message: string): ServiceCallError {
    return new ServiceCallError(this.name, 'SERVICE_REPLY_INVALID', message);
  }
}
