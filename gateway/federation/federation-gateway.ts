/** The supergraph as Apollo Server's `gateway`: Apollo Server parses and validates; this class plans, executes and completes. */
import { GraphQLError, visit, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { countNodes } from '../../subgraphs/kit/base/execution/count-nodes';
import { tooCostly, type OperationBounds } from '../../subgraphs/kit/base/execution/operation-budget';
import type { GatewayContext } from '../http/context';
import { guardCalls, type CallGuards } from './call-guards';
import { executeOperation } from './execute-operation';
import { Stream } from './execution/execution-context';
import { internalError } from '../../subgraphs/kit/base/errors/masking';
import { unexplained } from './execution/completion/unexplained';
import { withOuterPath } from './execution/response-keys';
import type { ApolloExecutor, ApolloGateway, ServedApi, ValidSubscription } from './served-api';
import type { Operation, RawResult, Supergraph } from './supergraph/supergraph';
import type { SupergraphStore } from './supergraph/store';

type SchemaCallback = Parameters<ApolloGateway['onSchemaLoadOrUpdate']>[0];

export class FederationGateway implements ServedApi {
  private readonly callbacks = new Set<SchemaCallback>();
  private readonly bySchema = new WeakMap<GraphQLSchema, Supergraph>();

  constructor(
    private readonly store: Pick<SupergraphStore<Supergraph>, 'current' | 'on' | 'loaded'>,
    private readonly bounds: OperationBounds,
    /** As for {@link executeOperation}. */
    private readonly named = false,
    /** Checks of mutation fields that run before any service is called. */
    private readonly guards: CallGuards = {},
  ) {
    store.on('changed', (next) => this.announce(next));
    if (store.loaded) this.bySchema.set(store.current.schema, store.current);
  }

  get current(): Supergraph {
    return this.store.current;
  }

  /** Returns the supergraph with this public schema: the one against which an operation was validated. */
  of(schema: GraphQLSchema): Supergraph {
    return this.bySchema.get(schema) ?? this.current;
  }

  onSchemaLoadOrUpdate(callback: SchemaCallback): () => void {
    this.callbacks.add(callback);
    return () => this.callbacks.delete(callback);
  }

  load(): ReturnType<ApolloGateway['load']> {
    this.announce(this.store.current);
    return Promise.resolve({ executor: this.execute });
  }

  stop(): Promise<void> {
    this.callbacks.clear();
    return Promise.resolve();
  }

  private announce(supergraph: Supergraph): void {
    const { schema, sdl } = supergraph;
    this.bySchema.set(schema, supergraph);
    for (const callback of this.callbacks) callback({ apiSchema: schema, coreSupergraphSdl: sdl });
  }

  /** Runs one operation that was validated against a schema this gateway has announced. */
  readonly execute: ApolloExecutor = (given) => {
    const supergraph = this.of(given.schema);
    const { bounds, named } = this;
    return executeOperation(given, { schema: supergraph.schema, bounds, named }, (asked) =>
      asked.context.budget.run(() => this.answer(supergraph, asked)),
    );
  };

  async *subscribe(
    { schema, ...asked }: ValidSubscription,
    context: GatewayContext,
    signal: AbortSignal,
  ): AsyncGenerator<ExecutionResult, { superseded: boolean }, undefined> {
    const supergraph = this.of(schema);
    const stream = new Stream(context, this.bounds, signal, () => this.store.current === supergraph);
    try {
      for await (const raw of supergraph.subscribe({ ...asked, context: stream.execution })) {
        let answer: ExecutionResult;
        try {
          const { ended } = stream.execution.budget;
          if (ended) throw ended;
          answer = this.complete(supergraph, { ...asked, context: stream.execution }, raw);
        } catch (error) {
          answer = { errors: [error instanceof GraphQLError ? error : internalError(context.logger, error)] };
        }
        yield answer;
      }
    } finally {
      stream.close();
    }
    if (stream.failure) throw stream.failure;
    return { superseded: stream.superseded };
  }

  private async answer(supergraph: Supergraph, asked: Operation): Promise<ExecutionResult> {
    await guardCalls(this.guards, supergraph, asked);
    return this.complete(supergraph, asked, await supergraph.execute(asked));
  }

  /** @throws TOO_COSTLY */
  private complete(supergraph: Supergraph, asked: Operation, raw: RawResult): ExecutionResult {
    // Checked again on the merged result: an object that a service sent once may occur in it many times.
    const nodes = countNodes(raw.data, this.bounds.cost);
    if (nodes > this.bounds.cost) throw tooCostly(nodes, this.bounds.cost);
    const own = raw.errors ? withPublicPaths(raw.errors, asked.document) : [];
    const completed = supergraph.complete(asked, raw.data ?? {});
    const errors = [...own, ...unexplained(completed.errors, own, completed.data)];
    return errors.length > 0 ? { data: completed.data, errors } : { data: completed.data };
  }
}

/** Cuts the errors' paths at the first name that the caller did not select, such as fields that the planner added. */
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
