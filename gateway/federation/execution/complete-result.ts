/**
 * Makes a GraphQL response of what the services returned: the raw data, with holes where a service failed, is executed
 * once more against the public schema, by graphql-js. So nulls stand where the specification puts them, values are of
 * their types, and introspection is answered in the same breath.
 */
import {
  execute,
  type GraphQLError,
  type DocumentNode,
  type ExecutionResult,
  type GraphQLFieldResolver,
  type GraphQLSchema,
  type GraphQLTypeResolver,
} from 'graphql';
import type { ResponseKeys } from './response-keys';

/** What the services returned. */
export interface RawResult {
  data?: Record<string, unknown> | null | undefined;
  errors?: readonly GraphQLError[] | undefined;
}

type Source = Record<string, unknown> | null | undefined;

/** Raw data are keyed by response key: aliases are applied, arguments have done their work. */
const readResponseKey: GraphQLFieldResolver<Source, ResponseKeys> = (source, _args, keys, { path, fieldName }) =>
  source?.[keys.inner(String(path.key), fieldName)];

const readTypename: GraphQLTypeResolver<Source, unknown> = (value) => {
  const name = value?.__typename;
  return typeof name === 'string' ? name : undefined;
};

/**
 * @param keys under which names the raw data stand
 * @param variables the coerced variables of the operation
 */
export function completeResult(
  schema: GraphQLSchema,
  keys: ResponseKeys,
  document: DocumentNode,
  operationName: string | undefined,
  variables: Record<string, unknown>,
  raw: RawResult,
): ExecutionResult {
  const completed = execute({
    schema,
    document,
    operationName,
    variableValues: variables,
    rootValue: raw.data ?? {},
    contextValue: keys,
    fieldResolver: readResponseKey,
    typeResolver: readTypename,
  }) as ExecutionResult; // Nothing in it is a promise: the data are there.
  const own = raw.errors ?? [];
  const further = (completed.errors ?? []).filter((error) => !own.some((cause) => explains(cause, error)));
  const errors = [...own, ...further];
  return errors.length > 0 ? { data: completed.data ?? null, errors } : { data: completed.data ?? null };
}

/**
 * Whether a service's error is the reason for a null that completion stumbled over: one stands above the other. A
 * service's error on a list names it as a whole, so list positions count only where both have one.
 */
function explains(cause: GraphQLError, error: GraphQLError): boolean {
  if (!cause.path) return true;
  const above = [...cause.path];
  const below = [...(error.path ?? [])];
  while (above.length > 0 && below.length > 0) {
    const [one, other] = [above[0], below[0]];
    if (one === other) {
      above.shift();
      below.shift();
    } else if (typeof one === 'number' && typeof other === 'number') return false;
    else if (typeof one === 'number') above.shift();
    else if (typeof other === 'number') below.shift();
    else return false;
  }
  return true;
}
