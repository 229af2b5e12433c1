import { text } from '../../cli/arguments';
import { examples, lazily, note, type Register } from '../../cli/command';

export const registerBackup: Register = (program) =>
  program
    .command('backup')
    .description('Backs up the databases into files while everything runs. Each database is saved as of one moment.')
    .requiredOption('--directory <directory>', 'where the backup goes; it must not be there yet', text)
    .option('--only <names...>', 'the gateway or services; all when absent')
    .addHelpText(
      'after',
      note(
        'DATABASE_URL names the administrator that migrated the databases. Not in a backup: the keys, which belong elsewhere, and the files of the services and packages (BLOB_DIRECTORY or a bucket).',
      ),
    )
    .addHelpText('after', examples('backup --directory /backups/2026-03-01', 'backup --directory dialer --only dialer'))
    .action(lazily(() => import('../backup/backup.js'), { message: (reason) => `There is no backup: ${reason}` }));
