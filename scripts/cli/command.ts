/** How a command is declared: what it takes, without what it does. */
import path from 'node:path';
import type { Command } from 'commander';
import { projectRoot } from '../../subgraphs/kit/base/project-root';
import { CommandFailure, reasonOf } from './failure';

/** Adds one command to the program and returns it. */
export type Register = (program: Command) => Command;

/** The end of a command's help: ways to call it, without the program's name. */
export const examples = (...calls: string[]): string =>
  [`\n${calls.length > 1 ? 'Examples' : 'Example'}:`, ...calls.map((call) => `  habeas ${call}`)].join('\n');

/** What is to be known beside a command's options, in lines as long as the terminal is wide. */
export const note =
  (text: string) =>
  ({ command }: { command: Command }): string => {
    const help = command.createHelp();
    return `\n${help.boxWrap(text, command.configureOutput().getOutHelpWidth?.() ?? 80)}`;
  };

/** What the exit codes of a command mean, where that is more than done, failed and called wrongly. */
export function exitCodes(meanings: { 1?: string; 2?: string } = {}) {
  const said = { 0: 'done', 1: 'refused, or failed', 2: 'the call is wrong', ...meanings };
  return note(
    `Exit codes: ${Object.entries(said)
      .map(([code, meaning]) => `${code} ${meaning}`)
      .join('; ')}.`,
  );
}

/** What a command says when it fails, and the exit code. */
export interface FailureOptions {
  /** The message to print for a reason. The reason itself by default. */
  message?: (reason: string) => string;
  /** @default 1 */
  exitCode?: number;
}

/**
 * A command's action: loads what the command does and runs it. Loading it takes up to a second, which `--help` and a mistyped
 * option need not wait for.
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
      const reason = reasonOf(error);
      throw new CommandFailure(message ? message(sentence(reason)) : reason, exitCode, { cause: error });
    }
  };

/** A reason that another sentence may follow. */
const sentence = (reason: string): string => (/[.!?:]$/.test(reason) ? reason : `${reason}.`);

/** The compiled program, for those who start it as a process of its own. */
export const programFile = (): string => path.join(projectRoot(), 'dist', 'scripts', 'habeas.js');
