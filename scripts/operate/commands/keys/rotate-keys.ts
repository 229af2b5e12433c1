import { Option } from 'commander';
import { examples, lazily, type Register } from '../../../cli/command';

export const registerRotateKeys: Register = (program) =>
  program
    .command('rotate-keys')
    .description("Wraps the organisations' keys with the current master key.")
    .addOption(
      new Option('--new-master-key', 'add a master key to each key file; the current one stays').conflicts([
        'makeCurrent',
        'dataKeys',
      ]),
    )
    .addOption(
      new Option(
        '--make-current',
        'have the newest master key of each file wrap what is new, once every process can read it; restart, then rotate',
      ).conflicts('dataKeys'),
    )
    .option(
      '--data-keys',
      "also give the organisations' encryption keys a new version, which encrypts from two minutes on",
    )
    .option('--organization <id>', 'with --data-keys: one organisation; all when absent')
    .addHelpText(
      'after',
      examples(
        'rotate-keys --new-master-key',
        'rotate-keys --make-current',
        'rotate-keys --data-keys --organization acme',
      ),
    )
    .action(
      lazily(() => import('../../keys/rotate-keys.js'), {
        message: (reason) => `Keys were not all rotated: ${reason} What is done stays done; run it again.`,
      }),
    );
