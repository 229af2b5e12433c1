import { examples, lazily, type Register } from '../../cli/command';

export const registerApiChanges: Register = (program) =>
  program
    .command('api-changes')
    .description(
      'Names what differs between the API and that of the last release; fails when a breaking change is not in the changelog.',
    )
    .option('--against <file>', 'the API to compare with; schema/released/api.graphql of the project when absent')
    .option('--api <file>', 'the API; schema/api.graphql of the project when absent')
    .option('--changelog <file>', 'where breaking changes are listed; docs/changelog.md of the project when absent')
    .addHelpText('after', examples('api-changes', 'api-changes --against /tmp/their-api.graphql'))
    .action(lazily(() => import('../api-changes.js')));
