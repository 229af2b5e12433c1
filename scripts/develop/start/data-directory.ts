/** The data directory of a start, which belongs to it alone while it runs. */
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isAlive } from '../postgres/postmaster';

/** A problem that the person who starts the system must solve. It is shown without a stack trace. */
export class StartError extends Error {}

/** Claims a data directory for one start. A start that was killed does not block the next. */
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

/** Releases the directory for the next start. */
export const releaseDataDirectory = (dataDir: string) => rmSync(path.join(dataDir, 'start.pid'), { force: true });
