import { examples, lazily, type Register } from '../../cli/command';

export const registerWorker: Register = (program) =>
  program
    .command('worker')
    .description(
      'Runs a worker until it is stopped: it processes requests, beside any number of others, and answers no callers.',
    )
    .addHelpText('after', examples('worker'))
    .action(lazily(() => import('../worker.js')));
