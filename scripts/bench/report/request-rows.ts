import { median, spread } from '../load/measure';
import type { CopiesResult } from '../measures/copies';
import type { ErasureResult } from '../measures/erasure';
import type { ExportBenchResult } from '../measures/export';
import type { RequestsResult } from '../measures/requests';
import { ratio, ratioOfRounds, type Row } from './row';

export function requestsRows({ habeas: here, bare, calls, statements, processor = {} }: RequestsResult): Row[] {
  const times = Object.values(processor).map(median);
  const of = Object.entries(statements).map(([database, count]) => `${database} ${count}`);
  return [
    [
      'erasures a second, two workers',
      spread(here, 1),
      `bare loop ${spread(bare, 1)}`,
      ratioOfRounds(here, bare),
      '≥ 0.9',
    ],
    ['calls of services for one erasure', String(calls), '', '', ''],
    [
      'statements of one erasure',
      String(Object.values(statements).reduce((sum, count) => sum + count, 0)),
      of.join(', '),
      '',
      '',
    ],
    [
      'processor time of one erasure, ms',
      times.reduce((sum, time) => sum + time, 0).toFixed(0),
      Object.entries(processor)
        .map(([name, each]) => `${name} ${spread(each, 1)}`)
        .join(', '),
      '',
      '',
    ],
  ];
}

export function erasureRows({ messages, habeas: here, plain, slowestMs, othersP99 }: ErasureResult): Row[] {
  const what = `erasure of ${messages} messages`;
  return [
    [`${what}, s`, spread(here, 2), `plain DELETE ${spread(plain, 2)}`, ratio(median(here), median(plain)), '≤ 3'],
    [`${what}: slowest statement, ms`, slowestMs.toFixed(0), '', '', '≤ 200'],
    [
      `${what}: others' queries, p99, ms`,
      othersP99.meanwhile.toFixed(1),
      `alone ${othersP99.alone.toFixed(1)}`,
      ratio(othersP99.meanwhile, othersP99.alone),
      '≤ 2',
    ],
  ];
}

export function copiesRows({ messages, stream, calls, streamCpu, callsCpu }: CopiesResult): Row[] {
  const what = `copy of ${messages} messages as a stream`;
  return [
    [`${what}, s`, spread(stream, 2), `by calls ${spread(calls, 2)}`, ratioOfRounds(stream, calls), ''],
    [
      `${what}: the service's processor time, s`,
      spread(streamCpu, 2),
      `by calls ${spread(callsCpu, 2)}`,
      ratioOfRounds(streamCpu, callsCpu),
      '',
    ],
  ];
}

export function exportRows(result: ExportBenchResult): Row[] {
  return [
    [
      `export of ${result.records} records and ${result.megabytes} MiB, s`,
      spread(result.habeas, 1),
      `bare program ${spread(result.bare, 1)}`,
      result.ratio.toFixed(2),
      '≤ 1.5',
    ],
    [
      "the gateway's memory meanwhile, MB",
      result.peakMb.toFixed(0),
      `idle ${result.idleMb.toFixed(0)}`,
      `+${(result.peakMb - result.idleMb).toFixed(0)} MB`,
      '< +150 MB',
    ],
  ];
}
