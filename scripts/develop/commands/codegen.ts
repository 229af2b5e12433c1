import { examples, lazily, type Register } from '../../cli/command';

export const registerCodegen: Register = (program) =>
  program
    .command('codegen')
    .description(
      "Writes the resolvers' types of every owner from the SDL, and the documents that are made from the code.",
    )
    .option('--check', 'write nothing; fail when a file is stale')
    .addHelpText('after', examples('codegen', 'codegen --check'))
    .action(lazily(() => import('../codegen.js')));
