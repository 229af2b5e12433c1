import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The package names of a root: of the project, or of the kit as a package of its own. */
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

/** The root directory of the project, the same for the sources and for `dist/`; or that of the kit's package. */
export const projectRoot = (): string => find().directory;

/** The directory for created files, and the start of relative paths: the project in a checkout, the current directory in a package. */
export const homeDirectory = (): string => {
  const { directory, name } = find();
  return name === roots.kit || directory.split(path.sep).includes('node_modules') ? process.cwd() : directory;
};
