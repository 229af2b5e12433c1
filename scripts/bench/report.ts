/** The results of a bench, as rows to read: here, there, the ratio, and what is wanted of it. */
import type { AttacksResult } from './waiting/attacks';
import type { AuditResult } from './waiting/audit';
import type { ErasureResult } from './measures/erasure';
import type { FairnessResult } from './waiting/fairness';
import type { ExportBenchResult } from './measures/export';
import { habeas, habeasOfMany, type FederatedRow } from './measures/federated';
import { median, spread } from './load/measure';
import type { ProcessesResult } from './measures/processes';
import type { RequestsResult } from './measures/requests';
import type { SearchRow } from './measures/search';

/** What is measured, each by itself. */
export type BenchName =
  'processes' | 'federated' | 'requests' | 'erasure' | 'subjects' | 'attacks' | 'audit' | 'fairness' | 'export';

/** Everything that was measured. */
export interface BenchResults {
  /** When the run of each part began. */
  at: Partial<Record<BenchName, string>>;
  node: string;
  processors: number;
  processes?: ProcessesResult;
  federated?: FederatedRow[];
  requests?: RequestsResult;
  erasure?: ErasureResult;
  subjects?: SearchRow[];
  attacks?: AttacksResult;
  audit?: AuditResult;
  fairness?: FairnessResult;
  export?: ExportBenchResult;
}

type Row = [what: string, here: string, there: string, ratio: string, wanted: string];

const ratio = (here: number, there: number) => (there > 0 ? (here / there).toFixed(2) : '–');

/** The median of the rounds' ratios: a machine that slows down from one round to the next changes none of them. */
const ratioOfRounds = (here: number[], there: number[]) =>
  median(here.map((value, round) => value / (there[round] ?? NaN))).toFixed(2);

function federatedRows(rows: FederatedRow[]): Row[] {
  return rows.flatMap((row) => {
    const what = `${row.shape}, ${row.connections} at once`;
    const each = (server: string, of: 'perSecond' | 'cpuPerRequest') =>
      (row.results[server] ?? []).map((result) => result[of]);
    const faster = (server: string, wanted: string, here = habeas): Row => [
      `${what}${here === habeas ? '' : ', a caller each'}: requests a second`,
      spread(each(here, 'perSecond')),
      `${server} ${spread(each(server, 'perSecond'))}`,
      ratioOfRounds(each(here, 'perSecond'), each(server, 'perSecond')),
      wanted,
    ];
    const cheaper = (server: string, wanted: string): Row => [
      `${what}: processor of the gateway, ms a request`,
      spread(each(habeas, 'cpuPerRequest'), 2),
      `${server} ${spread(each(server, 'cpuPerRequest'), 2)}`,
      ratioOfRounds(each(habeas, 'cpuPerRequest'), each(server, 'cpuPerRequest')),
      wanted,
    ];
    return [
      faster('@apollo/gateway', '≥ 3.5'),
      faster('Hive Gateway', '> 1'),
      faster('@apollo/gateway', '', habeasOfMany),
      faster('Hive Gateway', '', habeasOfMany),
      cheaper('@apollo/gateway', ''),
      cheaper('Hive Gateway', ''),
      cheaper('by hand', '≤ 2.5'),
    ];
  });
}

function searchRows(rows: SearchRow[]): Row[] {
  return rows.flatMap((row) => {
    const [slowest, time] = Object.entries(row.services).sort(([, a], [, b]) => b.p50 - a.p50)[0] ?? ['', { p50: 0 }];
    const few = rows.find((other) => other.term === row.term && other.people < row.people);
    const what = `subjects by ${row.term} among ${row.people}, ms`;
    const here = row.subjects.p50.toFixed(2);
    const beside: Row = [
      what,
      here,
      `${slowest} alone: ${time.p50.toFixed(2)}`,
      ratio(row.subjects.p50, time.p50),
      '≤ 1.25',
    ];
    if (!few) return [beside];
    return [
      beside,
      [
        what,
        here,
        `among ${few.people}: ${few.subjects.p50.toFixed(2)}`,
        ratio(row.subjects.p50, few.subjects.p50),
        '≤ 1.5',
      ],
    ];
  });
}

const attacksRows = ({ alone, during }: AttacksResult): Row[] =>
  Object.entries(during).map(([name, p99]) => [
    `another caller's p99 during ${name}, ms`,
    p99.toFixed(1),
    `alone ${alone.toFixed(1)}`,
    ratio(p99, alone),
    '≤ 2',
  ]);

const auditRow = ({ few, many, fewMs, manyMs }: AuditResult): Row => [
  `a page of the audit log of ${many} entries, ms`,
  manyMs.toFixed(1),
  `of ${few}: ${fewMs.toFixed(1)}`,
  ratio(manyMs, fewMs),
  '≤ 1.5',
];

const fairnessRow = ({ others, alone, beside }: FairnessResult): Row => [
  `a request beside ${others} of another organisation, ms`,
  beside.toFixed(0),
  `alone ${alone.toFixed(0)}`,
  ratio(beside, alone),
  '≤ 3',
];

function requestsRows({ habeas: here, bare, calls, statements }: RequestsResult): Row[] {
  const of = Object.entries(statements).map(([database, count]) => `${database} ${count}`);
  return [
    [
      'erasures a second, two workers',
      spread(here, 1),
      `bare loop ${spread(bare, 1)}`,
      ratio(median(here), median(bare)),
      '≥ 0.6',
    ],
    ['calls of services for one erasure', String(calls), '', '', ''],
    [
      'statements of one erasure',
      String(Object.values(statements).reduce((sum, count) => sum + count, 0)),
      of.join(', '),
      '',
      '',
    ],
  ];
}

function erasureRows({ messages, habeas: here, plain, slowestMs, othersP99 }: ErasureResult): Row[] {
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

function processesRows({ startedIn, memory, requests }: ProcessesResult): Row[] {
  return [
    ['start to ready, s', (startedIn / 1_000).toFixed(1), '', '', ''],
    ...Object.entries(memory).map(([name, { idle, warm, after }]): Row => [
      `memory of ${name}, MB, after ${requests} more requests`,
      after.toFixed(0),
      `idle ${idle.toFixed(0)}, before these ${requests}: ${warm.toFixed(0)}`,
      ratio(after, warm),
      'no growth',
    ]),
  ];
}

function exportRows(result: ExportBenchResult): Row[] {
  return [
    [
      `export of ${result.records} records and ${result.megabytes} MiB, s`,
      spread(result.habeas, 1),
      `bare program ${spread(result.bare, 1)}`,
      result.ratio.toFixed(2),
      '',
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

/** All rows of what was measured. */
export const rowsOf = (results: BenchResults): Row[] => [
  ...(results.processes ? processesRows(results.processes) : []),
  ...(results.federated ? federatedRows(results.federated) : []),
  ...(results.requests ? requestsRows(results.requests) : []),
  ...(results.erasure ? erasureRows(results.erasure) : []),
  ...(results.subjects ? searchRows(results.subjects) : []),
  ...(results.attacks ? attacksRows(results.attacks) : []),
  ...(results.audit ? [auditRow(results.audit)] : []),
  ...(results.fairness ? [fairnessRow(results.fairness)] : []),
  ...(results.export ? exportRows(results.export) : []),
];
