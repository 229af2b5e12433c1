/** Shares one call among all who ask while it runs. Who asks after its end gets another. */
export function sharedCall<T>(call: () => Promise<T>): () => Promise<T> {
  let shared: Promise<T> | undefined;
  return () => (shared ??= call().finally(() => (shared = undefined)));
}
