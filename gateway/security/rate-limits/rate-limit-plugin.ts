/** The limits on what callers send to `/graphql`: counted before an operation runs, told in the headers of its answer (R19). */
import type { ApolloServerPlugin } from '@apollo/server';
import { getArgumentValues, type FieldNode, type GraphQLSchema, type OperationDefinitionNode } from 'graphql';
import type { GatewayContext } from '../../http/context';
import { coerceVariables } from '../variables';
import { limitedCalls } from './limited-fields';
import type { RateCounters } from './rate-counters';
import { countOperation, type Limited, type RateLimitRules } from './rate-limits';

/** Checks of the arguments of limited fields, by coordinate. A call whose check throws will be refused, and counts against no limit. */
export type ArgumentChecks = Readonly<Record<string, (args: never, caller: Limited) => unknown>>;

/** Apollo Server's side of the limits. */
export function rateLimitPlugin(
  counters: RateCounters,
  rules: RateLimitRules,
  checks: ArgumentChecks = {},
): ApolloServerPlugin<GatewayContext> {
  const known = new WeakMap<OperationDefinitionNode, boolean>();
  return {
    requestDidStart: () => {
      let headers: [string, string][] = [];
      return Promise.resolve({
        async didResolveOperation({ schema, document, operation, request, contextValue }) {
          // Apollo Server calls this even when the document has no operation of the given name.
          if (!operation) return;
          let limited = known.get(operation);
          if (limited === undefined) known.set(operation, (limited = limitedCalls(document, operation).size > 0));
          if (!limited) return;
          const variables = coerceVariables(schema, document, operation, request.variables);
          // The operation will be refused for its variables before any of it runs.
          if (variables.errors) return;
          const { caller } = contextValue;
          const check = formCheck(schema, checks, operation, variables.values, caller);
          const called = limitedCalls(document, operation, check);
          if (called.size > 0) headers = await countOperation(counters, rules, caller, called);
        },
        willSendResponse({ response }) {
          for (const [name, value] of headers) response.http.headers.set(name, value);
          return Promise.resolve();
        },
      });
    },
  };
}

/** Whether a call of a root field will not be refused for the form of its arguments. */
function formCheck(
  schema: GraphQLSchema,
  checks: ArgumentChecks,
  { operation }: OperationDefinitionNode,
  variables: Record<string, unknown>,
  caller: Limited,
): (field: FieldNode) => boolean {
  const fields = schema.getRootType(operation)?.getFields() ?? {};
  return (field) => {
    const check = checks[`${operation}.${field.name.value}`];
    const definition = fields[field.name.value];
    if (!check || !definition) return true;
    try {
      check(getArgumentValues(definition, field, variables) as never, caller);
      return true;
    } catch {
      return false;
    }
  };
}
