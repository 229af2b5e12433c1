import { examples, exitCodes, lazily, type Register } from '../../cli/command';

export const registerVerifyAudit: Register = (program) =>
  program
    .command('verify-audit')
    .description('Verifies the audit log: finds entries that were altered, removed, reordered, rewritten or set back.')
    .option('--organization <id>', 'one organisation; all when absent')
    .option(
      '--acknowledge-restore',
      'have the gateway work with a database that was restored from a backup; prints what it lacks',
    )
    .addHelpText(
      'after',
      exitCodes({ 1: 'something does not hold', 2: 'the call is wrong, or the log could not be verified' }),
    )
    .addHelpText('after', examples('verify-audit', 'verify-audit --organization acme'))
    .action(
      lazily(() => import('../verify-audit.js'), {
        message: (reason) => `The audit log could not be verified: ${reason}`,
        exitCode: 2,
      }),
    );
