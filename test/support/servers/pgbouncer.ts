/** PgBouncer in transaction mode, before the test run's PostgreSQL, on machines that have it. `.ci/run` installs it from Debian's packages. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { freePort } from '../../../scripts/develop/ports';
import { eventually } from '../eventually';
import { isInstalled, searchPath } from '../run/installed';

export interface PgBouncer {
  /** The server's URL through the pooler. */
  url: string;
  /** Returns the rows of one of its own tables: `SHOW POOLS`. */
  show(what: string): Promise<Record<string, string>[]>;
  /** Changes the number of sessions. Those that are open end with their transactions. */
  limit(sessions: number): Promise<void>;
  stop(): Promise<void>;
}

/** Whether this machine has PgBouncer. */
export const hasPgBouncer = isInstalled('pgbouncer');

/** The number of sessions on the server for one role in one database, however many clients there are. */
export const poolSize = 4;

/** Starts it before a server. @param serverUrl the URL of an administrator, who looks up the roles' passwords */
export async function startPgBouncer(serverUrl: string): Promise<PgBouncer> {
  const server = new URL(serverUrl);
  const [administrator, password] = [server.username, decodeURIComponent(server.password)];
  const port = await freePort();
  const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-pgbouncer-'));
  const file = (name: string) => path.join(directory, name);
  writeFileSync(file('users'), `"${administrator}" "${password}"\n`);
  writeFileSync(
    file('pgbouncer.ini'),
    `[databases]
* = host=${server.hostname} port=${server.port} auth_user=${administrator}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = scram-sha-256
auth_file = ${file('users')}
auth_query = SELECT usename, passwd FROM pg_shadow WHERE usename = $1
admin_users = ${administrator}
pool_mode = transaction
default_pool_size = ${poolSize}
max_client_conn = 1000
`,
  );
  // It does not run as root, and its user must be able to read these files.
  chmodSync(directory, 0o755);
  const user = process.getuid?.() === 0 ? ['-u', 'nobody'] : [];
  const child = spawn('pgbouncer', [...user, file('pgbouncer.ini')], {
    env: { ...process.env, PATH: searchPath.join(path.delimiter) },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
  server.port = String(port);
  const own = new URL(server);
  own.pathname = '/pgbouncer';
  const command = async (text: string) => {
    // Its own commands support only the simple query protocol.
    const client = new Client({ connectionString: own.toString() });
    await client.connect();
    const { rows } = await client.query<Record<string, string>>(text);
    await client.end();
    return rows;
  };
  const show = (what: string) => command(`SHOW ${what}`);
  await eventually(() => show('VERSION').catch(() => false), 10_000).catch(() => {
    throw new Error(`PgBouncer does not answer: ${said}`);
  });
  return {
    url: server.toString(),
    show,
    limit: async (sessions) => {
      await command(`SET default_pool_size = ${sessions}`);
      await command('RECONNECT');
    },
    stop: async () => {
      child.kill('SIGKILL');
      await once(child, 'exit');
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
