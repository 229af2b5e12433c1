import { examples, lazily, type Register } from '../../cli/command';

export const registerVerifyAudit: Register = (program) =>
  program
    .command('verify-audit')
    .description('Finds an altered, missing or reordered entry of the audit log.')
    .option('--organization <id>', 'one organisation; all when absent')
    .addHelpText('after', '\nExits with 1 when an entry does not hold, and with 2 when the log could not be verified.')
    .addHelpText('after', examples('verify-audit', 'verify-audit --organization acme'))
    .action(
      lazily(() => import('../verify-audit.js'), {
        message: (reason) => `The audit log could not be verified: ${reason}`,
        exitCode: 2,
      }),
    );
