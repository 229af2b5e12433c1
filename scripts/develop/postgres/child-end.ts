import type { ChildProcess } from 'node:child_process';

/** The end of a child process: its exit code, the signal that ended it, or why it could not be started. */
export const endOf = (child: ChildProcess): Promise<number | string> =>
  new Promise((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? signal ?? 0));
    child.once('error', ({ message }) => resolve(message));
  });
