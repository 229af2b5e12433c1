import { httpUrl } from '../../cli/arguments';
import { examples, lazily, type Register } from '../../cli/command';

export const registerRegister: Register = (program) =>
  program
    .command('register')
    .description('Has a service join a running Habeas, lists the services that joined, or retires one.')
    .option('--name <name>', "the service's name, with --url")
    .option('--url <url>', "the service's GraphQL endpoint, as the gateway reaches it", httpUrl)
    .option('--sdl <file>', 'its schema; the gateway asks the service for it when absent')
    .option('--list', 'list the services that joined')
    .option('--retire <name>', 'retire a service that joined')
    .option(
      '--gateway <url>',
      "the gateway's GraphQL endpoint; that of the gateway that runs here when absent, on its port, on PORT or on 4000",
      httpUrl,
    )
    .option('--token <token>', "a caller's token with the scope services:manage; HABEAS_TOKEN when absent")
    .addHelpText(
      'after',
      examples(
        'register --name loyalty --url http://loyalty:4300/graphql --gateway https://gateway.example/graphql',
        'register --list',
        'register --retire loyalty',
      ),
    )
    .action(lazily(() => import('../register.js')));
