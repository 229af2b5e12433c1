/** The program `habeas` itself, as `scripts/build-programs.mjs` bundles it with all its commands. */
import { createProgram } from './program';
import { runProgram } from './run-program';

void runProgram(createProgram());
