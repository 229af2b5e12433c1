/** The share of a service's processor time that the opening (decryption) of personal values takes, in a list of 100. */
import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { countingOpenings, openingsOf } from '../load/openings';
import { cpuOf, load } from '../load/measure';
import { benchDirectory, organization, type BenchSystem } from '../load/systems';
import { shapes } from '../references/shapes';
import { placesOf } from './federated';

export interface OpeningsResult {
  service: string;
  /** The number of values that it opened for one list, in each round. */
  perList: number[];
  /** The share of its processor time in each round, from 0 to 1. */
  share: number[];
}

const service = 'external-contacts';
const folder = () => path.join(benchDirectory(), 'openings');

/** The variables of a system whose processes count opened values. */
export function countedEnvironment(): Record<string, string> {
  rmSync(folder(), { recursive: true, force: true });
  mkdirSync(folder(), { recursive: true });
  return countingOpenings(folder());
}

/** Asks for lists, ten at a time, and reports the service that opens most. */
export async function benchOpenings(
  system: BenchSystem,
  { rounds, seconds, onProgress }: { rounds: number; seconds: number; onProgress: (line: string) => void },
): Promise<OpeningsResult> {
  const list = shapes.find(({ name }) => name.startsWith('list'));
  const pid = system.processes.get(service)?.pid;
  if (!list || !pid) throw new Error('There is no list, or nobody who has one.');
  const places = await placesOf(await system.client({ organization }), 50);
  const bodies = places.map((place) => JSON.stringify({ query: list.query, variables: list.variables('', place) }));
  const headers = { authorization: `Bearer ${await system.token({ organization })}` };
  await load({ url: system.url, headers }, bodies, 10, seconds);
  const result: OpeningsResult = { service, perList: [], share: [] };
  for (let round = 1; round <= rounds; round += 1) {
    const [before, cpuBefore] = [await openingsOf(folder(), pid), cpuOf(pid)];
    const { perSecond } = await load({ url: system.url, headers }, bodies, 10, seconds);
    const [after, cpuAfter] = [await openingsOf(folder(), pid), cpuOf(pid)];
    result.perList.push((after.opened - before.opened) / (perSecond * seconds));
    result.share.push((after.milliseconds - before.milliseconds) / (cpuAfter - cpuBefore));
    onProgress(
      `openings, round ${round}: ${(100 * (result.share.at(-1) ?? 0)).toFixed(1)} % of the time of ${service}`,
    );
  }
  return result;
}
