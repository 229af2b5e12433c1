import { examples, lazily, type Register } from '../../cli/command';

export const registerServiceKeys: Register = (program) => {
  const keys = program
    .command('keys')
    .description('Makes the keys and passwords with which a service runs by itself.')
    .addHelpText('after', examples('keys create --directory secrets --service tickets'));
  keys
    .command('create')
    .description('Makes the files that are missing in a directory, readable for their owner only; changes none.')
    .requiredOption('--directory <directory>', 'where the files go')
    .requiredOption('--service <name>', "the service's name")
    .addHelpText('after', examples('keys create --directory secrets --service tickets'))
    .action(lazily(() => import('../create-keys.js'), { message: (reason) => `Not all keys were made: ${reason}` }));
  return keys;
};
