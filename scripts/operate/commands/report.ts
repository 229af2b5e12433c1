import { Option } from 'commander';
import { dayOrTime, namesOf } from '../../cli/arguments';
import { examples, lazily, type Register } from '../../cli/command';
import type { ReportFormat } from '../report';

const formats = namesOf<ReportFormat>({ json: true, csv: true });

export const registerReport: Register = (program) =>
  program
    .command('report')
    .description('Counts the requests of a period by type, outcome and days taken. No personal data.')
    .requiredOption('--organization <id>', 'whose requests')
    .requiredOption(
      '--from <time>',
      'the beginning of the period: a day (2026-01-31, in UTC) or a time (ISO 8601)',
      dayOrTime,
    )
    .requiredOption(
      '--to <time>',
      'the end of the period, which is not part of it; at most five years later',
      dayOrTime,
    )
    .addOption(new Option('--format <format>', 'how to write it').choices(formats).default('json'))
    .option('--output <file>', 'where to write; the terminal when absent')
    .addHelpText('after', examples('report --organization acme --from 2026-01-01 --to 2027-01-01 --format csv'))
    .action(lazily(() => import('../report.js')));
