/**
 * Executes operations within a budget. graphql-js has no bound and cannot be stopped, so the fields do it: each that resolves
 * to objects or to a list counts what it has resolved before any of that is worked on, and none begins once the operation has
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

/** The operations under way, by their context. */
const executions = new WeakMap<object, Execution>();

/** Aborts when the operation with this context has ended before its answer; undefined when nothing bounds it. */
export const signalOf = (contextValue: object): AbortSignal | undefined => executions.get(contextValue)?.budget.signal;

/** Makes a schema's fields keep to the budget of the operation: every field but those of single scalars and enums. */
export function boundSchema(schema: GraphQLSchema): GraphQLSchema {
  for (const type of Object.values(schema.getTypeMap())) {
    if (!isObjectType(type) || type.name.startsWith('__')) continue;
    for (const field of Object.values(type.getFields())) {
      // They are counted with the object that they belong to: nearly all fields are such, and none of them is slowed down.
      if (isLeafType(getNullableType(field.type))) continue;
      field.resolve = bounded(field.resolve ?? defaultFieldResolver);
    }
  }
  return schema;
}

/**
 * Executes an operation of a schema that {@link boundSchema} has prepared.
 * @param args `contextValue` is the operation's own, and no other's
 * @returns no data and the one reason, when the operation ended before its answer
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
      // Many may be waiting for one answer: what is made of it is work of its own.
      return isPromise(result) ? result.then((value) => turns.take(() => count(value))) : count(result);
    };
    return turns.take(work);
  };
}

/**
 * What a field of an operation that has ended resolves to. The answer has been given: nobody waits for what graphql-js would make
 * of an error in each of a hundred thousand places, and a promise that nobody keeps is free.
 */
const never = () => new Promise<never>(() => {});

const isPromise = (value: unknown): value is PromiseLike<unknown> =>
  typeof (value as PromiseLike<unknown> | null | undefined)?.then === 'function';

function nodesOf(result: unknown, info: GraphQLResolveInfo): number {
  const items = Array.isArray(result) ? result.length : 1;
  return items * (1 + info.fieldNodes.reduce((sum, { selectionSet }) => sum + leafFields(selectionSet, info), 0));
}

const known = new WeakMap<SelectionSetNode, number>();

/** The fields of single scalars and enums that are selected of an object, fragments of every type included. */
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
