import type { Command } from 'commander';
import { CommandFailure, reasonOf } from './failure';

/**
 * Runs the program with the arguments of the process. A failure ends as a message on stderr, never as a stack trace, and with
 * the exit code that the command declares; a command or an option that there is not ends with 1.
 */
export async function runProgram(program: Command): Promise<void> {
  ignoreClosedPipe(process.stdout);
  ignoreClosedPipe(process.stderr);
  try {
    await program.parseAsync();
  } catch (error) {
    // Connections and child processes that the command left would keep the process from its end.
    const end = () => process.exit(error instanceof CommandFailure ? error.exitCode : 1);
    process.stderr.write(`${reasonOf(error)}\n`, end);
  }
}

/**
 * Whoever reads our output may stop reading, as `head` does. The command goes on to its end, silently, because half of a
 * replay or a key rotation is worse than an unread line, and its exit code still says how it went.
 */
function ignoreClosedPipe(stream: NodeJS.WriteStream): void {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}
