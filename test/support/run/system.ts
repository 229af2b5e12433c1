/** The whole system as real processes, with a data directory, databases and ports of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from '../../../scripts/develop/ports';
import { ManagedProcess } from '../../../scripts/develop/start/managed-process';
import { startSystem, type System, type SystemOptions } from '../../../scripts/develop/start/system';
import { dropDatabases, testServerUrl, uniquePrefix } from './database';

/** A process of a system, with the members that tests use. */
export type TestProcess = Pick<ManagedProcess, 'url' | 'logFile' | 'isReady' | 'start' | 'stop' | 'kill'>;

export type TestSystem = Omit<System, 'processes'> & { dataDir: string; processes: Map<string, TestProcess> };

/** Turns rate limits off: tests make more calls per minute than a caller may. Tests of the limits set their own. */
export const withoutLimits = Object.fromEntries(
  ['SUBJECTS', 'REPORTS', 'REQUESTS', 'READS'].flatMap((name) =>
    [`RATE_LIMIT_${name}`, `RATE_LIMIT_${name}_ORGANIZATION`].map((variable) => [variable, '100000/60']),
  ),
);

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

/**
 * Starts another gateway of the same system: a replica on the same databases, with the same keys.
 * @param program the program to start, if it is not a gateway: `gdpr`, `worker`
 */
export async function startReplica(
  system: TestSystem,
  name = 'gateway-2',
  environment: Record<string, string> = {},
  program = 'gateway',
): Promise<ManagedProcess> {
  const replica = new ManagedProcess({
    name,
    program,
    environment: { ...system.environment, ...environment },
    port: await freePort(),
    logDirectory: path.join(system.dataDir, 'logs'),
  });
  await replica.start();
  return replica;
}
