import { namedUrls, namedValues, repeated, urlTemplate } from '../../cli/arguments';
import { examples, lazily, type Register } from '../../cli/command';

export const registerCompose: Register = (program) =>
  program
    .command('compose')
    .description('Composes the subgraphs of schema/ into one supergraph.')
    .option('--url <name=URL>', 'the URL of one subgraph; may be repeated', namedUrls, {})
    .option(
      '--subgraph <name=file>',
      'a service whose SDL is elsewhere, with its --url; may be repeated',
      namedValues,
      {},
    )
    .option('--url-template <template>', 'URLs of all subgraphs, with {name} for the name', urlTemplate)
    .option('--output <file>', 'where to write the supergraph; schema/supergraph.graphql of the project when absent')
    .option(
      '--previous <file>',
      'the running supergraph: URLs that are not given are kept, and no PII service of it may get lost',
    )
    .option('--retire <name>', 'a PII service that may leave; may be repeated', repeated, [])
    .option('--check', 'write nothing; fail when the output is stale')
    .addHelpText(
      'after',
      examples('compose --check', "compose --url-template 'http://{name}:4000/graphql' --output supergraph.graphql"),
    )
    .action(lazily(() => import('../compose.js')));
