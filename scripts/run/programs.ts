/** The bundles of `scripts/build-programs.mjs`: programs that run as processes, and those that every start waits for. */
import path from 'node:path';
import { projectRoot } from '../../subgraphs/kit/base/project-root';

/** The file for `gateway`, `worker`, `gdpr` or a service's name, which Node runs, or for `migrate`, which is loaded. */
export const bundledProgram = (name: string): string => path.join(projectRoot(), 'dist', 'programs', `${name}.js`);
