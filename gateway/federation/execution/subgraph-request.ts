import type { DocumentNode, GraphQLError } from 'graphql';
import type { ExecutionContext } from '../../http/context';

/** One call of a query plan. */
export interface SubgraphRequest {
  /** The planned operation: the same object each time the plan runs. */
  document: DocumentNode;
  /** The name of the operation in the document. A planned document has only one, and needs no name. */
  operationName?: string | undefined;
  variables?: Record<string, unknown> | undefined;
  mutation: boolean;
  context: ExecutionContext;
}

/** The result of a call: data, errors that the caller may see, or both. */
export interface SubgraphResult {
  data?: Record<string, unknown> | null;
  errors?: GraphQLError[];
}

/** Executes planned calls in one subgraph. The promise never rejects. */
export interface SubgraphExecutor {
  (request: SubgraphRequest): Promise<SubgraphResult>;
  /** Executes a planned subscription for each of its events, and never throws. Absent when the subgraph has no subscriptions. */
  subscribe?: (request: SubgraphRequest) => AsyncGenerator<SubgraphResult, void, undefined>;
}
