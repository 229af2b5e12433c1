/** What keeps services from being composed, as a caller is told. */
import type { GraphQLError } from 'graphql';
import { codedError } from '../../subgraphs/kit';
import { CompositionError } from '../federation/composition/compose-supergraph';
import { SupergraphError } from '../federation/supergraph/supergraph-error';

/** So many problems are named, each in so many characters at most. */
const mostProblems = 50;
const longestProblem = 500;

/** COMPOSITION_FAILED, with a line for each problem. */
export function compositionRefusal(problems: readonly string[], argument: string): GraphQLError {
  const named = problems.slice(0, mostProblems).map((problem) => problem.slice(0, longestProblem));
  return codedError('COMPOSITION_FAILED', `The services do not compose: ${named[0] ?? ''}`, {
    problems: named,
    argument,
  });
}

/** Does what composes. @throws COMPOSITION_FAILED */
export async function composing<T>(argument: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CompositionError || error instanceof SupergraphError)
      throw compositionRefusal(error.problems, argument);
    throw error;
  }
}
