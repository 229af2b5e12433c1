/** The supergraph as Apollo Server's `gateway`: Apollo parses and validates, this plans, executes and completes. */
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import { GraphQLError, visit, type DocumentNode, type ExecutionResult } from 'graphql';
import { countNodes } from '../../subgraphs/kit/base/execution/count-nodes';
import { OperationBudget, tooCostly, type OperationBounds } from '../../subgraphs/kit/base/execution/operation-budget';
import type { ExecutionContext, GatewayContext } from '../http/context';
import { internalError } from '../security/errors';
import { coerceVariables } from '../security/variables';
import { completeResult, type RawResult } from './execution/complete-result';
import { withOuterPath } from './execution/response-keys';
import type { Operation, Supergraph } from './supergraph/supergraph';
import type { SupergraphStore } from './supergraph/store';

type Gateway = NonNullable<ApolloServerOptionsWithGateway<GatewayContext>['gateway']>;
type SchemaCallback = Parameters<Gateway['onSchemaLoadOrUpdate']>[0];
type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;

export class FederationGateway implements Gateway {
  private readonly callbacks = new Set<SchemaCallback>();

  constructor(
    private readonly store: SupergraphStore,
    private readonly bounds: OperationBounds,
  ) {
    store.on('changed', (next) => this.announce(next));
  }

  onSchemaLoadOrUpdate(callback: SchemaCallback): () => void {
    this.callbacks.add(callback);
    return () => this.callbacks.delete(callback);
  }

  load(): ReturnType<Gateway['load']> {
    this.announce(this.store.current);
    return Promise.resolve({ executor: this.execute });
  }

  stop(): Promise<void> {
    this.callbacks.clear();
    return Promise.resolve();
  }

  private announce({ schema, sdl }: Supergraph): void {
    for (const callback of this.callbacks) callback({ apiSchema: schema, coreSupergraphSdl: sdl });
  }

  /** Runs one operation that is valid in a schema that this gateway has announced. */
  readonly execute: Executor = async ({ document, operation, request, schema, context }) => {
    // Apollo Server asks even when the document has no operation of the wanted name, to be told so.
    if (!(operation as typeof operation | undefined))
      return { errors: [new GraphQLError('The document has no such operation, or several and none is named.')] };
    const supergraph = this.store.of(schema);
    const coerced = coerceVariables(supergraph.schema, document, operation, request.variables);
    if (coerced.errors) return { errors: coerced.errors };
    const gatewayContext = context as GatewayContext;
    const { values: variables } = coerced;
    const budget = new OperationBudget(this.bounds, gatewayContext.gone);
    try {
      const context = new Execution(gatewayContext, budget);
      return await budget.run(() => this.answer(supergraph, { document, operation, variables, context }));
    } catch (error) {
      return { errors: [error instanceof GraphQLError ? error : internalError(gatewayContext.logger, error)] };
    } finally {
      budget.close();
    }
  };

  private async answer(supergraph: Supergraph, asked: Operation): Promise<ExecutionResult> {
    const { document, operation, variables, context } = asked;
    const raw = await supergraph
      .execute(asked)
      .catch((error: unknown): RawResult => ({ errors: [internalError(context.logger, error)] }));
    // What the services answered once may stand in the result many times.
    const nodes = countNodes(raw.data, this.bounds.cost);
    if (nodes > this.bounds.cost) throw tooCostly(nodes, this.bounds.cost);
    if (!raw.errors && raw.data && supergraph.isComplete(asked, raw.data)) return { data: raw.data };
    const errors = raw.errors && withPublicPaths(raw.errors, document);
    const name = operation.name?.value;
    return completeResult(supergraph.schema, supergraph.keys, document, name, variables, { data: raw.data, errors });
  }
}

/** What one execution works with: the request's context, and a budget of its own. */
class Execution implements ExecutionContext {
  constructor(
    private readonly request: GatewayContext,
    readonly budget: OperationBudget,
  ) {}

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
}

/** Cuts from the errors' paths what the caller has not asked for: the planner's own names within its calls. */
function withPublicPaths(errors: readonly GraphQLError[], document: DocumentNode): GraphQLError[] {
  const known = new Set<string>();
  visit(document, { Field: ({ alias, name }) => void known.add((alias ?? name).value) });
  return errors.map(withOuterPath).map((error) => {
    const { path, message, extensions } = error;
    const end = path?.findIndex((part) => typeof part === 'string' && !known.has(part)) ?? -1;
    return end < 0
      ? error
      : new GraphQLError(message, { extensions, ...(end > 0 ? { path: path?.slice(0, end) } : {}) });
  });
}
