/** The program `habeas` by the ways in which it is called: npm scripts, npx, and its name in the image. */
import { execFile, spawnSync } from 'node:child_process';
import { cpSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { programFile } from '../../scripts/cli/command';
import { createProgram } from '../../scripts/cli/program';
import { serviceNames } from '../../scripts/develop/subgraphs';
import { projectRoot } from '../../subgraphs/kit/base/project-root';
import { manifest, scratchProgram } from '../support/run/program';

const { scratch, environment, habeas } = scratchProgram();

describe('package.json', () => {
  test.each(Object.entries(manifest.scripts).filter(([, script]) => script.includes('dist/')))(
    'npm run %s builds and calls the command of its name',
    (name, script) => {
      expect(script).toBe(`npm run -s build && node ${manifest.bin.habeas} ${name}`);
      expect(createProgram().commands.map((command) => command.name())).toContain(name);
    },
  );

  test('names the built program, which is executable', () => {
    const file = path.join(projectRoot(), manifest.bin.habeas ?? '');
    expect(file).toBe(programFile());
    expect(readFileSync(file, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(statSync(file).mode & 0o111).toBe(0o111);
  });

  test('npx habeas runs in the checkout and in another directory, to which relative paths then refer', async () => {
    const npx = (cwd: string, ...args: string[]) =>
      promisify(execFile)('npx', ['--offline', '--cache', path.join(scratch, 'npm'), ...args], {
        cwd,
        env: environment({ HOME: scratch }),
      });
    expect((await npx(projectRoot(), 'habeas', '--help')).stdout).toBe(habeas(['--help']).stdout);
    expect((await npx(path.join(projectRoot(), 'docs'), 'habeas', 'token', '--help')).stdout).toContain('habeas token');
    await npx(scratch, '--prefix', projectRoot(), 'habeas', 'inventory', '--format', 'csv', '--output', 'register.csv');
    expect(readFileSync(path.join(scratch, 'register.csv'), 'utf8')).toMatch(/^Service,Type,Field/);
  });
});

describe('in the image, which has the compiled code, the schemas and the production dependencies', () => {
  const image = path.join(scratch, 'image');
  const program = path.join(scratch, 'habeas');
  const run = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(program, args, {
      cwd: scratch,
      env: environment({ NODE_ENV: 'production' }),
      encoding: 'utf8',
      timeout: 60_000,
    });
    return { status, stdout, stderr };
  };

  beforeAll(() => {
    for (const part of ['package.json', 'dist', 'schema'])
      cpSync(path.join(projectRoot(), part), path.join(image, part), { recursive: true });
    symlinkSync(path.join(projectRoot(), 'node_modules'), path.join(image, 'node_modules'));
    symlinkSync(path.join(image, 'dist', 'scripts', 'habeas.js'), program);
  });

  test('the commands run by the name that the Dockerfile links', () => {
    const dockerfile = readFileSync(path.join(projectRoot(), 'deploy', 'Dockerfile'), 'utf8');
    expect(dockerfile).toContain(`ln -s /habeas/${manifest.bin.habeas} /usr/local/bin/habeas`);
    expect(run('--help').stdout).toBe(habeas(['--help']).stdout);
    expect(run('inventory', '--format', 'csv').stdout).toMatch(/^Service,Type,Field/);
    expect(run('service', 'ghost').stderr).toBe(
      `There is no service "ghost"; there are ${serviceNames().join(', ')}.\n`,
    );
  });

  test.each([
    [['gateway'], /^The gateway cannot start\. The configuration cannot be used:\n/],
    ...serviceNames().map(
      (name) =>
        [['service', name], new RegExp(`^${name} cannot start\\. The configuration cannot be used:\\n`)] as const,
    ),
  ] as const)('%j names what its environment lacks', (args, message) => {
    const { status, stdout, stderr } = run(...args);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^ {2}- DATABASE_URL: /m);
  });
});
