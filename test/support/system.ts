/** The whole system as real processes, with a data directory, databases and ports of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startSystem, type System, type SystemOptions } from '../../scripts/start/system';
import { dropDatabases, testServerUrl, uniquePrefix } from './database';

export type TestSystem = System & { dataDir: string };

/** Starts the system; its `stop` leaves nothing behind. */
export async function startTestSystem(options: Partial<SystemOptions> = {}): Promise<TestSystem> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'habeas-system-'));
  const databasePrefix = uniquePrefix();
  const system = await startSystem({
    dataDir,
    databaseUrl: testServerUrl(),
    databasePrefix,
    port: 0,
    supervised: false,
    ...options,
  });
  return {
    ...system,
    dataDir,
    async stop() {
      await system.stop();
      await dropDatabases(databasePrefix);
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
