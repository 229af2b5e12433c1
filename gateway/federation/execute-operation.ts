/** Executes one operation for Apollo Server, whatever is served: with its variables coerced, within a budget of its own, traced. */
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

/** What operations are executed with. */
export interface ExecutionRules {
  /** What the operation was validated against. */
  schema: GraphQLSchema;
  bounds: OperationBounds;
  /** Whether the names of operations are the operator's own, from the list of those that are served. */
  named: boolean;
}

/** @param answer answers the operation; what it throws is told as the operation's error, and a fault of ours in our words */
export async function executeOperation(
  { document, operation, request, context }: Parameters<ApolloExecutor>[0],
  { schema, bounds, named }: ExecutionRules,
  answer: (asked: Operation) => Promise<ExecutionResult>,
): Promise<ExecutionResult> {
  // Apollo Server asks even when the document has no operation of the wanted name, to be told so.
  if (!(operation as typeof operation | undefined))
    return { errors: [new GraphQLError('The document has no such operation, or several and none is named.')] };
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
    budget.close();
  }
}
