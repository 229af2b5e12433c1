/** A place that holds the supergraph and is looked at again and again. */
export interface SupergraphSource {
  /** What it is, for a log: never an address. */
  name: 'file' | 'URL' | 'GraphOS' | 'Cosmo' | 'database';
  /** The supergraph that is there now. @throws when it cannot be read; `code` says why */
  read(): Promise<string>;
  /** Calls `changed` with what is there whenever it may have changed, and `failed` when it cannot be read. Returns what ends it. */
  watch(changed: (sdl: string) => void, failed: (reason: string) => void): () => void;
}

/** Characters of a reason: subgraphs may fail to compose in many ways. */
const longestReason = 2_000;

/** Why a source cannot be read, in a word or, of what does not compose, in the composer's: never an address. */
export const reasonOf = (error: unknown): string => {
  const { code, name, problems } = error as { code?: unknown; name?: string; problems?: unknown };
  if (Array.isArray(problems)) return problems.join('; ').slice(0, longestReason);
  return typeof code === 'string' ? code : (name ?? 'unknown');
};

/** A registry did not answer with a supergraph. */
export class UnusableAnswer extends Error {
  constructor(readonly code: string) {
    super(`The supergraph's registry answered with ${code}.`);
  }
}
