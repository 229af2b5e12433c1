import { wholeNumber } from '../../cli/arguments';
import { examples, lazily, type Register } from '../../cli/command';
import { demoOrganization } from '../seed/cast';

export const registerSeed: Register = (program) =>
  program
    .command('seed')
    .description('Writes made-up people into the services, in batches. The same seed makes the same people.')
    .option('--people <number>', 'how many', wholeNumber(0), 1_000)
    .option('--organization <id>', 'whose they are', demoOrganization)
    .option('--seed <number>', 'where the made-up values start from', wholeNumber(0), 20_260_101)
    .option('--quiet', 'print nothing')
    .addHelpText('after', examples('seed --people 100000'))
    .action(lazily(() => import('../seed.js')));
