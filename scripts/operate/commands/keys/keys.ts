import { text } from '../../../cli/arguments';
import { examples, lazily, type Register } from '../../../cli/command';

export const registerKeys: Register = (program) => {
  const keys = program
    .command('keys')
    .description('Creates the key files and passwords of a production installation.')
    .addHelpText('after', examples('keys create --directory secrets'));
  keys
    .command('create')
    .description(
      'Creates the files that are missing in a directory, readable by their owner only. Existing files stay as they are.',
    )
    .requiredOption('--directory <directory>', 'where the files go', text)
    .addHelpText('after', examples('keys create --directory secrets'))
    .action(
      lazily(() => import('../../keys/create-keys.js'), { message: (reason) => `Not all keys were made: ${reason}` }),
    );
  return keys;
};
