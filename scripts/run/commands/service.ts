import { examples, lazily, type Register } from '../../cli/command';

export const registerService: Register = (program) =>
  program
    .command('service')
    .description('Runs one of the services until it is stopped. Its configuration is the environment.')
    .argument('<name>', 'the service: a folder of subgraphs/')
    .addHelpText('after', examples('service directory'))
    .action(lazily(() => import('../service.js')));
