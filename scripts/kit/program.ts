/** The commands of the program `habeas` of the package @habeas/kit. */
import type { Command } from 'commander';
import { buildProgram } from '../cli/build-program';
import { registerCompose } from '../develop/commands/compose';
import { registerConformance } from '../develop/commands/conformance';
import { registerNewRepository } from '../develop/commands/new-service';
import { registerRegister } from '../operate/commands/register';
import { registerServiceKeys } from './commands/keys';

/** The program for service teams. Commands that it shares with ../cli/program.ts are listed in both. */
export const createKitProgram = (): Command =>
  buildProgram({
    description: 'For the owners of a service that holds personal data and joins Habeas.',
    groups: {
      Service: [registerNewRepository, registerServiceKeys, registerConformance, registerCompose, registerRegister],
    },
    calls: ['new-service tickets --standalone tickets', 'conformance --url http://127.0.0.1:4000/graphql'],
  });
