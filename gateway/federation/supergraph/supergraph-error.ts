/** A supergraph that cannot be served; `problems` say why, one a line. */
export class SupergraphError extends Error {
  constructor(readonly problems: string[]) {
    super(`The supergraph cannot be served:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'SupergraphError';
  }
}

/** What an error says. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Does a part of the work on a supergraph. @throws SupergraphError when it fails, with what that means */
export function attempt<T>(problem: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw error instanceof SupergraphError ? error : new SupergraphError([`${problem}: ${messageOf(error)}`]);
  }
}
