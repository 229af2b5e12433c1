#!/usr/bin/env node
/** The program `habeas`: `npx habeas --help` in a checkout after `npm run build`, `habeas --help` in the image. */
import { createProgram } from './cli/program';
import { runProgram } from './cli/run-program';

void runProgram(createProgram());
