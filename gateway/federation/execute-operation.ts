/** Executes one operation for Apollo Server: coerces its variables, gives it a budget of its own, and traces it. */
import { GraphQLError, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { internalError } from '../../subgraphs/kit/base/errors/masking';
import { OperationBudget, type OperationBounds } from '../../subgraphs/kit/base/execution/operation-budget';
import { operationStep } from '../../subgraphs/kit/base/telemetry/operation-label';
import { traced } from '../../subgraphs/kit/base/telemetry/tracing';
import type { GatewayContext } from '../http/context';
import { coerceVariables } from '../security/variables';
import { Execution } from './execution/execution-context';
import type { ApolloExecutor } from './served-api';
import type { Operation } from './supergraph/supergraph';

/** How operations are executed. */
export interface ExecutionRules {
  /** The schema against which the operation was validated. */
  schema: GraphQLSchema;
  bounds: OperationBounds;
  /** Whether only the operator's persisted operations are served, so that traces may name the operation. */
  named: boolean;
}

/**
 * @param answer executes the operation. An error that it throws becomes the operation's error; the message of an unexpected error
 *   is masked.
 */
export async function executeOperation(
  { document, operation, request, context }: Parameters<ApolloExecutor>[0],
  { schema, bounds, named }: ExecutionRules,
  answer: (asked: Operation) => Promise<ExecutionResult>,
): Promise<ExecutionResult> {
  // Apollo Server also calls this for a document without an operation of the requested name, and expects an error.
  if (!(operation as typeof operation | undefined))
    return {
      errors: [new GraphQLError('The document has no operation of that name, or it has several and none was named.')],
    };
  const coerced = coerceVariables(schema, document, operation, request.variables);
  if (coerced.errors) return { errors: coerced.errors };
  const caller = context as GatewayContext;
  const budget = new OperationBudget(bounds, caller.gone);
  const asked = { document, operation, variables: coerced.values, context: new Execution(caller, () => budget) };
  try {
    return await traced(operationStep(operation, named), () => answer(asked));
  } catch (error) {
    return { errors: [error instanceof GraphQLError ? error : internalError(caller.logger, error)] };
  } finally {
    caller.spend(bounds.cost - budget.left);
    budget.close();
  }
}
