import path from 'node:path';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';

/** The file of a reference that runs as a process of its own. */
export const referenceProgram = (name: string): string =>
  path.join(projectRoot(), 'dist', 'scripts', 'bench', 'references', `${name}.js`);
