import type { FastifyReply, FastifyRequest } from 'fastify';
import { codedError } from '../../subgraphs/kit/base/errors';
import { callerGone } from '../../subgraphs/kit/base/execution/caller-gone';
import type { OperationBudget } from '../../subgraphs/kit/base/execution/operation-budget';
import type { Logger } from '../../subgraphs/kit/base/logger';
import type { Caller } from '../../subgraphs/kit/base/security/caller-token';

/** The context of one operation: who asks, and under which id it is logged. */
export interface GatewayContext {
  readonly caller: Caller;
  /** One for each HTTP request; handed on to the services as `x-request-id`. */
  readonly requestId: string;
  readonly logger: Logger;
  /** Aborts when the caller has hung up. */
  readonly gone: AbortSignal;
  /** Counts the nodes that an operation has resolved, for whose turn comes next. */
  spend(nodes: number): void;
}

/** The same, for one execution of an operation: a subscription has one for each of its events. */
export interface ExecutionContext extends GatewayContext {
  readonly budget: OperationBudget;
  /** What only a subscription has. */
  readonly stream?: StreamContext;
}

/** Between the source of a subscription's events and the code that answers them. */
export interface StreamContext {
  /** Aborts when nobody wants to hear of events any more. */
  readonly signal: AbortSignal;
  /** An event has come; it is executed with a budget of its own. @returns false when another supergraph must continue */
  begin(): boolean;
  /** The source has failed: there will be no more events. */
  fail(reason: unknown): void;
}

/** The context of an operation that came over HTTP. */
export class RequestContext implements GatewayContext {
  readonly caller: Caller;
  readonly gone: AbortSignal;
  private ownLogger: Logger | undefined;

  /** @throws UNAUTHENTICATED when the request was let in without a caller */
  constructor(
    private readonly request: FastifyRequest,
    reply: FastifyReply,
    private readonly parentLogger: Logger,
  ) {
    if (!request.caller) throw codedError('UNAUTHENTICATED', 'A bearer token is required.');
    this.caller = request.caller;
    this.gone = callerGone(reply.raw);
  }

  get requestId(): string {
    return this.request.id;
  }

  /** Made only when there is something to log, which is rare. */
  get logger(): Logger {
    return (this.ownLogger ??= this.parentLogger.child({ requestId: this.requestId }));
  }

  spend(nodes: number): void {
    if (this.request.place) this.request.place.nodes += nodes;
  }

  /** Tells the request log which operation it was. */
  nameOperation(name: string | undefined): void {
    this.request.operationName = name;
  }
}
