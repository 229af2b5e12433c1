/** The embedded default: a real PostgreSQL server, with its data under the data directory. */
import { spawn, type ChildProcess } from 'node:child_process';
import { chownSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import path from 'node:path';
import { SurvivingClient } from '../../../subgraphs/kit/base/persistence/surviving-client';
import { endOf } from './child-end';
import { freePort } from '../ports';
import { postgresBinaries, type Binaries } from './binaries';
import { clusterHome, createCluster, passwordOf, user } from './cluster';
import { clusterIdentity, type Identity } from './identity';
import { stopOrphan } from './postmaster';

/** A running server. */
export interface EmbeddedPostgres {
  /** The superuser's URL of the database `postgres`. */
  url: string;
  pid: number;
  /** Resolves when the server has ended, for whatever reason, with its exit code or signal. */
  ended: Promise<number | string>;
  /** Fast shutdown: clients are disconnected, and nothing committed is lost. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** The directory of the cluster, its password and its log. */
  dataDir: string;
  /** @default a free port */
  port?: number;
  /** False for throw-away data: the server does not wait for the disk. @default true */
  durable?: boolean;
  /** Settings of the server, beside or instead of the usual ones. */
  settings?: Record<string, string>;
  /** Ends a start in progress: it throws, and leaves no process behind. */
  signal?: AbortSignal | undefined;
}

/** Settings that are small, and enough for all processes of the system on one machine. */
const usual = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '200',
  shared_buffers: '32MB',
  work_mem: '4MB',
  maintenance_work_mem: '32MB',
  max_wal_size: '256MB',
  max_parallel_workers_per_gather: '0',
  max_wal_senders: '0',
  wal_level: 'minimal',
  jit: 'off',
  log_min_messages: 'warning',
  // A statement may hold a personal value, which must not get into the log.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_timezone: 'UTC',
  timezone: 'UTC',
};

/** How long an orderly shutdown may take, in milliseconds. */
const stopWithin = 20_000;

/**
 * Starts the server of a data directory, and first creates its cluster if there is none.
 * @throws when it does not start, or `signal` aborts meanwhile; then none of its processes is left
 */
export async function startEmbeddedPostgres({
  dataDir,
  port,
  durable = true,
  settings = {},
  signal,
}: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const home = clusterHome(dataDir);
  const identity = clusterIdentity(home);
  const binaries = postgresBinaries(identity);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  if (identity) chownSync(home, identity.uid, identity.gid);
  const data = path.join(home, 'data');
  if (existsSync(data)) await stopOrphan(data);
  else await createCluster(binaries, data, identity, passwordOf(dataDir), signal);
  const chosen = port ?? (await freePort());
  signal?.throwIfAborted();
  const child = launch(binaries, data, chosen, path.join(dataDir, 'logs'), identity, durable, settings);
  const ended = endOf(child);
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
    // A stopped server, or one whose disk does not answer, reacts to nothing else.
    const force = setTimeout(() => child.kill('SIGKILL'), stopWithin);
    await ended;
    clearTimeout(force);
  };
  const url = `postgres://${user}:${passwordOf(dataDir)}@127.0.0.1:${chosen}/postgres`;
  try {
    await accepting(child, url, path.join(dataDir, 'logs', 'postgres.log'), signal);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, pid: child.pid ?? 0, ended, stop };
}

function launch(
  { postgres }: Binaries,
  data: string,
  port: number,
  logs: string,
  identity: Identity | null,
  durable: boolean,
  settings: Record<string, string>,
): ChildProcess {
  mkdirSync(logs, { recursive: true });
  const log = openSync(path.join(logs, 'postgres.log'), 'a', 0o600);
  const all = {
    ...usual,
    ...settings,
    port: String(port),
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const parameters = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // A process group of its own: we pass the terminal's Ctrl-C on, in order.
  const child = spawn(postgres, ['-D', data, ...parameters], {
    ...identity,
    cwd: data,
    env: {},
    stdio: ['ignore', log, log],
    detached: true,
  });
  closeSync(log);
  return child;
}

async function accepting(child: ChildProcess, url: string, log: string, signal?: AbortSignal): Promise<void> {
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  for (const end = Date.now() + 30_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 40))) {
    signal?.throwIfAborted();
    if (failure) throw new Error(`PostgreSQL could not be started: ${failure.message}`);
    const how = child.exitCode ?? child.signalCode;
    if (how !== null) throw new Error(`PostgreSQL ended with ${how}. Its log: ${log}`);
    const client = new SurvivingClient({ connectionString: url, connectionTimeoutMillis: 1_000 });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await client.end().catch(() => {});
    }
  }
  throw new Error(`PostgreSQL did not accept connections within 30 s. Its log: ${log}`);
}
