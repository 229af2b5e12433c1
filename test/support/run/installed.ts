/** Which programs a machine has beside Node and npm: tests that need another one run where it is installed, as in `.ci/run`. */
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Where programs are looked for. Debian keeps servers in /usr/sbin, which the paths of ordinary users leave out. */
export const searchPath = [...(process.env.PATH ?? '').split(path.delimiter), '/usr/sbin'];

/** Whether all of these programs are installed. */
export const isInstalled = (...programs: string[]): boolean =>
  programs.every((program) => searchPath.some((folder) => existsSync(path.join(folder, program))));
