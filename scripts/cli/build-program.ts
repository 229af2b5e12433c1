/** Builds a program of grouped commands. The code of a command is loaded only when it runs. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command, Help } from 'commander';
import { projectRoot } from '../../subgraphs/kit/base/project-root';
import { examples, exitCodes, type Register } from './command';
import { wrongCallCode } from './failure';
import { bold } from './style';

/** The parts of a program. */
export interface ProgramParts {
  description: string;
  /** The commands of each heading in the help. */
  groups: Record<string, Register[]>;
  /** Example calls for the help, without the program's name. */
  calls: string[];
}

const versionOf = (root: string): string =>
  (JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { version: string }).version;

/** An option or a command with its description: beside it, or below it on a narrow terminal. */
function formatItem(this: Help, term: string, termWidth: number, description: string, helper: Help): string {
  const width = helper.helpWidth ?? 80;
  if (width - termWidth - 4 >= 40 || !description)
    return Help.prototype.formatItem.call(this, term, termWidth, description, helper);
  return `  ${term}\n${helper.boxWrap(description, width - 6).replaceAll(/^/gm, '      ')}`;
}

/** The program `habeas` with these commands. */
export function buildProgram({ description, groups, calls }: ProgramParts): Command {
  const program = new Command('habeas')
    .description(description)
    .version(versionOf(projectRoot()))
    // Commands that are added later inherit it. A wrong call has another exit code than a command that failed.
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : wrongCallCode))
    .configureHelp({ styleTitle: bold, formatItem, minWidthToWrap: 20 });
  for (const [group, registers] of Object.entries(groups)) {
    program.commandsGroup(`${group}:`);
    for (const register of registers)
      register(program).addHelpText('after', `\nGroup: ${group} (habeas --help lists every command)`);
  }
  return program.addHelpText('after', exitCodes()).addHelpText('after', examples(...calls));
}
