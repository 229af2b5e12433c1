/** The data directory of a start: its own, for as long as it runs. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isAlive } from '../postgres/postmaster';

/** Something that the person who starts the system must know; shown without a stack. */
export class StartError extends Error {}

/** One start at a time on a data directory; a start that was killed does not stand in the way of the next. */
export function claimDataDirectory(dataDir: string): void {
  const lock = path.join(dataDir, 'start.pid');
  try {
    mkdirSync(dataDir, { recursive: true });
    const holder = existsSync(lock) ? Number(readFileSync(lock, 'utf8')) : 0;
    if (holder > 0 && holder !== process.pid && isAlive(holder)) {
      throw new StartError(
        `Habeas runs already on ${dataDir} (process ${holder}). Stop it, or set HABEAS_DATA_DIR to another directory.`,
      );
    }
    writeFileSync(lock, String(process.pid));
  } catch (error) {
    if (error instanceof StartError) throw error;
    throw new StartError(
      `The data directory ${dataDir} cannot be used: ${(error as Error).message}. Set HABEAS_DATA_DIR to a directory that you may write to.`,
    );
  }
}

/** Leaves the directory to the next start. */
export const releaseDataDirectory = (dataDir: string) => rmSync(path.join(dataDir, 'start.pid'), { force: true });
