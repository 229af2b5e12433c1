import { examples, lazily, type Register } from '../../cli/command';

export const registerGateway: Register = (program) =>
  program
    .command('gateway')
    .description('Runs the gateway until it is stopped. Its configuration is the environment (docs/configuration.md).')
    .addHelpText('after', examples('gateway'))
    .action(lazily(() => import('../gateway.js')));
