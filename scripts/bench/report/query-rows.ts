import { spread } from '../load/measure';
import { habeas, habeasOfMany, type FederatedRow } from '../measures/federated';
import type { SearchRow } from '../measures/search';
import { ratio, ratioOfRounds, type Row } from './row';

export function federatedRows(rows: FederatedRow[]): Row[] {
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
      faster('@apollo/gateway', row.shape.startsWith('list') ? '≥ 2' : '', habeasOfMany),
      faster('Hive Gateway', '', habeasOfMany),
      faster('by hand', row.connections === 1 ? '≥ 0.9' : '≥ 1', habeasOfMany),
      cheaper('@apollo/gateway', ''),
      cheaper('Hive Gateway', ''),
      cheaper('by hand', '≤ 2.5'),
    ];
  });
}

export function searchRows(rows: SearchRow[]): Row[] {
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
      '≤ 1.6',
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
