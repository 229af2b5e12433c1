/** The whole system as real processes, with a data directory, databases and ports of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import { startSystem, type System, type SystemOptions } from '../../../scripts/develop/start/system';
import { dropDatabases, testServerUrl, uniquePrefix } from './database';
import { withoutLimits } from './without-limits';

/** A process of a system, with the members that tests use. */
export type TestProcess = Pick<ManagedProcess, 'url' | 'logFile' | 'isReady' | 'start' | 'stop' | 'kill'>;

export type TestSystem = Omit<System, 'processes'> & { dataDir: string; processes: Map<string, TestProcess> };

/** Starts a separate system, for suites that no system of the pool suits; its `stop` leaves nothing behind. */
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
    environment: { ...withoutLimits, ...options.environment },
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
