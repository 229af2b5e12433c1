/** The embedded default: a real PostgreSQL server of our own, with its data under the data directory. */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createHash, randomBytes } from 'node:crypto';
import path from 'node:path';
import { Client } from 'pg';
import { freePort } from '../ports';
import { postgresBinaries, type Binaries } from './binaries';
import { canReach, clusterIdentity, type Identity } from './identity';
import { stopOrphan } from './postmaster';

/** A running server. */
export interface EmbeddedPostgres {
  /** The superuser's URL of the database `postgres`. */
  url: string;
  pid: number;
  /** Resolves when the server has ended, whatever ended it. */
  ended: Promise<void>;
  /** Fast shutdown: clients are disconnected, nothing committed is lost. */
  stop(): Promise<void>;
}

export interface EmbeddedPostgresOptions {
  /** The cluster, its password and its log live under here. */
  dataDir: string;
  /** A free one when absent. */
  port?: number;
  /** False for throw-away data: no waiting for the disk. Default true. */
  durable?: boolean;
  /** Further settings of the server, or others than the usual ones. */
  settings?: Record<string, string>;
}

const user = 'habeas';

/** Small, and enough for all processes of the system on one machine. */
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
  // A statement may hold a person's value, and the log is no place for it.
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_timezone: 'UTC',
  timezone: 'UTC',
};

/** Starts the server of a data directory, making its cluster first when there is none. */
export async function startEmbeddedPostgres({
  dataDir,
  port,
  durable = true,
  settings = {},
}: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const home = clusterHome(dataDir);
  const identity = clusterIdentity(home);
  const binaries = postgresBinaries(identity);
  mkdirSync(home, { recursive: true, mode: 0o700 });
  if (identity) chownSync(home, identity.uid, identity.gid);
  const data = path.join(home, 'data');
  if (existsSync(data)) await stopOrphan(data);
  else createCluster(binaries, data, identity, passwordOf(dataDir));
  const chosen = port ?? (await freePort());
  const child = launch(binaries, data, chosen, path.join(dataDir, 'logs'), identity, durable, settings);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = `postgres://${user}:${passwordOf(dataDir)}@127.0.0.1:${chosen}/postgres`;
  await accepting(child, url, path.join(dataDir, 'logs', 'postgres.log'));
  return {
    url,
    pid: child.pid ?? 0,
    ended,
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGINT');
      await ended;
    },
  };
}

/**
 * Where the cluster is: under the data directory, or, when root started the system in a place that nobody else may enter,
 * where root's daemons keep their data.
 */
function clusterHome(dataDir: string): string {
  const home = path.join(dataDir, 'postgres');
  mkdirSync(dataDir, { recursive: true });
  if (canReach(dataDir, clusterIdentity(home))) return home;
  const daemons = '/var/lib/habeas';
  mkdirSync(daemons, { recursive: true, mode: 0o755 });
  return path.join(daemons, createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 16));
}

/** The superuser's password: made once, readable for the starting user only. */
function passwordOf(dataDir: string): string {
  const file = path.join(dataDir, 'postgres-password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

/** Makes a cluster under another name and gives it its own when it is whole: a start that is killed leaves no half of one. */
function createCluster({ initdb }: Binaries, data: string, identity: Identity | null, password: string): void {
  const unfinished = `${data}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  const passwordFile = `${data}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (identity) chownSync(passwordFile, identity.uid, identity.gid);
  const made = spawnSync(
    initdb,
    [
      '-D',
      unfinished,
      '-U',
      user,
      `--pwfile=${passwordFile}`,
      '-A',
      'scram-sha-256',
      '-E',
      'UTF8',
      '--locale=C',
      '--no-instructions',
    ],
    { ...identity, cwd: path.dirname(data), encoding: 'utf8', env: {} },
  );
  rmSync(passwordFile, { force: true });
  if (made.status !== 0)
    throw new Error(`The PostgreSQL cluster could not be made: ${made.error?.message ?? made.stderr.trim()}`);
  chmodSync(unfinished, 0o700);
  renameSync(unfinished, data);
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
  const log = openSync(path.join(logs, 'postgres.log'), 'a');
  const all = {
    ...usual,
    ...settings,
    port: String(port),
    ...(durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  const parameters = Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  // Its own process group: Ctrl-C in the terminal is ours to pass on, in order.
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

async function accepting(child: ChildProcess, url: string, log: string): Promise<void> {
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  for (const end = Date.now() + 30_000; Date.now() < end; await new Promise((resolve) => setTimeout(resolve, 40))) {
    if (failure) throw new Error(`PostgreSQL could not be started: ${failure.message}`);
    if (child.exitCode !== null) throw new Error(`PostgreSQL ended with ${child.exitCode}. Its log: ${log}`);
    const client = new Client({ connectionString: url, connectionTimeoutMillis: 1_000 });
    try {
      await client.connect();
      await client.end();
      return;
    } catch {
      await client.end().catch(() => {});
    }
  }
  child.kill('SIGINT');
  throw new Error(`PostgreSQL did not accept connections within 30 s. Its log: ${log}`);
}
