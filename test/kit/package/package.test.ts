/** The package @habeas/kit: packed, installed into an empty folder with Node and npm alone, and used from there. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { freePort } from '../../../scripts/develop/ports';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';
import {
  installInEmptyFolder,
  packKit,
  strangersEnvironment,
  type InstalledKit,
} from '../../support/contract/packed-kit';
import { dropDatabases, testServerUrl, uniquePrefix } from '../../support/run/database';
import { eventually } from '../../support/eventually';
import { surfaceOf } from './surface';

interface Manifest {
  version: string;
  exports: Record<string, unknown>;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}
const manifestOf = (folder: string) => JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8')) as Manifest;
const entries = ['.', './serve', './contract', './terms', './conformance', './testing'];

let tarball: string;
let installed: InstalledKit;

beforeAll(() => {
  tarball = packKit();
  installed = installInEmptyFolder(tarball);
}, 900_000);

afterAll(() => {
  for (const folder of [installed.folder, path.dirname(tarball)]) rmSync(folder, { recursive: true, force: true });
});

/** Runs the package's program, as npx finds it. */
const habeas = (...args: string[]) =>
  spawnSync(path.join(installed.folder, 'node_modules', '.bin', 'habeas'), args, {
    cwd: installed.folder,
    encoding: 'utf8',
    env: strangersEnvironment(),
  });

const node = (...args: string[]) =>
  execFileSync(process.execPath, args, { cwd: installed.folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });

test.each(entries)('%s can be required and imported from an empty folder', (entry) => {
  const name = path.posix.join('@habeas/kit', entry);
  const values = surfaceOf(installed.kit)[entry]?.values;
  const required = node('-e', `console.log(JSON.stringify(Object.keys(require('${name}')).sort()))`);
  expect(JSON.parse(required)).toEqual(values);
  const imported = node(
    '--input-type=module',
    '-e',
    `console.log(JSON.stringify(Object.keys((await import('${name}')).default).sort()))`,
  );
  expect(JSON.parse(imported)).toEqual(values);
});

test('its exports are the recorded ones: a name that comes, goes or changes its kind fails here', () => {
  const written = JSON.parse(readFileSync(path.join(__dirname, 'surface.json'), 'utf8')) as unknown;
  expect(surfaceOf(installed.kit)).toEqual(written);
});

test('it depends only on what it imports, in the versions that are tested here', () => {
  const [own, project] = [manifestOf(installed.kit), manifestOf(projectRoot())];
  expect(own.version).toBe(project.version);
  expect(Object.keys(own.exports).sort()).toEqual([...entries, './package.json', './schema/*'].sort());
  const tested = { ...project.devDependencies, ...project.dependencies };
  for (const [name, version] of Object.entries(own.dependencies)) expect([name, version]).toEqual([name, tested[name]]);
  // Packages of the gateway, of tests and of pages.
  for (const name of ['ioredis', 'pg-boss', 'graphql-rate-limit', '@graphql-hive/router-runtime', 'jest', 'react'])
    expect(own.dependencies).not.toHaveProperty(name);
});

test('it contains the contract, a licence and a README, and nothing of a service', () => {
  for (const file of ['schema/contract.graphql', 'schema/restriction.graphql', 'LICENSE', 'README.md'])
    expect(existsSync(path.join(installed.kit, file))).toBe(true);
  expect(node('-e', "console.log(require('@habeas/kit/contract').contractSdl())").trim()).toBe(
    readFileSync(path.join(projectRoot(), 'schema', 'contract.graphql'), 'utf8').trim(),
  );
  for (const folder of ['subgraphs/messaging', 'gateway/gdpr', 'test'])
    expect(existsSync(path.join(installed.kit, folder))).toBe(false);
});

test('its program habeas has the commands for service teams', () => {
  expect(habeas('--version').stdout.trim()).toBe(manifestOf(projectRoot()).version);
  const { stdout } = habeas('--help');
  for (const command of ['new-service', 'keys', 'conformance', 'compose', 'register'])
    expect(stdout).toMatch(new RegExp(`^ {2}${command} `, 'm'));
  const { status, stderr } = habeas('conformance', '--url', 'http://127.0.0.1:1/graphql');
  expect([status, stderr]).toEqual([2, expect.stringMatching(/^The service cannot be tried\. There is no /)]);
});

