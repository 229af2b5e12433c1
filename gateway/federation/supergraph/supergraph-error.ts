/** Thrown when a supergraph cannot be served; `problems` has one line for each reason. */
export class SupergraphError extends Error {
  constructor(readonly problems: string[]) {
    super(`The supergraph cannot be served:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'SupergraphError';
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Runs one step of building a supergraph. @throws SupergraphError with `problem` and the cause when the step fails */
export function attempt<T>(problem: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof SupergraphError ? error : new SupergraphError([`${problem}: ${messageOf(error)}`]);
  }
}
