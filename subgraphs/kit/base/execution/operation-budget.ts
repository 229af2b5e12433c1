/**
 * The bounds of one operation (R27): the nodes that it resolves, and the time until its answer. Either ends the operation, and so
 * does its caller by hanging up. Otherwise a few bytes of nested lists would hold a process for minutes.
 */
import type { GraphQLError } from 'graphql';
import { codedError } from '../errors';

/** The bounds of one operation. */
export interface OperationBounds {
  /** The most nodes that it may resolve: objects, list items and fields. @default 100,000 */
  cost: number;
  /** The longest time that it may take, in milliseconds. @default 60,000 */
  timeout: number;
}

/** The bounds, unless others are configured. */
export const defaultBounds: OperationBounds = { cost: 100_000, timeout: 60_000 };

/** The error for an operation that is too large. `cost` may be the count at which the bound was passed. */
export const tooCostly = (cost: number, maximum: number): GraphQLError =>
  codedError(
    'TOO_COSTLY',
    `The operation asks for too much at once: it costs ${cost} or more, and may cost ${maximum}, which are the objects, list items and fields of its answer. Ask for smaller pages or fewer levels.`,
    { cost, maximum },
  );

/** The budget of an operation, from its beginning to its answer. */
export class OperationBudget {
  private readonly controller = new AbortController();
  private readonly endsAt: number;
  private readonly timer: NodeJS.Timeout;
  private readonly leave = () =>
    this.end(codedError('BAD_REQUEST', 'The caller has left before the operation was answered.'));
  private spent = 0;

  /** @param gone aborts when nobody waits for the answer any more */
  constructor(
    private readonly bounds: OperationBounds,
    private readonly gone?: AbortSignal,
  ) {
    this.endsAt = performance.now() + bounds.timeout;
    this.timer = setTimeout(() => this.end(tooLate(bounds.timeout)), bounds.timeout).unref();
    if (gone?.aborted) this.leave();
    else gone?.addEventListener('abort', this.leave, { once: true });
  }

  /** Aborts when the operation ends before its answer; the reason is {@link ended}. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Why the operation ended before its answer: TOO_COSTLY, SERVICE_UNAVAILABLE when it took too long, or its caller left. */
  get ended(): GraphQLError | undefined {
    return this.signal.aborted ? (this.signal.reason as GraphQLError) : undefined;
  }

  /** The nodes that may still be resolved. */
  get left(): number {
    return Math.max(0, this.bounds.cost - this.spent);
  }

  /** Whether the operation has ended. */
  isOver(): boolean {
    // In a busy process the timer fires late.
    if (!this.signal.aborted && performance.now() > this.endsAt) this.end(tooLate(this.bounds.timeout));
    return this.signal.aborted;
  }

  /** Counts nodes. Ends the operation with TOO_COSTLY when they are more than the bound. @returns whether it may go on */
  spend(nodes: number): boolean {
    if (this.isOver()) return false;
    this.spent += nodes;
    if (this.spent > this.bounds.cost) this.end(tooCostly(this.spent, this.bounds.cost));
    return !this.signal.aborted;
  }

  /** Runs the operation's work. Work in progress when the operation ends is not waited for. @throws {@link ended} then */
  async run<T>(work: () => Promise<T> | T): Promise<T> {
    this.signal.throwIfAborted();
    let stop = () => {};
    const ended = new Promise<never>((_, reject) => {
      stop = () => reject(this.signal.reason as GraphQLError);
      this.signal.addEventListener('abort', stop, { once: true });
    });
    try {
      return await Promise.race([work(), ended]);
    } finally {
      this.signal.removeEventListener('abort', stop);
    }
  }

  /** Ends the budget of an operation that has been answered: its timer and listener are removed. */
  close(): void {
    clearTimeout(this.timer);
    this.gone?.removeEventListener('abort', this.leave);
  }

  private end(reason: GraphQLError): void {
    this.close();
    this.controller.abort(reason);
  }
}

const tooLate = (timeout: number) =>
  codedError(
    'SERVICE_UNAVAILABLE',
    `The operation was not answered within ${timeout} ms. What it changes may have been changed.`,
  );
