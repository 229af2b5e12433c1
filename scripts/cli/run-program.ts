import type { Command } from 'commander';
import { CommandFailure, reasonOf } from './failure';

/**
 * Runs the program with the arguments of the process. A failure is a message on stderr, never a stack trace, with the exit code
 * that the command declares.
 */
export async function runProgram(program: Command): Promise<void> {
  goOnUnread(process.stdout);
  goOnUnread(process.stderr);
  try {
    await program.parseAsync(withKnownCommand(program, process.argv.slice(2)), { from: 'user' });
  } catch (error) {
    // Open connections and child processes of the command would keep the process running.
    const end = () => process.exit(error instanceof CommandFailure ? error.exitCode : 1);
    process.stderr.write(`${reasonOf(error)}\n`, end);
  }
}

/** The arguments; for the help of a command that does not exist its name alone, which is refused with one like it. */
function withKnownCommand(program: Command, given: string[]): string[] {
  const names: string[] = [];
  let { commands } = program;
  for (const name of given.filter((argument) => !argument.startsWith('-') && argument !== 'help')) {
    if (commands.length === 0) break;
    names.push(name);
    const found = commands.find((command) => command.name() === name);
    if (!found) return names;
    ({ commands } = found);
  }
  return given;
}

/**
 * Makes the program ignore errors of its output: the reader may stop reading, like `head`, and the disk may be full. The command
 * goes on to its end, because half of a replay or a key rotation, or a system that nobody stops, is worse than an unread line. A
 * closed pipe is the reader's choice, and the exit code still tells the result; any other error makes the command a failure.
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
