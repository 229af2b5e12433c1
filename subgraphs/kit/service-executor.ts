/** The executor of a service, in the place of Apollo Server's `gateway`: Apollo parses and validates, this executes within a budget. */
import type { ApolloServerOptionsWithGateway } from '@apollo/server';
import type { ExecutionResult, GraphQLSchema } from 'graphql';
import type { ServiceContext } from './context';
import { boundSchema, executeBounded } from './base/execution/bounded-execution';
import { OperationBudget, type OperationBounds } from './base/execution/operation-budget';
import { operationStep } from './base/telemetry/operation-label';
import { traced } from './base/telemetry/tracing';

type Gateway = NonNullable<ApolloServerOptionsWithGateway<ServiceContext>['gateway']>;
type Executor = NonNullable<Awaited<ReturnType<Gateway['load']>>['executor']>;

/**
 * The least cost that a call of the contract is allowed. The operation is the gateway's own and cannot nest deeply, and the
 * gateway bounds a page by its bytes: a page within them has fewer nodes than this.
 */
const contractCost = 1_000_000;

/** An answer with the context's notes added to its errors. */
const withNotes = (answer: ExecutionResult, { notes }: ServiceContext): ExecutionResult =>
  notes.length === 0 || answer.data == null ? answer : { ...answer, errors: [...(answer.errors ?? []), ...notes] };

/** Makes the executor. @param schema is changed here to observe the bounds */
export function serviceExecutor(schema: GraphQLSchema, bounds: OperationBounds): Gateway {
  const bounded = boundSchema(schema);
  const contractBounds = { ...bounds, cost: Math.max(bounds.cost, contractCost) };
  const executor: Executor = async ({ document, operation, request, context }) => {
    const contextValue = context as ServiceContext;
    const { caller, gone } = contextValue;
    const budget = new OperationBudget(caller.purpose === 'gdpr' ? contractBounds : bounds, gone);
    try {
      const { variables, operationName } = request;
      const asked = { schema: bounded, document, contextValue, variableValues: variables, operationName };
      return await traced(operationStep(operation), async () => {
        // The contract's own fields are not restricted (R34).
        if (caller.purpose !== 'gdpr') await contextValue.restrictions.open();
        return withNotes(await executeBounded(asked, budget), contextValue);
      });
    } finally {
      budget.close();
    }
  };
  return {
    load: () => Promise.resolve({ executor }),
    onSchemaLoadOrUpdate(callback) {
      callback({ apiSchema: bounded, coreSupergraphSdl: '' });
      return () => {};
    },
    stop: () => Promise.resolve(),
  };
}
