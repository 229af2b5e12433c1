/** Reports to a caller why services cannot be composed. */
import type { GraphQLError } from 'graphql';
import { codedError } from '../../subgraphs/kit';
import { CompositionError } from '../federation/composition/compose-supergraph';
import { SupergraphError } from '../federation/supergraph/supergraph-error';

/** The most problems that are listed. */
const mostProblems = 50;
/** The most characters of one problem. */
const longestProblem = 500;

/** Makes a COMPOSITION_FAILED error with one line for each problem. */
export function compositionRefusal(problems: readonly string[], argument: string): GraphQLError {
  const named = problems.slice(0, mostProblems).map((problem) => problem.slice(0, longestProblem));
  return codedError('COMPOSITION_FAILED', `The services do not compose: ${named[0] ?? ''}`, {
    problems: named,
    argument,
  });
}

/** Runs a composition. @throws COMPOSITION_FAILED when it fails */
export async function composing<T>(argument: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CompositionError || error instanceof SupergraphError)
      throw compositionRefusal(error.problems, argument);
    throw error;
  }
}
