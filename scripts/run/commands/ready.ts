import { examples, lazily, type Register } from '../../cli/command';

export const registerReady: Register = (program) =>
  program
    .command('ready')
    .description(
      "Exits with 0 when the process that this environment configures is ready: for a container's health check.",
    )
    .addHelpText('after', examples('ready'))
    .action(lazily(() => import('../ready.js'), { message: (reason) => `Not ready: ${reason}` }));
