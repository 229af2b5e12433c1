import { examples, lazily, note, type Register } from '../../cli/command';

export const registerStart: Register = (program) =>
  program
    .command('start')
    .description('Runs everything on this machine, with sample data, until Ctrl-C. For development.')
    .addHelpText(
      'after',
      note('PORT, HABEAS_DATA_DIR and other variables change what they name: docs/configuration.md lists them.'),
    )
    .addHelpText('after', examples('start'))
    .action(lazily(() => import('../start.js'), { message: (reason) => `\nHabeas cannot start. ${reason}` }));
