/** Executes planned calls in a subgraph that runs inside the gateway's own process: no hop, no token. */
import type { DocumentNode, ExecutionResult } from 'graphql';
import type { OperationBudget } from '../../../subgraphs/kit/base/execution/operation-budget';
import type { Caller } from '../../../subgraphs/kit/base/security/caller-token';
import { faultOf } from '../../../subgraphs/kit/base/errors/masking';
import { inProcessErrors } from './subgraph-errors';
import type { SubgraphExecutor, SubgraphRequest, SubgraphResult } from './subgraph-request';

interface InProcessOperation {
  document: DocumentNode;
  variables?: Record<string, unknown>;
  /** Which operation of the document; it may be absent when there is one. */
  operationName?: string | undefined;
  caller: Caller;
}

/** A subgraph in this process. */
export interface InProcessSubgraph {
  execute(
    operation: InProcessOperation & {
      /** What the whole operation may take: the subgraph's part counts towards it. */
      budget: OperationBudget;
      /** The event, of a subscription. */
      rootValue?: unknown;
    },
  ): Promise<ExecutionResult>;
  /** The events of a subscription, until there are no more or `signal` is aborted. @throws why there are none */
  events(operation: InProcessOperation & { signal: AbortSignal }): AsyncGenerator<unknown, void, undefined>;
}

export function inProcessExecutor(
  service: string,
  subgraph: InProcessSubgraph,
): SubgraphExecutor & Required<Pick<SubgraphExecutor, 'subscribe'>> {
  const execute = async (
    { document, operationName, variables, context }: SubgraphRequest,
    rootValue?: unknown,
  ): Promise<SubgraphResult> => {
    const { caller, budget } = context;
    try {
      const { data, errors } = await subgraph.execute({
        document,
        operationName,
        variables: variables ?? {},
        caller,
        budget,
        rootValue,
      });
      return { data: data ?? null, ...(errors ? { errors: inProcessErrors(service, errors, context.logger) } : {}) };
    } catch (error) {
      return { errors: [faultOf(context.logger, error, { service })] };
    }
  };
  async function* subscribe(request: SubgraphRequest): AsyncGenerator<SubgraphResult, void, undefined> {
    const { document, operationName, variables = {}, context } = request;
    const { caller, stream } = context;
    if (!stream) return;
    try {
      for await (const event of subgraph.events({
        document,
        operationName,
        variables,
        caller,
        signal: stream.signal,
      })) {
        if (!stream.begin()) return;
        const { data, errors } = await execute(request, event);
        // The runtime keeps the data of the event before where there are none.
        yield { data: data ?? {}, ...(errors ? { errors } : {}) };
      }
    } catch (error) {
      stream.fail(error);
    }
  }
  return Object.assign((request: SubgraphRequest) => execute(request), { subscribe });
}
