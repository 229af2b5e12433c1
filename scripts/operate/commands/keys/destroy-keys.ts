import { examples, lazily, type Register } from '../../../cli/command';

export const registerDestroyKeys: Register = (program) =>
  program
    .command('destroy-keys')
    .description("Destroys an organisation's keys, for good: nobody can read its data, packages and files again.")
    .requiredOption('--organization <id>', 'whose keys')
    .option('--confirm <id>', 'the same id again: this cannot be undone')
    .addHelpText('after', examples('destroy-keys --organization acme --confirm acme'))
    .action(
      lazily(() => import('../../keys/destroy-keys.js'), {
        message: (reason) => `Not all keys were destroyed: ${reason}`,
      }),
    );
