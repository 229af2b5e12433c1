import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';

/** The files in a directory and its subdirectories, also while files are being removed; none if the directory is missing. */
export function filesIn(directory: string): string[] {
  while (existsSync(directory)) {
    try {
      return readdirSync(directory, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => path.join(parentPath, name));
    } catch (error) {
      // A subdirectory was removed between being listed and being read: the rest is listed again.
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
  }
  return [];
}
