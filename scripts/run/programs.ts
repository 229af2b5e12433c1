/** The programs that are processes of their own, and those that every start waits for, as `scripts/build-programs.mjs` bundles them. */
import path from 'node:path';
import { projectRoot } from '../../subgraphs/kit/base/project-root';

/** The file that Node runs for `gateway`, `worker`, `gdpr` or a service's name, or loads for `migrate`. */
export const bundledProgram = (name: string): string => path.join(projectRoot(), 'dist', 'programs', `${name}.js`);
