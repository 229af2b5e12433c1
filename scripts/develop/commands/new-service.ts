import { examples, lazily, type Register } from '../../cli/command';

export const registerNewService: Register = (program) =>
  program
    .command('new-service')
    .description('Makes a service that holds personal data and keeps the contract, ready to be changed into yours.')
    .argument('<name>', 'its name, in lower case: tickets')
    .option('--type <Type>', 'the type of its records: Ticket; from the name when absent')
    .option('--plural <Types>', "the type's plural: Tickets; with an s when absent")
    .addHelpText('after', examples('new-service support-tickets --type Ticket'))
    .action(lazily(() => import('../new-service.js')));
