/**
 * Executes operations within a budget. graphql-js has no bound and cannot be stopped, so the fields do it. A field that resolves
 * to objects or to a list counts what it has resolved, before any of it is worked on. No field begins after the operation has
 * ended.
 */
import {
  defaultFieldResolver,
  execute,
  getNullableType,
  isLeafType,
  isObjectType,
  Kind,
  type ExecutionArgs,
  type ExecutionResult,
  type FragmentDefinitionNode,
  type GraphQLError,
  type GraphQLFieldResolver,
  type GraphQLResolveInfo,
  type GraphQLSchema,
  type SelectionSetNode,
} from 'graphql';
import type { OperationBudget } from './operation-budget';
import { Turns } from './turns';

interface Execution {
  budget: OperationBudget;
  turns: Turns;
}

/** The running operations, by their context. */
const executions = new WeakMap<object, Execution>();

/** Aborts when the operation with this context ends before its answer; undefined when the operation is not bounded. */
export const signalOf = (contextValue: object): AbortSignal | undefined => executions.get(contextValue)?.budget.signal;

/** Makes a schema's fields observe the budget of the operation, except fields of single scalars and enums. Changes the schema. */
export function boundSchema(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      // They are counted with their object. Nearly all fields are such, and none of them is slowed down.
      if (isLeafType(getNullableType(field.type))) continue;
      field.resolve = bounded(field.resolve ?? defaultFieldResolver);
    }
  }
  return schema;
}

/**
 * Executes an operation of a schema that {@link boundSchema} has prepared.
 * @param args its `contextValue` must not be shared with another operation
 * @returns no data and the one error, when the operation ended before its answer
 */
export async function executeBounded(
  args: ExecutionArgs & { contextValue: object },
  budget: OperationBudget,
): Promise<ExecutionResult> {
  executions.set(args.contextValue, { budget, turns: new Turns(budget.signal) });
  try {
    return await budget.run(() => execute(args));
  } catch (error) {
    if (error !== budget.ended) throw error;
    return { data: null, errors: [error as GraphQLError] };
  }
}

function bounded(resolve: GraphQLFieldResolver<unknown, unknown>): GraphQLFieldResolver<unknown, unknown> {
  return (source, args, context, info) => {
    const execution = executions.get(context as object);
    if (!execution) return resolve(source, args, context, info);
    const { budget, turns } = execution;
    const count = (result: unknown): unknown => {
      if (budget.isOver()) return never();
      if (result === null || result === undefined) return result;
      return budget.spend(nodesOf(result, info)) ? result : never();
    };
    const work = () => {
      if (budget.isOver()) return never();
      const result: unknown = resolve(source, args, context, info);
      // Many fields may wait for one promise: what follows it takes a turn of its own.
      return isPromise(result) ? result.then((value) => turns.take(() => count(value))) : count(result);
    };
    return turns.take(work);
  };
}

/**
 * The result of a field after its operation has ended: it never settles. The answer has been given, and graphql-js would
 * otherwise handle an error in each of perhaps a hundred thousand fields.
 */
const never = () => new Promise<never>(() => {});

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function';

function nodesOf(result: unknown, info: GraphQLResolveInfo): number {
  const items = Array.isArray(result) ? result.length : 1;
  return items * (1 + info.fieldNodes.reduce((sum, { selectionSet }) => sum + leafFields(selectionSet, info), 0));
}

const known = new WeakMap<SelectionSetNode, number>();

/** The number of fields of single scalars and enums that are selected of an object, with fragments of every type. */
function leafFields(selectionSet: SelectionSetNode | undefined, info: GraphQLResolveInfo): number {
  if (!selectionSet) return 0;
  let count = known.get(selectionSet);
  if (count === undefined) known.set(selectionSet, (count = countLeafs(selectionSet, info, new Set())));
  return count;
}

function countLeafs(
  { selections }: SelectionSetNode,
  info: Pick<GraphQLResolveInfo, 'fragments'>,
  visited: Set<FragmentDefinitionNode>,
): number {
  let count = 0;
  for (const selection of selections) {
    if (selection.kind === Kind.FIELD) count += selection.selectionSet ? 0 : 1;
    else if (selection.kind === Kind.INLINE_FRAGMENT) count += countLeafs(selection.selectionSet, info, visited);
    else {
      const fragment = info.fragments[selection.name.value];
      if (!fragment || visited.has(fragment)) continue;
      visited.add(fragment);
      count += countLeafs(fragment.selectionSet, info, visited);
    }
  }
  return count;
}
