/** Runs once for a whole test run: compiles the sources, and starts one PostgreSQL server and a pool of whole systems. */
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../../../scripts/develop/postgres';
import { openSystemPool } from './system-pool';

declare global {
  var habeasTestPostgres: { server: EmbeddedPostgres; directory: string } | undefined;
  var habeasTestSystems: { close(): Promise<void> } | undefined;
}

export default async function globalSetup(): Promise<void> {
  execFileSync(process.execPath, [path.join(__dirname, '..', '..', '..', 'scripts', 'build.mjs')], {
    stdio: 'inherit',
  });
  process.env.HABEAS_TEST_DATABASE_URL = process.env.DATABASE_URL || (await startPostgres());
  const systems = await openSystemPool();
  globalThis.habeasTestSystems = systems;
  process.env.HABEAS_TEST_SYSTEMS = systems.url;
}

async function startPostgres(): Promise<string> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-test-'));
  // When root runs the tests, PostgreSQL runs as another user, who must reach this directory.
  chmodSync(directory, 0o755);
  const server = await startEmbeddedPostgres({
    dataDir: directory,
    durable: false,
    // Several systems run at once, and suites start further processes.
    settings: { max_connections: '300' },
  });
  globalThis.habeasTestPostgres = { server, directory };
  // A killed run leaves no server behind.
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  return server.url;
}
