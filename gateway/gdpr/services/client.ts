/**
 * Calls the contract of one PII service. The answer is data from another team's program: it is bounded in time and size
 * and checked before anything is recorded, and whatever is wrong with it is one failed attempt (R11).
 */
import CircuitBreaker from 'opossum';
import type { z } from 'zod';
import type { Replacement, TermInput } from '../../../subgraphs/kit';
import type { ErrorCode } from '../../../subgraphs/kit/base/errors';
import { answers, documents, type ServicePage, type ServiceReport, type SubjectPage } from './answers';
import {
  CallFailure,
  ServiceConnection,
  type CallFailureKind,
  type ServiceAnswer,
  type ServiceOperation,
} from '../../federation/execution/service-connection';
import { contractCalls } from '../../telemetry/calls';
import { traceHeaders } from '../../../subgraphs/kit/base/telemetry/tracing';
import { circuitRules } from './circuit-rules';
import { ServiceCallError, type ServiceCallLimits, type ServiceCallScope, type SignServiceToken } from './service-call';

/** Whether a status says that the service, or what it keeps files in, is away for a while, and not that there is no file. */
const isPassing = (status: number): boolean => status >= 500 || [401, 408, 425, 429].includes(status);

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

  /**
   * One page of what the service holds about the person.
   * @param asOf a mark: what came to hold the term after it is counted and not in the page (R25)
   * @throws ServiceCallError
   */
  async find(
    scope: ServiceCallScope,
    term: TermInput,
    first: number,
    after?: string | null,
    asOf?: string | null,
  ): Promise<ServicePage> {
    const data = await this.call(scope, 'find', { term, first, after, asOf });
    const page = this.checked(answers.find, data).personalData;
    this.assertPage(page, page.records.length, first, after);
    return page;
  }

  /** The subjects of one page of the same; without records, pages may end with the last subject. @throws ServiceCallError */
  async subjects(
    scope: ServiceCallScope,
    term: TermInput,
    first: number,
    after?: string | null,
    asOf?: string | null,
  ): Promise<SubjectPage> {
    const data = await this.call(scope, 'subjects', { term, first, after, asOf });
    const page = this.checked(answers.subjects, data).personalData;
    this.assertPage(page, 0, first, after);
    return page;
  }

  /** A page of places that no request reaches (R18), of a service that reports them. @throws ServiceCallError */
  async unreachable(scope: ServiceCallScope, first: number, after?: string | null) {
    const data = await this.call(scope, 'unreachable', { first, after });
    const page = this.checked(answers.unreachable, data).unreachableData;
    this.assertPage(page, page.places.length, first, after);
    return page;
  }

  /**
   * Erases a bounded number of records; call again until `complete`.
   * @param asOf a mark: what came to hold the term after it is left alone (R25)
   * @throws ServiceCallError
   */
  async erase(
    scope: ServiceCallScope & { requestId: string },
    term: TermInput,
    limit: number,
    asOf?: string | null,
  ): Promise<ServiceReport> {
    const data = await this.call(scope, 'erase', { requestId: scope.requestId, term, limit, asOf });
    return this.checked(answers.erase, data).erasePersonalData;
  }

  /** Replaces values in a bounded number of records; call again until `complete`. `asOf` as for `erase`. @throws ServiceCallError */
  async rectify(
    scope: ServiceCallScope & { requestId: string },
    term: TermInput,
    replacements: Replacement[],
    limit: number,
    asOf?: string | null,
  ): Promise<ServiceReport> {
    const { requestId } = scope;
    const data = await this.call(scope, 'rectify', { requestId, term, replacements, limit, asOf });
    return this.checked(answers.rectify, data).rectifyPersonalData;
  }

  /**
   * Restricts a subject's data, or lifts that (R34), in a service that has that part of the contract.
   * @returns whether they are under this restriction now
   * @throws ServiceCallError
   */
  async restrict(
    scope: ServiceCallScope & { requestId: string },
    term: TermInput,
    restricted: boolean,
  ): Promise<boolean> {
    const data = await this.call(scope, 'restrict', { restrictionId: scope.requestId, term, restricted });
    return this.checked(answers.restrict, data).restrictPersonalData.restricted;
  }

  /**
   * Fetches a file of the service's, for `timeout` milliseconds at most.
   * @throws ServiceCallError SERVICE_REPLY_INVALID when the file is not at this service's own address, SERVICE_REFUSED when the
   * service does not hand it out, and another code when it cannot be asked now: the same file may come later
   */
  async download(scope: ServiceCallScope, url: string, timeout = this.timeout): Promise<AsyncIterable<Buffer>> {
    const { origin, pathname, search } = new URL(url);
    if (origin !== this.files.origin) {
      throw this.invalid('The file is not at the service itself.');
    }
    const token = await this.signToken(this.name, scope);
    const { status, body } = await this.files.get(pathname + search, token, timeout).catch((error: unknown) => {
      throw error instanceof CallFailure ? this.callError(error, timeout) : error;
    });
    if (status === 200) return body;
    const code = isPassing(status) ? 'SERVICE_UNAVAILABLE' : 'SERVICE_REFUSED';
    throw new ServiceCallError(this.name, code, `The service answered a file with the status ${status}.`);
  }

  /** Closes the connections once the calls under way have ended. */
  async close(): Promise<void> {
    this.circuit.shutdown();
    await Promise.all([this.connection.close(), this.files.close()]);
  }

  private call(
    scope: ServiceCallScope,
    field: keyof typeof documents,
    variables: Record<string, unknown>,
  ): Promise<unknown> {
    scope.signal?.throwIfAborted();
    return contractCalls.measure(this.name, field, () => this.ask(scope, documents[field], variables));
  }

  private async ask(scope: ServiceCallScope, query: string, variables: Record<string, unknown>): Promise<unknown> {
    const token = await this.signToken(this.name, scope);
    // A call that fails is one failed attempt, which whoever works on the request makes again (R11).
    const repeatable = false;
    const headers = traceHeaders();
    const operation = { path: this.path, token, query, variables, repeatable, headers };
    const { data, errors } = await this.throughCircuit(operation);
    if (errors.length > 0) {
      const code = (errors[0] as { extensions?: { code?: unknown } | null } | null)?.extensions?.code;
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

  private callError({ kind, reason }: CallFailure, timeout = this.timeout): ServiceCallError {
    const messages: Record<CallFailureKind, string> = {
      TIMEOUT: `The service did not answer within ${Math.ceil(timeout / 1000)} s.`,
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
  private assertPage(
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
