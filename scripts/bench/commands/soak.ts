import { positiveNumber } from '../../cli/arguments';
import { examples, lazily, type Register } from '../../cli/command';

export const registerSoak: Register = (program) =>
  program
    .command('soak')
    .description(
      'Loads the whole system for a while and kills a service every minute. Ends with 1 when anything was lost.',
    )
    .option('--minutes <number>', 'how long', positiveNumber, 15)
    .option('--callers <number>', 'how many callers there are at once', positiveNumber, 6)
    .option('--json <file>', 'write the result as JSON too')
    .addHelpText('after', examples('soak --minutes 2'))
    .action(lazily(() => import('../soak.js')));
