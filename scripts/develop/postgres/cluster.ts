/** The cluster of the embedded PostgreSQL: its place, its superuser, and its creation. */
import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { endOf } from './child-end';
import type { Binaries } from './binaries';
import { canReach, clusterIdentity, type Identity } from './identity';

/** The superuser. */
export const user = 'habeas';

/**
 * The directory of the cluster: under the data directory or, when root started the system in a place that others may not enter,
 * where daemons of root keep their data.
 */
export function clusterHome(dataDir: string): string {
  const home = path.join(dataDir, 'postgres');
  mkdirSync(dataDir, { recursive: true });
  if (canReach(dataDir, clusterIdentity(home))) return home;
  const daemons = '/var/lib/habeas';
  mkdirSync(daemons, { recursive: true, mode: 0o755 });
  return path.join(daemons, createHash('sha256').update(path.resolve(dataDir)).digest('hex').slice(0, 16));
}

/** The superuser's password. It is created once, and only the starting user can read it. */
export function passwordOf(dataDir: string): string {
  const file = path.join(dataDir, 'postgres-password');
  if (!existsSync(file)) writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  return readFileSync(file, 'utf8');
}

/** Creates a cluster under another name and renames it when it is whole, so that a killed start leaves no half of one. */
export async function createCluster(
  { initdb }: Binaries,
  data: string,
  identity: Identity | null,
  password: string,
  signal: AbortSignal | undefined,
): Promise<void> {
  const unfinished = `${data}.new`;
  rmSync(unfinished, { recursive: true, force: true });
  const passwordFile = `${data}.password`;
  writeFileSync(passwordFile, password, { mode: 0o600 });
  if (identity) chownSync(passwordFile, identity.uid, identity.gid);
  const made = spawn(
    initdb,
    ['-D', unfinished, '-U', user, `--pwfile=${passwordFile}`, ...clusterOptions],
    // A process group of its own, like the server's: we pass the terminal's Ctrl-C on.
    { ...identity, cwd: path.dirname(data), env: {}, stdio: ['ignore', 'ignore', 'pipe'], detached: true },
  );
  let said = '';
  made.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const interrupt = () => made.pid && process.kill(-made.pid, 'SIGTERM');
  signal?.addEventListener('abort', interrupt);
  const how = await endOf(made);
  signal?.removeEventListener('abort', interrupt);
  rmSync(passwordFile, { force: true });
  signal?.throwIfAborted();
  if (how !== 0) throw new Error(`The PostgreSQL cluster could not be made: ${said.trim() || how}`);
  chmodSync(unfinished, 0o700);
  renameSync(unfinished, data);
}

const clusterOptions = ['-A', 'scram-sha-256', '-E', 'UTF8', '--locale=C', '--no-instructions'];
