/** A step of the build, as a process of its own: `node keep-code.js FOLDER NAME` keeps the compiled code of a bundle beside it. */
import { keepCode } from './load-bundle';

const [, , folder = '', name = ''] = process.argv;
keepCode(folder, name);
// Libraries may have begun to wait for something.
process.exit();
