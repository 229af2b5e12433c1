/** The number of made-up people that `habeas seed` writes in a second. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { programFile } from '../../cli/command';
import { startSystem } from '../../develop/start/system';
import { organization } from '../load/systems';

export interface SeedingResult {
  /** The number of people in each round. */
  people: number;
  /** The people per second of each round. */
  perSecond: number[];
}

/** Seeds a system of its own. Its database waits for the disk, as usual. */
export async function benchSeeding(
  people: number,
  rounds: number,
  onProgress: (line: string) => void,
): Promise<SeedingResult> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'habeas-bench-seeding-'));
  const system = await startSystem({ dataDir, port: 0, supervised: false });
  try {
    const result: SeedingResult = { people, perSecond: [] };
    for (let round = 1; round <= rounds; round += 1) {
      const started = performance.now();
      const given = ['seed', '--people', String(people), '--seed', String(round), '--quiet'];
      await promisify(execFile)(process.execPath, [programFile(), ...given, '--organization', organization], {
        env: { PATH: process.env.PATH, HABEAS_DATA_DIR: dataDir, DATABASE_PREFIX: system.databasePrefix },
      });
      result.perSecond.push(people / ((performance.now() - started) / 1_000));
      onProgress(`seeding, round ${round}: ${result.perSecond.at(-1)?.toFixed(0)} people a second`);
    }
    return result;
  } finally {
    await system.stop();
    rmSync(dataDir, { recursive: true, force: true });
  }
}