describe('habeas new-service --standalone, with the tarball alone', () => {
  const name = 'support-tickets';
  const at = (...parts: string[]) => path.join(installed.folder, name, ...parts);
  const read = (...parts: string[]) => readFileSync(at(...parts), 'utf8');

  test('the commands of docs/adding-a-service.md make a repository that compiles and passes its tests', () => {
    const page = readFileSync(path.join(projectRoot(), 'docs', 'adding-a-service.md'), 'utf8');
    const commands = /<!-- tested: a repository of its own -->\s+```sh\n([^]*?)```/.exec(page)?.[1] ?? '';
    expect(commands).toContain('./habeas-kit-*.tgz');
    expect(commands).toContain(`--standalone ${name}`);
    // The commands run on a PostgreSQL from npm. The conformance check is among the tests.
    const { stdout, stderr, status } = spawnSync('bash', ['-e', '-c', commands], {
      cwd: installed.folder,
      encoding: 'utf8',
      env: strangersEnvironment({ npm_config_prefer_offline: 'true', npm_config_audit: 'false' }),
    });
    expect([status, stdout.match(/^.*\bnot ok\b.*|✖.*/gm), status === 0 ? '' : stderr]).toEqual([0, null, '']);
    expect(stdout).toContain('restriction-kept');
  }, 900_000);

  test('and runs by itself: with keys and a database, it serves, conforms, and stops in order', async () => {
    const secrets = at('secrets');
    expect(habeas('keys', 'create', '--directory', secrets, '--service', name).status).toBe(0);
    const prefix = uniquePrefix();
    const rolePasswordFile = path.join(secrets, `database-${name}`);
    const databases = { DATABASE_PREFIX: prefix, ROLE_PASSWORD_FILE: rolePasswordFile };
    const migrated = spawnSync(process.execPath, [at('dist', 'src', 'migrate.js')], {
      encoding: 'utf8',
      env: strangersEnvironment({ ...databases, DATABASE_URL: testServerUrl() }),
    });
    expect(migrated).toMatchObject({ status: 0, stdout: `${name}: the database is up to date\n` });
    const url = new URL(testServerUrl());
    [url.username, url.password] = [`${prefix}support_tickets`, ''];
    const port = await freePort();
    const service = spawn(process.execPath, [at('dist', 'src', 'main.js')], {
      cwd: at(),
      stdio: ['ignore', 'ignore', 'inherit'],
      env: strangersEnvironment({
        NODE_ENV: 'production',
        DRAIN_MS: '0',
        PORT: String(port),
        DATABASE_PREFIX: prefix,
        DATABASE_URL: url.toString(),
        DATABASE_PASSWORD_FILE: rolePasswordFile,
        ENCRYPTION_KEYS_FILE: path.join(secrets, `encryption-${name}.json`),
        SERVICE_TOKEN_JWKS_FILE: path.join(secrets, 'service.jwks.json'),
      }),
    });
    const ended = once(service, 'exit');
    try {
      await eventually(() =>
        fetch(`http://127.0.0.1:${port}/health/ready`).then(
          ({ ok }) => ok,
          () => false,
        ),
      );
      const key = path.join(secrets, 'service-signing.jwk.json');
      const tried = spawnSync(
        path.join(at(), 'node_modules', '.bin', 'habeas'),
        ['conformance', '--url', `http://127.0.0.1:${port}/graphql`, '--schema', 'schema.graphql', '--key', key],
        { cwd: at(), encoding: 'utf8', env: strangersEnvironment() },
      );
      expect([tried.status, tried.stdout, tried.stderr]).toEqual([
        0,
        expect.stringContaining(`${name} conforms`),
        expect.any(String),
      ]);
    } finally {
      service.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
      await dropDatabases(prefix);
    }
  });

  test('its CI, its image and its compose file name only what exists', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const ci = parse(read('.github', 'workflows', 'ci.yml')) as { jobs: { check: { steps: { run?: string }[] } } };
    const steps = ci.jobs.check.steps.map(({ run = '' }) => run).join('\n');
    for (const [, script = ''] of steps.matchAll(/npm run (\w+)/g)) expect(scripts).toHaveProperty(script);
    expect(steps).toContain('npm test');
    expect(steps).toContain('npm run conformance');
    const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.*) \S+$/gm)].flatMap(([, files = '']) =>
      files.split(' '),
    );
    expect(copied).toContain('vendor');
    for (const file of copied) expect([file, existsSync(at(file))]).toEqual([file, true]);
    const compose = parse(read('compose.yaml')) as { services: object; secrets: Record<string, { file: string }> };
    expect(Object.keys(compose.services)).toEqual(['postgres', 'migrate', name]);
    for (const { file } of Object.values(compose.secrets)) expect([file, existsSync(at(file))]).toEqual([file, true]);
  });

  test('composes with the services that come with Habeas', () => {
    const urls = ['--url', `${name}=http://tickets:4100/graphql`, '--url-template', 'http://{name}:4000/graphql'];
    const output = path.join(name, 'supergraph.graphql');
    const schema = `${name}=${path.join(name, 'schema.graphql')}`;
    const composed = habeas('compose', '--subgraph', schema, ...urls, '--output', output);
    expect([composed.status, composed.stderr]).toEqual([0, '']);
    expect(read('supergraph.graphql')).toContain(`name: "${name}", url: "http://tickets:4100/graphql"`);
    expect(read('supergraph.graphql')).toContain('name: "messaging", url: "http://messaging:4000/graphql"');
  });

  test('is refused if the folder is not empty or the name is invalid, and nothing is written', () => {
    const taken = habeas('new-service', 'tickets', '--standalone', name);
    expect([taken.status, taken.stderr]).toEqual([1, `The folder ${name} is not empty.\n`]);
    for (const [given, message] of [
      ['Tickets', /lower-case letters/],
      ['messaging', /"messaging" is taken/],
    ] as const) {
      const { status, stderr } = habeas('new-service', given, '--standalone', 'nothing');
      expect([status, stderr]).toEqual([1, expect.stringMatching(message)]);
    }
    expect(existsSync(path.join(installed.folder, 'nothing'))).toBe(false);
  });
});
