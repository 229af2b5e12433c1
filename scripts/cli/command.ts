/** The declaration of a command: its arguments and options, without its code. */
import path from 'node:path';
import type { Command } from 'commander';
import { projectRoot } from '../../subgraphs/kit/base/project-root';
import { CommandFailure, isWrongCall, reasonOf, wrongCallCode } from './failure';

/** Adds one command to the program and returns it. */
export type Register = (program: Command) => Command;

/** The end of a command's help: example calls, without the program's name. */
export const examples = (...calls: string[]): string =>
  [`\n${calls.length > 1 ? 'Examples' : 'Example'}:`, ...calls.map((call) => `  habeas ${call}`)].join('\n');

/** A paragraph for the help of a command, wrapped to the width of the terminal. */
export const note =
  (text: string) =>
  ({ command }: { command: Command }): string => {
    const help = command.createHelp();
    return `\n${help.boxWrap(text, command.configureOutput().getOutHelpWidth?.() ?? 80)}`;
  };

/** A paragraph about the exit codes of a command, where they mean more than done, failed and called wrongly. */
export function exitCodes(meanings: { 1?: string; 2?: string } = {}) {
  const said = { 0: 'done', 1: 'refused, or failed', 2: 'the call is wrong', ...meanings };
  return note(
    `Exit codes: ${Object.entries(said)
      .map(([code, meaning]) => `${code} ${meaning}`)
      .join('; ')}.`,
  );
}

/** How a command reports a failure. */
export interface FailureOptions {
  /** Makes the message of a reason. @default the reason itself */
  message?: (reason: string) => string;
  /** @default 1 */
  exitCode?: number;
}

/**
 * The action of a command: loads the command's code and runs it. Loading takes up to a second, for which `--help` and a mistyped
 * option should not have to wait.
 */
export const lazily =
  <Given extends unknown[]>(
    load: () => Promise<{ run: (...given: Given) => void | Promise<void> }>,
    { message, exitCode = 1 }: FailureOptions = {},
  ) =>
  async (...given: Given): Promise<void> => {
    try {
      const { run } = await load();
      await run(...given);
    } catch (error) {
      if (error instanceof CommandFailure) throw error;
      // Without the command's own words, such as the advice to run it again: they would mislead.
      if (isWrongCall(error)) throw new CommandFailure(error.message, wrongCallCode, { cause: error });
      const reason = reasonOf(error);
      throw new CommandFailure(message ? message(sentence(reason)) : reason, exitCode, { cause: error });
    }
  };

/** A reason as a sentence that another may follow. */
const sentence = (reason: string): string => (/[.!?:]$/.test(reason) ? reason : `${reason}.`);

/** The compiled program, for running it as a process of its own. */
export const programFile = (): string => path.join(projectRoot(), 'dist', 'scripts', 'habeas.js');
