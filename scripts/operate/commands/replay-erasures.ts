import { isoTime } from '../../cli/arguments';
import { examples, lazily, type Register } from '../../cli/command';

export const registerReplayErasures: Register = (program) =>
  program
    .command('replay-erasures')
    .description('Shows what completed erasures would erase again in services that were restored from a backup.')
    .requiredOption(
      '--since <time>',
      'erasures that were completed at this time or later: when the backup was made',
      isoTime,
    )
    .option('--service <name>', 'the restored service; all when absent')
    .option('--organization <id>', 'one organisation; all when absent')
    .option('--confirm', 'erases it')
    .addHelpText(
      'after',
      examples(
        'replay-erasures --since 2026-03-01T00:00:00Z --service messaging',
        'replay-erasures --since 2026-03-01T00:00:00Z --service messaging --confirm',
      ),
    )
    .action(
      lazily(() => import('../replay-erasures.js'), {
        message: (reason) => `The replay stopped: ${reason}. Run it again: what is done stays done.`,
      }),
    );
