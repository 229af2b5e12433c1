/**
 * Shares one call among all who ask while it runs, and keeps its result for those who ask soon after it.
 * @param keptFor for how long, in milliseconds. @default not at all: nobody gets a result from before they asked, unless the call ran
 */
export function sharedCall<T>(call: () => Promise<T>, keptFor = 0): () => Promise<T> {
  let shared: Promise<T> | undefined;
  let until = 0;
  return () => {
    if (shared && performance.now() < until) return shared;
    shared = call().finally(() => (until = performance.now() + keptFor));
    until = Infinity;
    return shared;
  };
}
