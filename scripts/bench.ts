/** `npm run bench`: what things cost, as ratios in one run against a named reference, on the real system. */
import { writeFileSync } from 'node:fs';
import Table from 'cli-table3';
import { Command, InvalidArgumentError } from 'commander';
import { benchExport } from './bench/export';

interface BenchOptions {
  rounds: number;
  records: number;
  megabytes: number;
  json?: string;
}

const whole = (value: string): number => {
  const number = Number(value);
  if (!Number.isSafeInteger(number) || number < 1) throw new InvalidArgumentError('takes a whole number from 1');
  return number;
};

const fixed = (value: number) => value.toFixed(value < 10 ? 2 : 0);

async function main({ rounds, records, megabytes, json }: BenchOptions): Promise<void> {
  const onProgress = (line: string) => console.error(line);
  const exported = await benchExport({ records, megabytes, rounds, onProgress });
  const table = new Table({ head: ['what', 'measured', 'reference', 'ratio'], style: { head: [], border: [] } });
  const spread = (values: number[]) => `${fixed(Math.min(...values))}–${fixed(Math.max(...values))} s`;
  table.push([
    `export of ${records} records and ${megabytes} MiB of files`,
    spread(exported.habeas),
    `bare program: ${spread(exported.bare)}`,
    fixed(exported.ratio),
  ]);
  table.push([
    "the gateway's memory meanwhile",
    `${fixed(exported.peakMb)} MB at most`,
    `idle: ${fixed(exported.idleMb)} MB`,
    `+${fixed(exported.peakMb - exported.idleMb)} MB`,
  ]);
  console.log(table.toString());
  if (json) writeFileSync(json, `${JSON.stringify({ at: new Date().toISOString(), export: exported }, null, 2)}\n`);
}

const options = new Command('bench')
  .description('Measures the system beside references, in one run.')
  .option('--rounds <number>', 'how often each is measured, in turns', whole, 3)
  .option('--records <number>', 'records of the exported person', whole, 1_000_000)
  .option('--megabytes <number>', 'files of one mebibyte of the exported person', whole, 2_048)
  .option('--json <file>', 'write the results as JSON too')
  .parse()
  .opts<BenchOptions>();

main(options).catch((error: unknown) => {
  console.error((error as Error).message);
  process.exitCode = 1;
});
