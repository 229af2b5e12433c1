/** The API that a server serves: a supergraph, or one subgraph by itself. */
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { DocumentNode, ExecutionResult, GraphQLSchema, OperationDefinitionNode } from 'graphql';
import type { ScopeRules } from '../../subgraphs/kit/base/security/scopes';
import type { GatewayContext } from '../http/context';

/** Apollo Server's interface to whatever executes its operations. */
export type ApolloGateway = NonNullable<ApolloServerOptionsWithGateway<GatewayContext>['gateway']>;
/** Executes one operation for Apollo Server. */
export type ApolloExecutor = NonNullable<Awaited<ReturnType<ApolloGateway['load']>>['executor']>;

/** A schema that is served, with the scopes that its parts require. */
export interface ServedSchema {
  /** The schema against which operations are validated. */
  readonly schema: GraphQLSchema;
  /** The schema as SDL, for code generation and composition. */
  readonly publicSdl: string;
  readonly scopes: ScopeRules;
}

/** A validated subscription with coerced variables. */
export interface ValidSubscription {
  schema: GraphQLSchema;
  document: DocumentNode;
  operation: OperationDefinitionNode;
  variables: Record<string, unknown>;
}

/** A served API. The server in front of it (`gateway/http`) enforces tokens, scopes, limits, costs and masking for all of them. */
export interface ServedApi extends ApolloGateway {
  /** The schema that is served now. @throws before the first one is loaded */
  readonly current: ServedSchema;
  /** Returns the served schema against which an operation was validated. */
  of(schema: GraphQLSchema): ServedSchema;
  /**
   * Executes a subscription: yields one result for each event, which has a budget of its own.
   * @returns `superseded`: whether it ended because another schema took over, under which the client can subscribe again
   * @throws the reason when the source of the events fails
   */
  subscribe(
    asked: ValidSubscription,
    context: GatewayContext,
    signal: AbortSignal,
  ): AsyncGenerator<ExecutionResult, { superseded: boolean }, undefined>;
}
