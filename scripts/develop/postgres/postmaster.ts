/** A server that still runs on a cluster, because its start was killed. */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';

/** Whether a process exists. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as { code?: string }).code === 'EPERM';
  }
}

function commandOf(pid: number): string {
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return existsSync(`/proc/${pid}/cmdline`) ? readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') : '';
  }
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

async function gone(pid: number, within: number): Promise<boolean> {
  for (const end = Date.now() + within; Date.now() < end; await pause(50)) if (!isAlive(pid)) return true;
  return !isAlive(pid);
}

/**
 * Prepares `data` for a server. A server that was left running is shut down in order; a `postmaster.pid` is removed if its process
 * is gone, or is another program by now.
 */
export async function stopOrphan(data: string): Promise<void> {
  const file = path.join(data, 'postmaster.pid');
  if (!existsSync(file)) return;
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0]);
  if (pid > 0 && isAlive(pid) && /postgres/.test(commandOf(pid)) && commandOf(pid).includes(data)) {
    process.kill(pid, 'SIGINT');
    if (!(await gone(pid, 15_000))) process.kill(pid, 'SIGQUIT');
    if (!(await gone(pid, 5_000)))
      throw new Error(`A PostgreSQL server of an earlier start (process ${pid}) does not stop. Stop it and try again.`);
  }
  rmSync(file, { force: true });
}
