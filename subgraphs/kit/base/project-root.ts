import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** What a root is called: the project, or the kit as a package of its own. */
const roots = { project: 'habeas', kit: '@habeas/kit' };

let found: { directory: string; name: string } | undefined;

function find(): { directory: string; name: string } {
  for (let directory = __dirname; !found; directory = path.dirname(directory)) {
    const manifest = path.join(directory, 'package.json');
    const { name = '' } = existsSync(manifest) ? (JSON.parse(readFileSync(manifest, 'utf8')) as { name?: string }) : {};
    if (Object.values(roots).includes(name)) found = { directory, name };
    else if (directory === path.dirname(directory)) throw new Error('The project root was not found.');
  }
  return found;
}

/** The project's root directory, the same from the sources and from `dist/`; or the package's, where the kit is one. */
export const projectRoot = (): string => find().directory;

/** Where what is made goes, and where relative paths begin: the project in a checkout, the current directory in a package. */
export const homeDirectory = (): string => {
  const { directory, name } = find();
  return name === roots.kit || directory.split(path.sep).includes('node_modules') ? process.cwd() : directory;
};
