import { examples, lazily, note, type Register } from '../../cli/command';
import type { run } from '../migrate';

/** Loads the bundle, which is much faster than loading its thousand modules. */
async function loadBundle(): Promise<{ run: Run }> {
  const { bundledProgram } = await import('../../run/programs.js');
  return import(bundledProgram('migrate')) as Promise<{ run: Run }>;
}

type Run = (options: Parameters<typeof run>[0]) => Promise<void>;

export const registerMigrate: Register = (program) =>
  program
    .command('migrate')
    .description(
      'Creates or migrates the databases, and the database role of each process. Run it before the processes start.',
    )
    .option(
      '--passwords <directory>',
      'files database-gateway, database-dialer …: the passwords of the roles; a role without one keeps what it has',
    )
    .option('--only <names...>', 'the gateway or services; all when absent')
    .addHelpText('after', note('DATABASE_URL names an administrator: a role that may create databases and roles.'))
    .addHelpText('after', examples('migrate --passwords /run/secrets', 'migrate --only gateway dialer'))
    .action(
      lazily(loadBundle, {
        message: (reason) => `The databases were not all migrated: ${reason} Run it again: what is done stays done.`,
      }),
    );
