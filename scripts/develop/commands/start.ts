import { examples, lazily, type Register } from '../../cli/command';

export const registerStart: Register = (program) =>
  program
    .command('start')
    .description('Runs everything on this machine, with sample data, until Ctrl-C. For development.')
    .addHelpText('after', '\nPORT, HABEAS_DATA_DIR, DATABASE_URL, DATABASE_PREFIX and REDIS_URL change what they name.')
    .addHelpText('after', examples('start'))
    .action(lazily(() => import('../start.js'), { message: (reason) => `\nHabeas cannot start. ${reason}` }));
