/** The program `habeas`: its commands and their help, at a terminal and in a file. */
import { spawn, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { programFile } from '../../scripts/cli/command';
import { createProgram } from '../../scripts/cli/program';
import { projectRoot } from '../../subgraphs/kit/base/project-root';
import { manifest, scratchProgram } from '../support/run/program';

const { scratch, environment, habeas } = scratchProgram();

/** What a terminal with this number of columns shows. `script` provides the terminal. */
function atTerminal(args: string[], columns: number, variables: Record<string, string> = {}): string {
  const call = [process.execPath, programFile(), ...args].map((word) => `'${word}'`).join(' ');
  return spawnSync('script', ['-qec', `stty cols ${columns}; ${call}`, '/dev/null'], {
    env: environment({ TERM: 'xterm', SHELL: '/bin/sh', ...variables }),
    encoding: 'utf8',
    timeout: 60_000,
  }).stdout;
}

const groups = {
  Run: ['gateway', 'gdpr', 'worker', 'service', 'ready'],
  Operate: [
    'keys',
    'migrate',
    'backup',
    'restore',
    'verify-audit',
    'verify-certificate',
    'replay-erasures',
    'rotate-keys',
    'reindex',
    'destroy-keys',
    'inventory',
    'report',
    'register',
  ],
  Develop: [
    ...[
      'start',
      'demo',
      'seed',
      'token',
      'compose',
      'codegen',
      'api-changes',
      'new-service',
      'conformance',
      'bench',
      'soak',
    ],
  ],
};
const commands = createProgram().commands.map((command) => command.name());

test('--version prints the version of the package', () => {
  expect(habeas(['--version'])).toMatchObject({ status: 0, stdout: `${manifest.version}\n`, stderr: '' });
});

describe('--help', () => {
  test('of the program lists every command in its group, and examples', () => {
    const { status, stdout, stderr } = habeas(['--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const listed = Object.keys(groups).map((group) => {
      const part = stdout.split(`\n${group}:\n`)[1]?.split('\n\n')[0] ?? '';
      return [group, [...part.matchAll(/^ {2}(\S+)/gm)].map(([, name]) => name)];
    });
    expect(Object.fromEntries(listed)).toEqual(groups);
    expect(stdout).toMatch(/\nExamples:\n {2}habeas start\n/);
  });

  test.each(commands)('of %s says what it does, its group, and an example', (name) => {
    const { status, stdout, stderr } = habeas([name, '--help']);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toMatch(new RegExp(`^Usage: habeas ${name} [^\\n]*\\n\\n[A-Z][^]+\\.\\n\\n`));
    expect(stdout).toMatch(new RegExp(`\\nExamples?:\\n {2}habeas ${name}`));
    const group = Object.entries(groups).find(([, names]) => names.includes(name))?.[0];
    expect(stdout).toContain(`\nGroup: ${group} `);
  });

  test.each([[], ['keys', 'create'], ['backup']])(
    'of %j stays within a narrow terminal, and is bold there alone',
    (...name) => {
      const shown = atTerminal([...name, '--help'], 50);
      const bare = stripVTControlCharacters(shown);
      expect(shown).toContain('\u001B[1mUsage:\u001B[22m habeas');
      expect(atTerminal([...name, '--help'], 50, { NO_COLOR: '1' })).toBe(bare);
      // Examples are commands to copy, so they are not wrapped.
      const lines = (bare.split(/\r\nExamples?:/)[0] ?? '').split(/\r?\n/);
      expect(lines.filter((line) => line.length > 50)).toEqual([]);
      expect(bare.replaceAll(/\s+/g, ' ')).toContain(
        habeas([...name, '--help'])
          .stdout.slice(-40)
          .trim()
          .split(/\s+/)
          .at(-1),
      );
    },
  );

  test('explains the exit codes', () => {
    expect(habeas(['--help']).stdout).toContain('\nExit codes: 0 done; 1 refused, or failed; 2 the call is wrong.\n');
    for (const name of ['verify-audit', 'verify-certificate', 'conformance', 'replay-erasures', 'restore', 'soak'])
      expect(habeas([name, '--help']).stdout).toMatch(/\nExit codes: 0 done; 1 [^]+; 2\s+the\s+call\s+is\s+wrong/);
  });

  test('loads none of the code of the commands', () => {
    const hook = path.join(scratch, 'loaded.cjs');
    const shown = 'console.error(JSON.stringify([Object.keys(require.cache), process.moduleLoadList]))';
    writeFileSync(hook, `process.on('exit', () => ${shown});`);
    const { stderr } = habeas(['--help'], { NODE_OPTIONS: `--require=${hook}` });
    const [files, builtIn] = JSON.parse(stderr) as [string[], string[]];
    const own = files.filter((file) => file !== hook).map((file) => path.relative(projectRoot(), file));
    expect(own.sort()).toEqual(['dist/scripts/habeas.js', 'dist/scripts/run/load-bundle.js']);
    // Whatever talks to a database or to another process needs these.
    for (const name of ['tls', 'http']) expect(builtIn).not.toContain(`NativeModule ${name}`);
  });
});

test('a reader that stops reading neither stops the command nor changes its exit code', async () => {
  const child = spawn(process.execPath, [programFile(), 'inventory', '--format', 'json'], {
    env: environment(),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // Before the command can have written anything.
  child.stdout.destroy();
  const chunks: Buffer[] = [];
  child.stderr.on('data', (chunk: Buffer) => chunks.push(chunk));
  const status = await new Promise((resolve) => child.once('close', resolve));
  expect([status, Buffer.concat(chunks).toString()]).toEqual([0, '']);
});
