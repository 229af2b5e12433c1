#!/usr/bin/env node
/** The program `habeas` of the package @habeas/kit, for service teams with a repository of their own. */
import { runProgram } from '../cli/run-program';
import { createKitProgram } from './program';

void runProgram(createKitProgram());
