import type { Command } from 'commander';
import { CommandFailure, reasonOf } from './failure';

/**
 * Runs the program with the arguments of the process. A failure ends as a message on stderr, never as a stack trace, and with
 * the exit code that the command declares; a command or an option that there is not ends with 1.
 */
export async function runProgram(program: Command): Promise<void> {
  goOnUnread(process.stdout);
  goOnUnread(process.stderr);
  try {
    await program.parseAsync();
  } catch (error) {
    // Connections and child processes that the command left would keep the process from its end.
    const end = () => process.exit(error instanceof CommandFailure ? error.exitCode : 1);
    process.stderr.write(`${reasonOf(error)}\n`, end);
  }
}

/**
 * Whoever reads our output may stop reading, as `head` does, and the disk that it goes to may be full. The command goes on to its
 * end, because half of a replay or a key rotation, or a system that nobody stops, is worse than an unread line. A closed pipe is
 * its reader's choice, and the exit code still says how the command went; what could not be written anywhere makes it a failure.
 */
function goOnUnread(stream: NodeJS.WriteStream): void {
  let told = false;
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') return;
    process.exitCode ||= 1;
    if (!told && stream !== process.stderr) process.stderr.write(`The output is not whole. ${reasonOf(error)}\n`);
    told = true;
  });
}
