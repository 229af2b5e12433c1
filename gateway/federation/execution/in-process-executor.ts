/** Executes planned calls in a subgraph that runs inside the gateway's own process: no hop, no token. */
import type { DocumentNode, ExecutionResult } from 'graphql';
import type { OperationBudget } from '../../../subgraphs/kit/base/execution/operation-budget';
import type { Caller } from '../../security/authentication';
import { faultOf, inProcessErrors } from './subgraph-errors';
import type { SubgraphExecutor } from './subgraph-request';

/** A subgraph in this process. */
export interface InProcessSubgraph {
  execute(operation: {
    document: DocumentNode;
    variables?: Record<string, unknown>;
    caller: Caller;
    /** What the whole operation may take: the subgraph's part counts towards it. */
    budget: OperationBudget;
  }): Promise<ExecutionResult>;
}

export function inProcessExecutor(service: string, subgraph: InProcessSubgraph): SubgraphExecutor {
  return async ({ document, variables, context }) => {
    const { caller, budget } = context;
    try {
      const { data, errors } = await subgraph.execute({ document, variables: variables ?? {}, caller, budget });
      return { data: data ?? null, ...(errors ? { errors: inProcessErrors(service, errors, context.logger) } : {}) };
    } catch (error) {
      return { errors: [faultOf(error, service, context.logger)] };
    }
  };
}
