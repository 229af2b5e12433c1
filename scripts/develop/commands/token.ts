import { duration, text } from '../../cli/arguments';
import { examples, lazily, type Register } from '../../cli/command';

export const registerToken: Register = (program) =>
  program
    .command('token')
    .description('Prints a development token for the gateway.')
    .requiredOption('--organization <id>', 'the organisation that the token is for')
    .option('--scopes <scopes>', 'scopes, separated by spaces; all when absent')
    .option('--subject <name>', 'who calls', text, 'developer')
    .option('--expires <time>', 'how long it is good for: 30m, 12h', duration, '12h')
    .addHelpText('after', examples('token --organization acme --scopes "gdpr:subject:view gdpr:request:view"'))
    .action(lazily(() => import('../token.js')));
