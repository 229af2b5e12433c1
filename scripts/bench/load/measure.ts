/** Helpers that benches share: medians, processor time and memory of a process, and load. Figures of processes need Linux. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import autocannon from 'autocannon';

export const median = (values: number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;

/** A median with the least and the greatest value, as tables show it. */
export function spread(values: number[], digits = 0): string {
  const text = (value: number) => value.toFixed(digits);
  return values.length < 2
    ? text(median(values))
    : `${text(median(values))} (${text(Math.min(...values))}–${text(Math.max(...values))})`;
}

/** The value at a percentile, in milliseconds. */
export const percentile = (values: number[], part: number): number =>
  [...values].sort((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? 0;

export const pause = (milliseconds: number): Promise<void> =>
  new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Resident memory, in MB. */
export const memoryOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

/** The processor time that a process has used, in milliseconds; Linux counts hundredths of a second. */
export function cpuOf(pid: number): number {
  if (!existsSync(`/proc/${pid}/stat`)) return 0;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** The processes that a process has started itself, and that still run. */
const startedBy = (parent: number): number[] =>
  readdirSync('/proc').flatMap((name) => {
    const file = `/proc/${name}/stat`;
    if (!/^\d+$/.test(name) || !existsSync(file)) return [];
    return Number(readFileSync(file, 'utf8').split(') ')[1]?.split(' ')[1]) === parent ? [Number(name)] : [];
  });

/** The processor time of the PostgreSQL with this data directory and of its connections so far, in milliseconds. */
export function cpuOfPostgres(data: string): number {
  const server = Number(readFileSync(path.join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
  return [server, ...startedBy(server)].reduce((sum, pid) => sum + cpuOf(pid), 0);
}

/** A server to load. */
export interface Loaded {
  url: string;
  /** Headers of the requests; of several, each connection takes one in turn. */
  headers?: Record<string, string> | Record<string, string>[];
  /** The process whose processor time is measured; none when absent. */
  pid?: number;
}

/** The result of a load. */
export interface LoadResult {
  perSecond: number;
  /** Milliseconds of the server's processor time for one request. */
  cpuPerRequest: number;
  p50: number;
  p99: number;
}

/** Sends bodies in turn over some connections, for a time in seconds or for a number of requests. @throws when an answer is not good */
export async function load(
  target: Loaded,
  bodies: string[],
  connections: number,
  howLong: number | { amount: number },
): Promise<LoadResult> {
  const cpu = () => (target.pid ? cpuOf(target.pid) : 0);
  const before = cpu();
  const headers = [target.headers ?? {}].flat();
  let clients = 0;
  const result = await autocannon({
    url: target.url,
    connections,
    ...(typeof howLong === 'number' ? { duration: howLong } : howLong),
    // Each connection starts at another body: otherwise a server that answers equal requests together would be measured.
    setupClient: (client) => {
      const start = (clients * 7) % bodies.length;
      const own = { 'content-type': 'application/json', ...headers[clients % headers.length] };
      clients += 1;
      client.setRequests(
        [...bodies.slice(start), ...bodies.slice(0, start)].map((body) => ({ method: 'POST', headers: own, body })),
      );
    },
  });
  const done = result['2xx'];
  if (result.non2xx > 0 || result.errors > 0 || done === 0)
    throw new Error(`${target.url}: ${result.non2xx} bad answers, ${result.errors} errors, ${done} good answers`);
  return {
    perSecond: done / result.duration,
    cpuPerRequest: (cpu() - before) / done,
    p50: result.latency.p50,
    p99: result.latency.p99,
  };
}
