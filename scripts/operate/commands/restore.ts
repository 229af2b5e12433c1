import { text } from '../../cli/arguments';
import { examples, exitCodes, lazily, note, type Register } from '../../cli/command';

export const registerRestore: Register = (program) =>
  program
    .command('restore')
    .description(
      'Restores a backup into migrated databases whose processes are stopped. Without --confirm it only shows what it would do.',
    )
    .requiredOption('--directory <directory>', 'the backup', text)
    .option('--only <names...>', 'the gateway or services; all that the backup holds when absent')
    .option('--replace', 'also where a database holds data, which is lost')
    .option('--confirm', 'restores it')
    .addHelpText(
      'after',
      note(
        'DATABASE_URL names the administrator that migrated the databases. Every database is checked before the first is changed, and each is restored whole or not at all. Erased people are back until replay-erasures has run.',
      ),
    )
    .addHelpText('after', exitCodes({ 1: 'nothing was restored, for want of --confirm too, or not everything' }))
    .addHelpText(
      'after',
      examples(
        'restore --directory /backups/2026-03-01 --only dialer --replace',
        'restore --directory /backups/2026-03-01 --only dialer --replace --confirm',
      ),
    )
    .action(
      lazily(() => import('../backup/restore.js'), {
        message: (reason) => `Not everything was restored: ${reason} What was reported as restored stays restored.`,
      }),
    );
