/** A step of the build in a process of its own: `node keep-code.js FOLDER NAME` writes a bundle's code cache beside it. */
import { keepCode } from './load-bundle';

const [, , folder = '', name = ''] = process.argv;
keepCode(folder, name);
// Libraries may hold the process open.
process.exit();
