/**
 * Shares one reading among several gauges. All gauges of a scrape wait for the same reading, and none reports an older value.
 * @param read reads the values and sets the gauges
 * @returns the `collect` function of each gauge
 */
export function sharedReading(read: () => Promise<void>): () => Promise<void> {
  let reading: Promise<void> | undefined;
  return () => (reading ??= read().finally(() => (reading = undefined)));
}
