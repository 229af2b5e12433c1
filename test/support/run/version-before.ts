/** The previous version, built and started as its users have it: an upgrade starts from it. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { closeSync, cpSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { endOf } from '../../../scripts/develop/postgres/child-end';
import { isReady } from '../../../scripts/develop/start/managed-process';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';
import { eventually } from '../eventually';

/** The commit to upgrade from: the previous one, or the one in the environment. */
const revision = process.env.UPGRADE_FROM || 'HEAD^';

export interface VersionBefore {
  /** Its GraphQL URL. */
  url: string;
  /** The directory of its data and its supergraph. */
  dataDir: string;
  /** Stops its gateway, then its services. */
  stop(): Promise<void>;
  /** Removes its build and its data. */
  remove(): void;
}

/** The files that a build needs. */
const sources = [
  '.swcrc',
  'package.json',
  'package-lock.json',
  'gateway',
  'schema',
  'scripts',
  'subgraphs',
  'examples',
];

/**
 * Writes the sources of the commit into a directory. A clone without history has no previous commit: then the test upgrades from
 * this version, and tries only the change of processes.
 */
function unpack(directory: string): void {
  const git = { cwd: projectRoot(), maxBuffer: 2 ** 28 };
  const known = spawnSync('git', ['rev-parse', '--verify', '--quiet', `${revision}^{commit}`], git).status === 0;
  if (known) execFileSync('tar', ['-x'], { cwd: directory, input: execFileSync('git', ['archive', revision], git) });
  else
    for (const name of sources) cpSync(path.join(projectRoot(), name), path.join(directory, name), { recursive: true });
}

/** Builds the version in a directory of its own, with the modules that are installed here. */
function build(directory: string): void {
  mkdirSync(directory);
  unpack(directory);
  symlinkSync(path.join(projectRoot(), 'node_modules'), path.join(directory, 'node_modules'));
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: directory });
}

/**
 * Starts the version's whole system as tests start the current one: with a supergraph file, so that a test can exchange the
 * supergraph.
 */
const startOnFile = `
  const { startSystem } = require('./dist/scripts/develop/start/system.js');
  const { HABEAS_DATA_DIR: dataDir, DATABASE_URL: databaseUrl, DATABASE_PREFIX: databasePrefix, PORT } = process.env;
  void startSystem({ dataDir, databaseUrl, databasePrefix, port: Number(PORT) }).then((system) => {
    process.once('SIGTERM', () => void system.stop().then(() => process.exit()));
    console.log('Habeas is ready');
  });`;

/** Builds and starts the version. @param environment its environment, with its port */
export async function startVersionBefore(environment: Record<string, string>): Promise<VersionBefore> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-before-'));
  const [root, dataDir] = [path.join(directory, 'program'), path.join(directory, 'data')];
  build(root);
  const logFile = path.join(directory, 'start.log');
  const log = openSync(logFile, 'a', 0o600);
  const child = spawn(process.execPath, ['-e', startOnFile], {
    cwd: root,
    env: { PATH: process.env.PATH, HABEAS_DATA_DIR: dataDir, ...environment },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  const ended = endOf(child);
  const url = `http://127.0.0.1:${environment.PORT}/graphql`;
  const ready = async () => {
    if (child.exitCode !== null) throw new Error(`It has ended: ${readFileSync(logFile, 'utf8').slice(-2_000)}`);
    return readFileSync(logFile, 'utf8').includes('Habeas is ready') && (await isReady(url));
  };
  await eventually(ready, 90_000);
  return {
    url,
    dataDir,
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
