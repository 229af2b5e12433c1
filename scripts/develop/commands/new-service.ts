import type { Command } from 'commander';
import { examples, lazily, type Register } from '../../cli/command';

/** What both forms of the command take. */
const newService = (program: Command): Command =>
  program
    .command('new-service')
    .description('Makes a service that holds personal data and keeps the contract, ready to be changed into yours.')
    .argument('<name>', 'its name, in lower case: tickets')
    .option('--type <Type>', 'the type of its records: Ticket; from the name when absent')
    .option('--plural <Types>', "the type's plural: Tickets; with an s when absent");

const standalone = ['--standalone <folder>', 'a new folder: the service gets a repository of its own there'] as const;
const kit = [
  '--kit <file>',
  'the tarball of @habeas/kit, which is taken over into that repository; when absent, the kit comes from your registry',
] as const;

export const registerNewService: Register = (program) =>
  newService(program)
    .option(...standalone)
    .option(...kit)
    .addHelpText('after', examples('new-service support-tickets --type Ticket'))
    .action(lazily(() => import('../new-service.js')));

/** The command of the package, which has no services beside which a new one could stand. */
export const registerNewRepository: Register = (program) =>
  newService(program)
    .requiredOption(...standalone)
    .option(...kit)
    .addHelpText('after', examples('new-service tickets --standalone tickets --kit habeas-kit-*.tgz'))
    .action(lazily(() => import('../new-service/standalone.js')));
