/** Calls of one service's contract over HTTP: their token, their bounds, their circuit, and why one failed. */
import CircuitBreaker from 'opossum';
import type { ErrorCode } from '../../../subgraphs/kit/base/errors';
import { traceHeaders } from '../../../subgraphs/kit/base/telemetry/tracing';
import {
  CallFailure,
  ServiceConnection,
  type ServiceAnswer,
  type ServiceOperation,
} from '../../federation/execution/service-connection';
import { contractCalls } from '../../telemetry/calls';
import { documents } from '../../../subgraphs/kit/base/contract/answers';
import {
  callError,
  callLimits,
  ServiceCallError,
  unlimited,
  type ServiceCallLimits,
  type ServiceCallScope,
  type SignServiceToken,
} from './service-call';

/** Whether a status says that the service, or what it keeps files in, is away for a while, and not that there is no file. */
const isPassing = (status: number): boolean => status >= 500 || [401, 408, 425, 429].includes(status);

/** Connections for files, beside those for calls, so that neither waits for the other. */
const fileConnections = 8;

/** How long a search for subjects waits for a service, in milliseconds. A person waits for it, and some clients give up after 16 s. */
export const searchTimeout = 10_000;

/** Fields that only read: such a call ends when its caller leaves. One that changes data runs to its end. */
const reads: ReadonlySet<keyof typeof documents> = new Set([
  'find',
  'report',
  'subjects',
  'marked',
  'unreachable',
  'linked',
  'stream',
]);

/** Searches for subjects. */
const searches: ReadonlySet<keyof typeof documents> = new Set(['subjects', 'marked']);

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
  // A service that answers, however badly, is there. A call that was given up says nothing about its service.
  errorFilter: (error: unknown) =>
    error instanceof CallFailure && ['INVALID', 'TOO_LARGE', 'ABANDONED'].includes(error.kind),
};

/** The calls of one service. A service that does not answer is not hammered: its circuit opens (R11). */
export class ContractCalls {
  private readonly connection: ServiceConnection;
  /** A person waits for a search: it has connections beside those that long erasures may all have in use. */
  private readonly searching: ServiceConnection;
  private readonly files: ServiceConnection;
  private readonly path: string;
  private readonly timeout: number;
  private readonly circuit: CircuitBreaker<[operation: ServiceOperation, over: ServiceConnection], ServiceAnswer>;

  constructor(
    private readonly name: string,
    url: string,
    private readonly signToken: SignServiceToken,
    limits: ServiceCallLimits,
  ) {
    const { timeout, connections, maximumResponseBytes, tls } = callLimits(limits);
    const { origin, pathname, search } = new URL(url);
    this.path = pathname + search;
    this.timeout = timeout;
    const bounds = { timeout, connections, maximumResponseBytes, tls };
    this.connection = new ServiceConnection(origin, bounds);
    this.searching = new ServiceConnection(origin, bounds);
    this.files = new ServiceConnection(origin, {
      timeout,
      connections: fileConnections,
      maximumResponseBytes: unlimited,
      tls,
    });
    this.circuit = new CircuitBreaker((operation, over) => over.send(operation), circuitRules);
  }

  /**
   * Asks one field of the contract.
   * @returns its data, not yet checked
   * @throws ServiceCallError, and the reason of `scope.signal` when the caller left during a read
   */
  call(scope: ServiceCallScope, field: keyof typeof documents, variables: Record<string, unknown>): Promise<unknown> {
    scope.signal?.throwIfAborted();
    return contractCalls.measure(this.name, field, () => this.ask(scope, field, variables));
  }

  private async ask(
    scope: ServiceCallScope,
    field: keyof typeof documents,
    variables: Record<string, unknown>,
  ): Promise<unknown> {
    const token = await this.signToken(this.name, scope);
    // A call that fails is one failed attempt, which whoever works on the request makes again (R11).
    const repeatable = false;
    // The call that finds out whether a service is back runs to its end: others wait for what it finds.
    const waiting = scope.signal && reads.has(field) && !this.circuit.halfOpen ? [scope.signal] : [];
    const isSearch = searches.has(field);
    const timeout = isSearch ? Math.min(searchTimeout, this.timeout) : this.timeout;
    const over = isSearch ? this.searching : this.connection;
    const query = documents[field];
    const operation = {
      path: this.path,
      token,
      query,
      variables,
      repeatable,
      headers: traceHeaders(),
      timeout,
      waiting,
    };
    const { data, errors } = await this.throughCircuit(operation, over, timeout).catch((error: unknown) => {
      if (waiting.length > 0) scope.signal?.throwIfAborted();
      throw error;
    });
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

  private async throughCircuit(
    operation: ServiceOperation,
    over: ServiceConnection,
    timeout: number,
  ): Promise<ServiceAnswer> {
    try {
      return await this.circuit.fire(operation, over);
    } catch (error) {
      if (error instanceof CallFailure) throw callError(this.name, error, timeout);
      throw new ServiceCallError(
        this.name,
        'SERVICE_UNAVAILABLE',
        'The service did not answer lately; calls are held back.',
      );
    }
  }

  /** See `PiiServiceClient.download`. @throws ServiceCallError */
  async download(scope: ServiceCallScope, url: string, timeout = this.timeout): Promise<AsyncIterable<Buffer>> {
    const { origin, pathname, search } = new URL(url);
    if (origin !== this.files.origin) {
      throw new ServiceCallError(this.name, 'SERVICE_REPLY_INVALID', 'The file is not at the service itself.');
    }
    const token = await this.signToken(this.name, scope);
    const { status, body } = await this.files.get(pathname + search, token, timeout).catch((error: unknown) => {
      throw error instanceof CallFailure ? callError(this.name, error, timeout) : error;
    });
    if (status === 200) return body;
    const code = isPassing(status) ? 'SERVICE_UNAVAILABLE' : 'SERVICE_REFUSED';
    throw new ServiceCallError(this.name, code, `The service answered a file with the status ${status}.`);
  }

  /** Closes the connections once the calls under way have ended. */
  async close(): Promise<void> {
    this.circuit.shutdown();
    await Promise.all([this.connection.close(), this.searching.close(), this.files.close()]);
  }
}
