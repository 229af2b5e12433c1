/** The executor of a service, as Apollo Server's `gateway`: Apollo parses and validates, this executes within a budget. */
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
 * The least that a call of the contract may cost. Its operation is the Habeas gateway's own and has no levels to pile up; a page
 * of some hundred records is many small values, and the gateway bounds it by its bytes: fewer nodes than this fit in them.
 */
const contractCost = 1_000_000;

/** An answer with the errors that stand beside those of its fields. */
const withNotes = (answer: ExecutionResult, { notes }: ServiceContext): ExecutionResult =>
  notes.length === 0 || answer.data == null ? answer : { ...answer, errors: [...(answer.errors ?? []), ...notes] };

/** @param schema is prepared here to keep to the bounds */
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
        // The contract's own fields are not restricted.
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
