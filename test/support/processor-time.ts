/** The processor time that some work takes, in milliseconds. Unlike elapsed time, it does not count other processes. */
export function processorTime(work: () => unknown): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
