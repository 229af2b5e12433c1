/** Every command in a document is accepted by the program as it is written, or is an npm script. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CommanderError, type Command } from 'commander';
import { createProgram } from '../../scripts/cli/program';
import { createKitProgram } from '../../scripts/kit/program';
import { projectRoot } from '../../subgraphs/kit/base/project-root';
import { blocksOf, documents, proseOf } from './documents';

const { scripts } = JSON.parse(readFileSync(path.join(projectRoot(), 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** The program, made to throw instead of ending the process, and to do nothing. */
function idleProgram(program: Command): Command {
  const idle = (command: Command) => {
    command
      .exitOverride()
      .configureOutput({ writeOut: () => {}, writeErr: () => {} })
      .action(() => {});
    command.commands.forEach(idle);
  };
  program.commands.forEach(idle);
  return program.exitOverride().configureOutput({ writeOut: () => {}, writeErr: () => {} });
}

/** Placeholders in documents, with a value for each. */
const examples: Record<string, string> = {
  TIME: '2026-03-01T00:00:00Z',
  URL: 'http://127.0.0.1:4101/graphql',
  'NAME=URL': 'dialer=http://127.0.0.1:4101/graphql',
};

/** The words of a call as a shell splits it, up to a redirection or a comment. */
const wordsOf = (call: string): string[] =>
  [...(call.split(/ (?:[|>&]|#)/)[0] ?? '').matchAll(/'([^']*)'|"([^"]*)"|(\S+)/g)].map(
    ([, single, double, bare]) => single ?? double ?? examples[bare ?? ''] ?? bare ?? '',
  );

/** Why neither the program nor the kit's program accepts a call; null when one does. */
function problemOf(call: string[], how: { whole: boolean }): string | null {
  const problem = problemFor(idleProgram(createProgram()), call, how);
  return problem && problemFor(idleProgram(createKitProgram()), call, how) && problem;
}

function problemFor(program: Command, call: string[], { whole }: { whole: boolean }): string | null {
  try {
    program.parse(call, { from: 'user' });
    return null;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help was shown; or a sentence about a command leaves out its required arguments.
    const partial = [
      'commander.missingMandatoryOptionValue',
      'commander.missingArgument',
      'commander.optionMissingArgument',
      'commander.help',
    ];
    return error.exitCode === 0 || (!whole && partial.includes(error.code)) ? null : error.message;
  }
}

/** The calls in a document: the words after `habeas`, also those of npm scripts. */
const callsIn = (text: string): string[] =>
  [
    ...text.matchAll(/(?:^|[\s`(])(?:npx )?habeas ((?:[a-z]|--)[^`\n]*)|(?:^|[\s`(])npm run ([a-z][\w-]*)([^`\n]*)/gm),
  ].map(
    ([, call, script, rest = '']) =>
      call ??
      (scripts[script ?? '']?.includes('dist/') ? `${script}${rest.replace(/^ -- /, ' ')}` : `npm run ${script}`),
  );

const inBlocks = [...documents].flatMap(([file, text]) =>
  blocksOf(text, 'sh')
    .flatMap((block) => block.replaceAll(/\\\n\s*/g, '').split('\n'))
    .flatMap((line) => line.split(/ && | & /))
    .filter((line) => !/kubectl|docker compose/.test(line))
    .flatMap((line) => callsIn(line.trim()))
    .map((call) => [file, call] as const),
);
const inSentences = [...documents].flatMap(([file, text]) =>
  [...proseOf(text).matchAll(/`([^`]+)`/g)]
    .flatMap(([, code = '']) => callsIn(code.replaceAll(/\s+/g, ' ').replaceAll('…', '')))
    .map((call) => [file, call] as const),
);

test('documents name commands', () => {
  expect(inBlocks.length).toBeGreaterThan(10);
  expect(inSentences.length).toBeGreaterThan(50);
});

const check = (call: string, whole: boolean) => {
  if (call.startsWith('npm run ')) expect(Object.keys(scripts)).toContain(call.slice('npm run '.length));
  else expect(problemOf(wordsOf(call), { whole })).toBeNull();
};

test.each(inBlocks)('%s, in a code block: %s', (_file, call) => check(call, true));
test.each(inSentences)('%s, in a sentence: %s', (_file, call) => check(call, false));
