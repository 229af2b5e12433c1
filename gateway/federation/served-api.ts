/** What a server answers operations with: a supergraph that is planned, or one subgraph by itself. */
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { DocumentNode, ExecutionResult, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { ScopeRules } from '../../subgraphs/kit/base/security/scopes';
import type { GatewayContext } from '../http/context';

/** What Apollo Server executes operations with. */
export type ApolloGateway = NonNullable<ApolloServerOptionsWithGateway<GatewayContext>['gateway']>;
/** Executes one operation for Apollo Server. */
export type ApolloExecutor = NonNullable<Awaited<ReturnType<ApolloGateway['load']>>['executor']>;

/** A schema as it is served: what operations are validated against, and what they are allowed by. */
export interface ServedSchema {
  readonly schema: GraphQLSchema;
  /** The same as text, for those who generate code or compose a supergraph. */
  readonly publicSdl: string;
  /** The scopes that its parts demand. */
  readonly scopes: ScopeRules;
}

/** A subscription that is valid, with its variables coerced. */
export interface ValidSubscription {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Record<string, unknown>;
}

/** Whatever is served, it is guarded by the one server in front of it (`gateway/http`): tokens, scopes, limits, costs, masking. */
export interface ServedApi extends ApolloGateway {
  /** What is served now. @throws before there is any */
  readonly current: ServedSchema;
  /** What an operation was validated against. */
  of(schema: GraphQLSchema): ServedSchema;
  /**
   * Answers a subscription: once for each event, with a budget of its own.
   * @returns whether another schema has taken over, under which it goes on
   * @throws why there will be no more events, although it has not finished
   */
  subscribe(
    asked: ValidSubscription,
    context: GatewayContext,
    signal: AbortSignal,
  ): AsyncGenerator<ExecutionResult, { superseded: boolean }, undefined>;
}
