import { positiveNumber, wholeNumber } from '../../cli/arguments';
import { examples, exitCodes, lazily, type Register } from '../../cli/command';

export const registerSoak: Register = (program) =>
  program
    .command('soak')
    .description('Loads the whole system for a while, and kills a service every minute.')
    .option(
      '--world',
      'instead of load: people who share values, change, merge and split while requests on them run; fails unless exactly those were erased and corrected whom the requests named',
    )
    .option('--people <number>', 'with --world: how many people there are to begin with', wholeNumber(10), 10_000)
    .option('--steps <number>', 'with --world: how many steps', wholeNumber(1), 100_000)
    .option('--seed <number>', 'with --world: the seed of an earlier run, to repeat it', wholeNumber(0))
    .option('--minutes <number>', 'how long', positiveNumber, 15)
    .option('--callers <number>', 'how many callers there are at once', positiveNumber, 6)
    .option('--json <file>', 'write the result as JSON too')
    .addHelpText('after', exitCodes({ 1: 'something was lost' }))
    .addHelpText('after', examples('soak --minutes 2', 'soak --world --people 500 --steps 2000'))
    .action(lazily(() => import('../soak.js')));
