import { examples, lazily, type Register } from '../../cli/command';

export const registerStart: Register = (program) =>
  program
    .command('start')
    .description('Runs everything on this machine, with sample data, until Ctrl-C. For development.')
    .addHelpText('after', '\nVariables change what they name: docs/configuration.md lists them.')
    .addHelpText('after', examples('start'))
    .action(lazily(() => import('../start.js'), { message: (reason) => `\nHabeas cannot start. ${reason}` }));
