import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

let found: string | undefined;

/** The project's root directory: the same from the sources and from `dist/`. */
export function projectRoot(): string {
  for (let directory = __dirname; !found; directory = path.dirname(directory)) {
    const manifest = path.join(directory, 'package.json');
    if (existsSync(manifest) && (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }).name === 'habeas')
      found = directory;
    else if (directory === path.dirname(directory)) throw new Error('The project root was not found.');
  }
  return found;
}
