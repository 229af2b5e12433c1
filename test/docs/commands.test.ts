/** Every command that a document names is one that the program takes as it is written, or an npm script. `blocks.test.ts` runs them. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { CommanderError, type Command } from 'commander';
import { createProgram } from '../../scripts/cli/program';
import { createKitProgram } from '../../scripts/kit/program';
import { projectRoot } from '../../subgraphs/kit/base/project-root';
import { blocksOf, documents, proseOf } from './documents';

const { scripts } = JSON.parse(readFileSync(path.join(projectRoot(), 'package.json'), 'utf8')) as {
  scripts: Record<string, string>;
};

/** The program, which throws in the place of ending the process, and does nothing. A call that is not whole may leave out options. */
function idleProgram(program: Command, whole: boolean): Command {
  const idle = (command: Command) => {
    command
      .exitOverride()
      .configureOutput({ writeOut: () => {}, writeErr: () => {} })
      .action(() => {});
    // One that is missing would be told before another that there is not.
    if (!whole) command.options.forEach((option) => option.makeOptionMandatory(false));
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

/** Why neither the program nor that of the kit takes a call; null when one does. */
function problemOf(call: string[], whole: boolean): string | null {
  const problem = problemFor(createProgram(), call, whole);
  return problem && problemFor(createKitProgram(), call, whole) && problem;
}

function problemFor(program: Command, call: string[], whole: boolean): string | null {
  try {
    idleProgram(program, whole).parse(call, { from: 'user' });
    return null;
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    // Help was shown, or a sentence about a command leaves out what it must be given.
    const partial = ['commander.missingArgument', 'commander.optionMissingArgument', 'commander.help'];
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

const filesOf = (folder: string): string[] =>
  readdirSync(path.join(projectRoot(), folder), { recursive: true, encoding: 'utf8' })
    .map((file) => path.join(folder, file))
    .filter((file) => statSync(path.join(projectRoot(), file)).isFile());

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

const inComments = ['docker-compose.yml', ...filesOf('deploy')].flatMap((file) =>
  [...readFileSync(path.join(projectRoot(), file), 'utf8').matchAll(/^ *#(.*)$/gm)]
    .flatMap(([, comment = '']) => callsIn(comment))
    .map((call) => [file, call] as const),
);

test('documents name commands', () => {
  expect(inBlocks.length).toBeGreaterThan(10);
  expect(inSentences.length).toBeGreaterThan(50);
  expect(inComments.length).toBeGreaterThan(3);
});

const check = (call: string, whole: boolean) => {
  if (call.startsWith('npm run ')) expect(Object.keys(scripts)).toContain(call.slice('npm run '.length));
  else expect(problemOf(wordsOf(call), whole)).toBeNull();
};

test('an option that there is not is told, in a sentence too, which leaves out those that must be given', () => {
  expect(problemOf(['replay-erasures', '--sinec', '2026-03-01'], false)).toContain("unknown option '--sinec'");
  expect(problemOf(['replay-erasures', '--service', 'dialer'], false)).toBeNull();
  expect(problemOf(['replay-erasures', '--service', 'dialer'], true)).toContain('--since');
});

test.each(inBlocks)('%s, to be copied: %s', (_file, call) => check(call, true));
test.each(inComments)('%s, in a comment: %s', (_file, call) => check(call, false));
test.each(inSentences)('%s, in a sentence: %s', (_file, call) => check(call, false));
