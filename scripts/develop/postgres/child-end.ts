import type { ChildProcess } from 'node:child_process';

/** How a child process ends: its exit code, or the signal that ended it; or why it could not be started. */
export const endOf = (child: ChildProcess): Promise<number | string> =>
  new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 0));
    child.once('error', ({ message }) => resolve(message));
  });
