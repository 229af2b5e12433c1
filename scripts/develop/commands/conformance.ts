import { Option } from 'commander';
import type { ReportFormat } from '../../../subgraphs/kit/conformance';
import { httpUrl, namesOf } from '../../cli/arguments';
import { examples, exitCodes, lazily, type Register } from '../../cli/command';

const formats = namesOf<ReportFormat>({ text: true, json: true, markdown: true });

export const registerConformance: Register = (program) =>
  program
    .command('conformance')
    .description('Tries every promise of the PII contract on a running service. It speaks GraphQL over HTTP alone.')
    .requiredOption('--url <url>', "the service's GraphQL endpoint", httpUrl)
    .option(
      '--fixture <file>',
      'how the service offers people to ask about (docs/conformance.md); ./conformance.json when absent, or that of the service in subgraphs/ whose port the URL has',
    )
    .option('--schema <file>', "the service's SDL; asked of the service when absent")
    .option(
      '--key <file>',
      'the private key (Ed25519, JWK) whose public half the service believes; the development key when absent',
    )
    .addOption(new Option('--format <format>', 'how to report').choices(formats).default('text'))
    .addOption(new Option('--only <level>', 'leave the recommended checks out').choices(['required']))
    .option('--junit <file>', 'write the results as JUnit XML too, which build servers show as tests')
    .addHelpText(
      'after',
      exitCodes({ 1: 'a required check fails', 2: 'the call is wrong, or the service cannot be tried' }),
    )
    .addHelpText('after', examples('conformance --url http://127.0.0.1:4101/graphql'))
    .action(
      lazily(() => import('../conformance.js'), {
        message: (reason) => `The service cannot be tried. ${reason}`,
        exitCode: 2,
      }),
    );
