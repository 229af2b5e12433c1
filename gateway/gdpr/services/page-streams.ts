/**
 * Streams of pages, of a service that has that part of the contract (`streaming`): one answer in the place of a call for each page.
 * They have connections of their own, so that neither calls nor files wait for them.
 */
import { LineTooLongError, textLines } from '../../../subgraphs/kit/base/text-lines';
import { traceHeaders } from '../../../subgraphs/kit/base/telemetry/tracing';
import { CallFailure, ServiceConnection } from '../../federation/execution/service-connection';
import { contractCalls } from '../../telemetry/calls';
import {
  callError,
  callLimits,
  ServiceCallError,
  unlimited,
  type ServiceCallLimits,
  type ServiceCallScope,
  type SignServiceToken,
} from './service-call';

/** Streams of one service at once. A copy that finds all in use is read by calls. */
const mostStreams = 4;

export class PageStreams {
  private readonly connection: ServiceConnection;
  private readonly timeout: number;
  private readonly longestLine: number;
  private open = 0;

  constructor(
    private readonly name: string,
    url: string,
    private readonly signToken: SignServiceToken,
    limits: ServiceCallLimits,
  ) {
    const { timeout, maximumResponseBytes, tls } = callLimits(limits);
    this.timeout = timeout;
    // A line is bounded as the answer with the same page would be: it has no more characters than bytes.
    this.longestLine = maximumResponseBytes;
    const bounds = { timeout, connections: mostStreams, maximumResponseBytes: unlimited, tls };
    this.connection = new ServiceConnection(new URL(url).origin, bounds);
  }

  /** Whether another stream may begin. */
  get isFree(): boolean {
    return this.open < mostStreams;
  }

  /**
   * The lines of a stream.
   * @param path where the service streams
   * @throws ServiceCallError, at once when all streams are in use, and the reason of `signal` once it has aborted
   */
  async *lines(scope: ServiceCallScope, path: string, asked: object, signal: AbortSignal): AsyncGenerator<string> {
    // Others may have begun since the caller looked at `isFree`: it has asked for the path in between.
    if (!this.isFree)
      throw new ServiceCallError(this.name, 'SERVICE_UNAVAILABLE', 'All streams of the service are in use.');
    this.open += 1;
    try {
      const body = await contractCalls.measure(this.name, 'openStream', () => this.begin(scope, path, asked, signal));
      try {
        for await (const lines of textLines(body, this.longestLine)) yield* lines;
      } catch (error) {
        signal.throwIfAborted();
        const told = this.told(error);
        contractCalls.failed(this.name, 'stream', told);
        throw told;
      }
    } finally {
      this.open -= 1;
    }
  }

  private async begin(
    scope: ServiceCallScope,
    path: string,
    asked: object,
    signal: AbortSignal,
  ): Promise<AsyncIterable<Buffer>> {
    const { timeout } = this;
    const token = await this.signToken(this.name, scope);
    const { status, body } = await this.connection
      .stream(path, token, asked, { timeout, signal, headers: traceHeaders() })
      .catch((error: unknown) => {
        signal.throwIfAborted();
        throw this.told(error);
      });
    if (status === 200) return body;
    throw new ServiceCallError(this.name, 'SERVICE_REFUSED', `The service answered with the status ${status}.`);
  }

  private told(error: unknown): ServiceCallError {
    const failure =
      error instanceof LineTooLongError
        ? new CallFailure('TOO_LARGE', 'sent a page that is too large')
        : this.connection.failureOf(error);
    return callError(this.name, failure, this.timeout);
  }

  /** Closes the connections once the streams under way have ended. */
  close(): Promise<void> {
    return this.connection.close();
  }

  /** Closes them at once: the streams under way fail, and what they are read for is begun again. */
  breakOff(): Promise<void> {
    return this.connection.destroy();
  }
}
