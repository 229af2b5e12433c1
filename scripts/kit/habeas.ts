#!/usr/bin/env node
/** The program `habeas` of the package @habeas/kit: what a service team runs in a repository of its own. */
import { runProgram } from '../cli/run-program';
import { createKitProgram } from './program';

void runProgram(createKitProgram());
