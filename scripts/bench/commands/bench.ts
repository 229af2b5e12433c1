import { Option } from 'commander';
import { namesOf, repeated, someOf, wholeNumber } from '../../cli/arguments';
import { examples, lazily, type Register } from '../../cli/command';
import type { BenchName } from '../report/results';

const names = namesOf<BenchName>({
  processes: true,
  federated: true,
  requests: true,
  erasure: true,
  copies: true,
  subjects: true,
  attacks: true,
  audit: true,
  fairness: true,
  openings: true,
  seeding: true,
  installation: true,
  export: true,
});
const whole = wholeNumber(1);

export const registerBench: Register = (program) =>
  program
    .command('bench')
    .description('Measures the system beside references, in one run. What it makes is kept in .habeas/bench.')
    .option('--only <names>', `some of ${names.join(', ')}`, someOf(names), names)
    .option('--rounds <number>', 'how often each is measured, in turns', whole, 3)
    .option('--seconds <number>', 'how long each load of a round takes', whole, 3)
    .option('--people <number>', 'people in the system, made once', whole, 1_000_000)
    .option('--requests <number>', 'erasure requests of a round', whole, 200)
    .option('--seeded <number>', 'made-up people that a round of seeding writes', whole, 20_000)
    .option('--messages <number>', 'messages of the person who is erased or copied', whole, 100_000)
    .option('--records <number>', 'records of the exported person', whole, 1_000_000)
    .option('--megabytes <number>', 'files of one mebibyte of the exported person', whole, 2_048)
    .option('--json <file>', 'write the results as JSON too; parts in it that are not measured now stay')
    .option(
      '--check',
      'count statements, calls, opened values and bytes instead, on a small system, with ratios of processor time, and compare them',
    )
    .option('--counts <file>', 'with --check: where they are recorded; docs/bench-counts.json when absent')
    .option('--operation <name>', 'with --check: this operation alone; may be repeated', repeated, [])
    .addOption(new Option('--record', 'with --check: record what is counted').conflicts('operation'))
    .addHelpText('after', examples('bench --only federated,requests --rounds 1', 'bench --check'))
    .action(lazily(() => import('../bench.js')));
