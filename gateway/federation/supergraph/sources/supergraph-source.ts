/** A place that holds the supergraph, and is read again whenever it may have changed. */
export interface SupergraphSource {
  /** Its kind, for logs; never an address, which may be confidential. */
  name: 'file' | 'URL' | 'GraphOS' | 'Cosmo' | 'database';
  /** Reads the current supergraph. @throws when it cannot be read; {@link reasonOf} gives the reason */
  read(): Promise<string>;
  /**
   * Calls `changed` with the supergraph whenever it may have changed, and `failed` with the reason when it cannot be read.
   * @returns a function that stops watching
   */
  watch(changed: (sdl: string) => void, failed: (reason: string) => void): () => void;
}

/** The most characters of a reason; subgraphs may fail to compose for very many. */
const longestReason = 2_000;

/** Why a source cannot be read, for logs: an error code or name, or the composer's problems; never an address. */
export const reasonOf = (error: unknown): string => {
  const { code, name, problems } = error as { code?: unknown; name?: string; problems?: unknown };
  if (Array.isArray(problems)) return problems.join('; ').slice(0, longestReason);
  return typeof code === 'string' ? code : (name ?? 'unknown');
};

/** Thrown when a registry did not answer with a supergraph. */
export class UnusableAnswer extends Error {
  constructor(readonly code: string) {
    super(`The supergraph's registry answered with ${code}.`);
  }
}
