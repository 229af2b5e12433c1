/**
 * One subgraph by itself, as Apollo Server's `gateway`. Nothing is planned here, because the router in front has done so. Operations
 * run in this process, within the same budgets as in the gateway.
 */
import { OperationTypeNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type { OperationBounds } from '../../subgraphs/kit/base/execution/operation-budget';
import { subgraphSdl } from '../../subgraphs/kit/base/sdl';
import { ScopeRules } from '../../subgraphs/kit/base/security/scopes';
import type { GatewayContext } from '../http/context';
import { executeOperation } from './execute-operation';
import { Stream } from './execution/execution-context';
import { inProcessExecutor, type InProcessSubgraph } from './execution/in-process-executor';
import type { SubgraphResult } from './execution/subgraph-request';
import type { ApolloExecutor, ApolloGateway, ServedApi, ServedSchema, ValidSubscription } from './served-api';

export class SubgraphApi implements ServedApi {
  readonly current: ServedSchema;
  private readonly executor: ReturnType<typeof inProcessExecutor>;

  /** @param name the name of the subgraph, whose SDL is `schema/<name>.graphql` */
  constructor(
    name: string,
    subgraph: InProcessSubgraph & { schema: GraphQLSchema },
    private readonly bounds: OperationBounds,
    /** As for {@link executeOperation}. */
    private readonly named = false,
  ) {
    const { schema } = subgraph;
    this.current = { schema, publicSdl: subgraphSdl(name), scopes: new ScopeRules(schema) };
    this.executor = inProcessExecutor(name, subgraph);
  }

  of(): ServedSchema {
    return this.current;
  }

  onSchemaLoadOrUpdate(callback: Parameters<ApolloGateway['onSchemaLoadOrUpdate']>[0]): () => void {
    callback({ apiSchema: this.current.schema, coreSupergraphSdl: '' });
    return () => {};
  }

  load(): ReturnType<ApolloGateway['load']> {
    return Promise.resolve({ executor: this.execute });
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }

  private readonly execute: ApolloExecutor = (given) => {
    const { schema } = this.current;
    const { bounds, named } = this;
    return executeOperation(given, { schema, bounds, named }, async ({ document, operation, context }) =>
      resultOf(
        await this.executor({
          document,
          operationName: operation.name?.value,
          variables: given.request.variables,
          mutation: operation.operation === OperationTypeNode.MUTATION,
          context,
        }),
      ),
    );
  };

  async *subscribe(
    { document, operation, variables }: ValidSubscription,
    context: GatewayContext,
    signal: AbortSignal,
  ): AsyncGenerator<ExecutionResult, { superseded: boolean }, undefined> {
    const stream = new Stream(context, this.bounds, signal, () => true);
    const operationName = operation.name?.value;
    try {
      const asked = { document, operationName, variables, mutation: false, context: stream.execution };
      for await (const answer of this.executor.subscribe(asked)) yield resultOf(answer);
    } finally {
      stream.close();
    }
    if (stream.failure) throw stream.failure;
    return { superseded: false };
  }
}

const resultOf = ({ data = null, errors }: SubgraphResult): ExecutionResult => ({
  data,
  ...(errors ? { errors } : {}),
});
