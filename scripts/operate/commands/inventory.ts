import { Option } from 'commander';
import { namesOf } from '../../cli/arguments';
import { examples, lazily, type Register } from '../../cli/command';
import type { Format } from '../inventory';

const formats = namesOf<Format>({ markdown: true, csv: true, json: true });

export const registerInventory: Register = (program) =>
  program
    .command('inventory')
    .description(
      'Prints which fields hold personal data, why, and what an erasure does with them: the register of Article 30.',
    )
    .addOption(new Option('--format <format>', 'how to write it').choices(formats).default('markdown'))
    .option('--service <name>', 'one service; all when absent')
    .option('--supergraph <file>', 'the supergraph to read; schema/supergraph.graphql of the project when absent')
    .option('--output <file>', 'where to write; the terminal when absent')
    .addHelpText('after', examples('inventory --format csv --output register.csv'))
    .action(lazily(() => import('../inventory.js')));
