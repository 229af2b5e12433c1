import { Option } from 'commander';
import { port } from '../../cli/arguments';
import { examples, lazily, type Register } from '../../cli/command';

export const registerDemo: Register = (program) =>
  program
    .command('demo')
    .description('Plays the worked example on the sample data and prints what each service did.')
    .addOption(
      new Option('--port <port>', 'where the system runs; the port of the one that runs here when absent, or 4000')
        .argParser(port)
        .env('PORT'),
    )
    .addHelpText('after', examples('demo', 'demo --port 4001'))
    .action(lazily(() => import('../demo.js'), { message: (reason) => `\nThe demo cannot go on. ${reason}` }));
