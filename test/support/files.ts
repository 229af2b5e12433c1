import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** The files in a directory and in those below it, also while somebody removes some; none when it is not there. */
export function filesIn(directory: string): string[] {
  while (existsSync(directory)) {
    try {
      return readdirSync(directory, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => path.join(parentPath, name));
    } catch (error) {
      // A directory below went between its listing and its reading: what is left is listed anew.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return [];
}
