/** A test's own Redis. On machines without Redis, the same tests use counters in memory; `.ci/run` installs it. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createConnection } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../../../scripts/develop/ports';
import { eventually } from '../eventually';
import { isInstalled } from '../run/installed';

export interface TestRedis {
  url: string;
  /** Kills it, without closing its connections in order. */
  kill(): Promise<void>;
  /** Starts it again, empty, at the same address. */
  restart(): Promise<void>;
  /** Makes it hang: its connections stay open, and nothing is answered until `goOn`. */
  hang(): void;
  goOn(): void;
  /** Every key and every value in it. */
  dump(): string;
  stop(): Promise<void>;
}

/** Whether this machine has Redis. */
export const hasRedis = isInstalled('redis-server', 'redis-cli');

export async function startRedis(): Promise<TestRedis> {
  const port = await freePort();
  const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-redis-'));
  let child: ChildProcess | undefined;
  const start = async () => {
    child = spawn(
      'redis-server',
      ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', directory],
      { stdio: 'ignore' },
    );
    await eventually(() => answers(port));
  };
  const kill = async () => {
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill('SIGKILL');
    await once(child, 'exit');
  };
  const cli = (...args: string[]) => execFileSync('redis-cli', ['-p', String(port), ...args]).toString();
  await start();
  return {
    url: `redis://127.0.0.1:${port}`,
    kill,
    restart: start,
    hang: () => void child?.kill('SIGSTOP'),
    goOn: () => void child?.kill('SIGCONT'),
    dump: () =>
      cli('--scan')
        .split('\n')
        .filter(Boolean)
        .map(
          (key) =>
            `${key} ${cli('DUMP', key)} ${cli('TYPE', key).startsWith('zset') ? cli('ZRANGE', key, '0', '-1') : ''}`,
        )
        .join('\n'),
    stop: async () => {
      await kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}

const answers = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port }, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
