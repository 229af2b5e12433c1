import { Option } from 'commander';
import { dayOrTime, repeated } from '../../cli/arguments';
import { examples, exitCodes, lazily, type Register } from '../../cli/command';

export const registerReplayErasures: Register = (program) =>
  program
    .command('replay-erasures')
    .description(
      'Repeats erasures in services that were restored from an older backup. Without --confirm it only shows what it would do.',
    )
    .requiredOption(
      '--since <time>',
      'erasures that ended at this day or time or later: when the backup was made',
      dayOrTime,
    )
    .addOption(
      new Option('--service <name>', 'the restored service; may be repeated').argParser(repeated).makeOptionMandatory(),
    )
    .option('--organization <id>', 'one organisation; all when absent')
    .addOption(
      new Option('--dry-run', 'shows what would be erased, and changes nothing; the default').conflicts('confirm'),
    )
    .option('--confirm', 'erases it')
    .addHelpText('after', exitCodes({ 1: 'something could not be erased, or the replay stopped' }))
    .addHelpText(
      'after',
      examples(
        'replay-erasures --since 2026-03-01T00:00:00Z --service messaging --dry-run',
        'replay-erasures --since 2026-03-01T00:00:00Z --service messaging --confirm',
      ),
    )
    .action(
      lazily(() => import('../replay-erasures.js'), {
        message: (reason) => `The replay stopped: ${reason} Run it again: what is done stays done.`,
      }),
    );
