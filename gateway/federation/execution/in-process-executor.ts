/** Executes planned calls in a subgraph of the gateway's own process, without HTTP and tokens. */
import type { DocumentNode, ExecutionResult } from 'graphql';
import type { OperationBudget } from '../../../subgraphs/kit/base/execution/operation-budget';
import type { Caller } from '../../../subgraphs/kit/base/security/caller-token';
import { faultOf } from '../../../subgraphs/kit/base/errors/masking';
import { inProcessErrors } from './subgraph-errors';
import type { SubgraphExecutor, SubgraphRequest, SubgraphResult } from './subgraph-request';

interface InProcessOperation {
  document: DocumentNode;
  variables?: Record<string, unknown>;
  /** The name of the operation in the document; may be absent when there is only one. */
  operationName?: string | undefined;
  caller: Caller;
}

/** A subgraph that runs in this process. */
export interface InProcessSubgraph {
  execute(
    operation: InProcessOperation & {
      /** The budget of the whole operation; the subgraph's part counts towards it. */
      budget: OperationBudget;
      /** The event, for a subscription. */
      rootValue?: unknown;
    },
  ): Promise<ExecutionResult>;
  /** Yields the events of a subscription until it ends or `signal` is aborted. @throws the reason when its source fails */
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
        // An empty object, because for null data the runtime would repeat the previous event's data.
        yield { data: data ?? {}, ...(errors ? { errors } : {}) };
      }
    } catch (error) {
      stream.fail(error);
    }
  }
  return Object.assign((request: SubgraphRequest) => execute(request), { subscribe });
}
