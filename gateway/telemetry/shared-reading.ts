/**
 * One reading for several gauges: each waits for it when somebody looks, so that none tells what the last look found.
 * @returns what each of them collects by
 */
export function sharedReading(read: () => Promise<void>): () => Promise<void> {
  let reading: Promise<void> | undefined;
  return () => (reading ??= read().finally(() => (reading = undefined)));
}
