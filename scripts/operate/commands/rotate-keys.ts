import { examples, lazily, type Register } from '../../cli/command';

export const registerRotateKeys: Register = (program) =>
  program
    .command('rotate-keys')
    .description("Wraps the organisations' keys with the current master key.")
    .option('--new-master-key', 'add a master key to the key file and make it the current one; restart, then rotate')
    .option(
      '--data-keys',
      "also give the organisations' encryption keys a new version, which encrypts from two minutes on",
    )
    .option('--organization <id>', 'with --data-keys: one organisation; all when absent')
    .addHelpText('after', examples('rotate-keys --new-master-key', 'rotate-keys --data-keys --organization acme'))
    .action(
      lazily(() => import('../rotate-keys.js'), {
        message: (reason) => `Keys were not all rotated: ${reason} What is done stays done; run it again.`,
      }),
    );
