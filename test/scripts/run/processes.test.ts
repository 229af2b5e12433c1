/** `habeas gateway`, `gdpr`, `worker` and `service NAME` start the processes of the system. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { programFile } from '../../../scripts/cli/command';
import { composeProject } from '../../../scripts/develop/compose';
import { developmentPassword, roleUrl } from '../../../scripts/develop/installation/database-roles';
import { ensureDevelopmentKeys } from '../../../scripts/develop/installation/keys';
import { freePort } from '../../../scripts/develop/ports';
import { isReady } from '../../../scripts/develop/start/managed-process';
import { migrateDatabases } from '../../../scripts/operate/migrate';
import { dropDatabases, testServerUrl, uniquePrefix } from '../../support/run/database';
import { eventually } from '../../support/eventually';

const prefix = uniquePrefix();
const dataDir = mkdtempSync(path.join(os.tmpdir(), 'habeas-run-'));
const started: ChildProcess[] = [];

beforeAll(async () => {
  await ensureDevelopmentKeys(dataDir);
  await migrateDatabases({ databaseUrl: testServerUrl(), databasePrefix: prefix }, ['gateway', 'directory'], (name) =>
    developmentPassword(dataDir, prefix, name),
  );
  await composeProject({ output: path.join(dataDir, 'supergraph.graphql') });
});

afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  rmSync(dataDir, { recursive: true, force: true });
  await dropDatabases(prefix);
});

test.each([[['gateway']], [['gdpr']], [['worker']], [['service', 'directory']]])(
  'habeas %j serves, and stops in order on SIGTERM',
  async (args) => {
    const port = await freePort();
    const child = spawn(process.execPath, [programFile(), ...args], {
      env: {
        PATH: process.env.PATH,
        HABEAS_DATA_DIR: dataDir,
        DATABASE_URL: roleUrl(testServerUrl(), dataDir, prefix, args[1] ?? 'gateway'),
        DATABASE_PREFIX: prefix,
        PORT: String(port),
      },
      stdio: 'ignore',
    });
    started.push(child);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    await eventually(() => isReady(`http://127.0.0.1:${port}/graphql`));
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  },
);
