import { examples, lazily, type Register } from '../../cli/command';

export const registerGdpr: Register = (program) =>
  program
    .command('gdpr')
    .description(
      'Runs the gdpr subgraph alone, behind a Federation router of your own (docs/router.md), until it is stopped.',
    )
    .addHelpText('after', examples('gdpr'))
    .action(lazily(() => import('../gdpr.js')));
