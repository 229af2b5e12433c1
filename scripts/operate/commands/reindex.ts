import { examples, lazily, type Register } from '../../cli/command';

export const registerReindex: Register = (program) =>
  program
    .command('reindex')
    .description(
      "Rebuilds the services' term indexes for the current normalisation and phone region, while they serve.",
    )
    .option('--organization <id>', 'one organisation; all when absent')
    .option('--again', 'also indexes that are up to date: for use after processes of the previous version have written')
    .option('--no-wait', 'return at once; the services do the work in the background')
    .addHelpText('after', examples('reindex', 'reindex --organization acme'))
    .action(
      lazily(() => import('../reindex.js'), {
        message: (reason) => `Not everything is indexed anew: ${reason} What is done stays done; run it again.`,
      }),
    );
