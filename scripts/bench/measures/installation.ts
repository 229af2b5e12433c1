/** The time of `habeas start` in an empty folder and of a second start, and the size of a production install. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';
import { programFile } from '../../cli/command';
import { freePort } from '../../develop/ports';

export interface InstallationResult {
  /** The seconds until `habeas start` reports that it is ready, in each round: with sample data to make, and with all data in place. */
  firstStart: number[];
  secondStart: number[];
  /** The size of `node_modules` after `npm ci --omit=dev`. */
  megabytes: number;
}

/** Starts, waits for readiness, and stops. @returns the seconds to readiness */
async function secondsToReady(dataDir: string): Promise<number> {
  const started = performance.now();
  const child = spawn(process.execPath, [programFile(), 'start'], {
    env: { PATH: process.env.PATH, HABEAS_DATA_DIR: dataDir, PORT: String(await freePort()) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    if (line !== 'Habeas is ready.') continue;
    const seconds = (performance.now() - started) / 1_000;
    child.stdout.resume();
    child.kill('SIGINT');
    await ended;
    return seconds;
  }
  throw new Error('habeas start ended before it was ready.');
}

/** The space on the disk; each hard link counts. */
function megabytesOf(directory: string): number {
  const bytesOf = (name: string): number => {
    const file = lstatSync(name);
    if (!file.isDirectory()) return file.blocks * 512;
    return readdirSync(name).reduce((sum, each) => sum + bytesOf(path.join(name, each)), file.blocks * 512);
  };
  return bytesOf(directory) / 1024 / 1024;
}

async function installed(): Promise<number> {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-bench-install-'));
  try {
    for (const file of ['package.json', 'package-lock.json'])
      cpSync(path.join(projectRoot(), file), path.join(directory, file));
    const given = ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
    await promisify(execFile)('npm', given, { cwd: directory });
    return megabytesOf(path.join(directory, 'node_modules'));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Starts twice in each of some new folders, and installs once. */
export async function benchInstallation(
  rounds: number,
  onProgress: (line: string) => void,
): Promise<InstallationResult> {
  const result: InstallationResult = { firstStart: [], secondStart: [], megabytes: 0 };
  for (let round = 1; round <= rounds; round += 1) {
    const dataDir = mkdtempSync(path.join(os.tmpdir(), 'habeas-bench-start-'));
    result.firstStart.push(await secondsToReady(dataDir));
    result.secondStart.push(await secondsToReady(dataDir));
    rmSync(dataDir, { recursive: true, force: true });
    onProgress(
      `start, round ${round}: first ${result.firstStart.at(-1)?.toFixed(1)} s, second ${result.secondStart.at(-1)?.toFixed(1)} s`,
    );
  }
  result.megabytes = await installed();
  return result;
}
