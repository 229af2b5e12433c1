import type { DocumentNode, GraphQLError } from 'graphql';
import type { ExecutionContext } from '../../http/context';

/** One call of a query plan. */
export interface SubgraphRequest {
  /** The planned operation; the same object every time that the plan is run. */
  document: DocumentNode;
  /** Which operation of the document; a planned one is alone in its own. */
  operationName?: string | undefined;
  variables?: Record<string, unknown> | undefined;
  mutation: boolean;
  context: ExecutionContext;
}

/** What came of it: data, errors that the caller may see, or both. It is never rejected. */
export interface SubgraphResult {
  data?: Record<string, unknown> | null;
  errors?: GraphQLError[];
}

/** Executes planned calls in one subgraph. */
export interface SubgraphExecutor {
  (request: SubgraphRequest): Promise<SubgraphResult>;
  /** Executes a planned subscription, at each of its events; absent where none is followed. It never throws. */
  subscribe?: (request: SubgraphRequest) => AsyncGenerator<SubgraphResult, void, undefined>;
}
