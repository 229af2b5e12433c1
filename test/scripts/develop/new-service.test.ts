/** `npm run new-service`, used as a newcomer does: in a checkout of its own, until the new service's tests pass. */
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';
import { testServerUrl } from '../../support/run/database';

const checkout = mkdtempSync(path.join(os.tmpdir(), 'habeas-checkout-'));
const read = (file: string) => readFileSync(path.join(checkout, file), 'utf8');

beforeAll(() => {
  const left = new Set(['node_modules', '.git', '.habeas'].map((name) => path.join(projectRoot(), name)));
  cpSync(projectRoot(), checkout, { recursive: true, preserveTimestamps: true, filter: (source) => !left.has(source) });
  symlinkSync(path.join(projectRoot(), 'node_modules'), path.join(checkout, 'node_modules'));
});

afterAll(() => rmSync(checkout, { recursive: true, force: true }));

const run = (command: string, ...args: string[]) =>
  execFileSync(command, args, {
    cwd: checkout,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, DATABASE_URL: testServerUrl() },
  });

const make = (program: string, ...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(program, args, { cwd: checkout, encoding: 'utf8' });
  return { status, stdout, stderr };
};

test.each([
  [['Tickets'], /lower-case letters/],
  [['../tickets'], /lower-case letters/],
  [['messaging'], /"messaging" is taken/],
  [['gateway'], /"gateway" is taken/],
  [['api'], /"api" is taken/],
  [['streaming'], /"streaming" is taken/],
  [['users'], /has a type User already.*--type/],
  [['tickets', '--type', 'ticket'], /begins with a capital letter/],
  [['tickets', '--type', 'Sheep', '--plural', 'Sheep'], /plural must differ/],
  [['new'], /needs this name/],
  [['tickets', '--type', 'Query'], /needs this name/],
  [['subscriptions'], /needs this name/],
  [[], /missing required argument 'name'/],
])(
  'new-service %j is refused, and nothing is written',
  (args, message) => {
    const { status, stderr } = make('node', 'dist/scripts/habeas.js', 'new-service', ...args);
    expect(stderr).toMatch(message);
    // Without arguments the call itself is wrong: there is nothing to refuse.
    expect(status).toBe(args.length === 0 ? 2 : 1);
    expect(read('docker-compose.yml')).toBe(readFileSync(path.join(projectRoot(), 'docker-compose.yml'), 'utf8'));
  },
  30_000,
);

test('a new service is typed, linted and composed, and passes its tests and the conformance check', () => {
  const { status, stdout, stderr } = make(
    'npm',
    'run',
    '-s',
    'new-service',
    '--',
    'support-tickets',
    '--type',
    'Ticket',
  );
  expect({ status, stderr }).toMatchObject({ status: 0 });
  expect(stdout).toContain('npx jest test/services/support-tickets');
  expect(read('schema/supergraph.graphql')).toContain('name: "support-tickets", url: "http://127.0.0.1:4106/graphql"');
  expect(read('docker-compose.yml')).toContain('command: [habeas, service, support-tickets]');
  const own = ['subgraphs/support-tickets', 'test/services/support-tickets'];
  // Only the new files and what they import; the rest of the project is type-checked elsewhere.
  const compiler = JSON.parse(read('tsconfig.json')) as object;
  writeFileSync(path.join(checkout, 'tsconfig.json'), JSON.stringify({ ...compiler, include: own }));
  run('npx', 'tsc', '--noEmit', '--incremental', 'false');
  run('npx', 'eslint', '-c', '.config/eslint.config.mjs', '--max-warnings', '0', ...own);
  run('npx', 'prettier', '--check', ...own, 'schema/support-tickets.graphql', 'docker-compose.yml', 'deploy');
  // `run` throws when a test fails.
  run('npx', 'jest', 'test/services/support-tickets', 'test/scripts/operate/docker-compose', 'test/deploy');
  const part = read('subgraphs/support-tickets/personal-data.ts').split('\n');
  expect(part.length).toBeLessThan(150);
}, 480_000);
