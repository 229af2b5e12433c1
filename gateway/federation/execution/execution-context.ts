import { OperationBudget, type OperationBounds } from '../../../subgraphs/kit/base/execution/operation-budget';
import type { ExecutionContext, GatewayContext, StreamContext } from '../../http/context';

/** The context of one execution: that of the request, with a budget of its own. */
export class Execution implements ExecutionContext {
  constructor(
    private readonly request: GatewayContext,
    private readonly currentBudget: () => OperationBudget,
    readonly stream?: StreamContext,
  ) {}

  get budget() {
    return this.currentBudget();
  }

  get caller() {
    return this.request.caller;
  }

  get requestId() {
    return this.request.requestId;
  }

  get gone() {
    return this.request.gone;
  }

  get logger() {
    return this.request.logger;
  }

  spend(nodes: number): void {
    this.request.spend(nodes);
  }
}

/** An open subscription. The runtime uses one context for all its events, so the budget in it is replaced for each event. */
export class Stream implements StreamContext {
  readonly execution: ExecutionContext;
  /** Whether an event arrived after another supergraph had taken over; that one must answer it. */
  superseded = false;
  /** Why the source of the events failed, if it did. */
  failure: Error | undefined;
  private budget: OperationBudget;

  constructor(
    request: GatewayContext,
    private readonly bounds: OperationBounds,
    readonly signal: AbortSignal,
    private readonly serves: () => boolean,
  ) {
    this.budget = this.newBudget();
    this.execution = new Execution(request, () => this.budget, this);
  }

  begin(): boolean {
    this.superseded = !this.serves();
    this.budget.close();
    if (this.superseded) return false;
    this.budget = this.newBudget();
    return true;
  }

  fail(reason: unknown): void {
    this.failure = reason instanceof Error ? reason : new Error('The source of the events has failed.');
  }

  close(): void {
    this.budget.close();
  }

  private newBudget(): OperationBudget {
    return new OperationBudget(this.bounds, this.signal);
  }
}
