import { median, spread } from '../load/measure';
import type { InstallationResult } from '../measures/installation';
import type { OpeningsResult } from '../measures/openings';
import type { ProcessesResult } from '../measures/processes';
import type { SeedingResult } from '../measures/seeding';
import { ratio, type Row } from './row';

const percent = (shares: number[]): number[] => shares.map((share) => 100 * share);

export function processesRows({ startedIn, memory, requests, idleShare }: ProcessesResult): Row[] {
  const idle = Object.values(memory).reduce((sum, each) => sum + each.idle, 0);
  return [
    ['the measured system, start to ready, s', (startedIn / 1_000).toFixed(1), '', '', ''],
    ['memory of the gateway and all services idle, MB', idle.toFixed(0), '', '', '≤ 500'],
    ['gateway idle, % of a processor', spread(percent(idleShare), 1), '', '', '≤ 0.5'],
    ...Object.entries(memory).map(([name, { idle, warm, after }]): Row => [
      `memory of ${name}, MB, after ${requests} more requests`,
      after.toFixed(0),
      `idle ${idle.toFixed(0)}, before these ${requests}: ${warm.toFixed(0)}`,
      ratio(after, warm),
      'no growth',
    ]),
  ];
}

export const openingsRows = ({ service, share, perList }: OpeningsResult): Row[] => [
  [`opening values in a list of 100, % of the processor time of ${service}`, spread(percent(share), 1), '', '', '≤ 5'],
  [`values that ${service} opens for it`, spread(perList), '', '', ''],
];

export const seedingRows = ({ people, perSecond }: SeedingResult): Row[] => [
  [`seeding ${people} people, people a second`, spread(perSecond), '', '', ''],
  ['1,000,000 of them at that rate (not made), s', (1_000_000 / median(perSecond)).toFixed(0), '', '', '≤ 200'],
];

export const installationRows = ({ firstStart, secondStart, megabytes }: InstallationResult): Row[] => [
  ['habeas start to ready, first time, with sample data, s', spread(firstStart, 1), '', '', '≤ 12'],
  ['habeas start to ready, second time, s', spread(secondStart, 1), '', '', '≤ 4'],
  ['install for production, MB', megabytes.toFixed(0), '', '', '≤ 200'],
];
