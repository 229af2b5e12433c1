/** `habeas bench --check`: compares the costs of operations that can be counted, and ratios, with the recorded ones. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';
import { CommandFailure, WrongCall } from '../../cli/failure';
import { parseGiven } from '../../cli/given-file';
import { printTable } from '../../cli/terminal';
import { differencesOf, inWords } from './compare';
import type { Costs } from './counted-system';
import { countAll, countedNames, type Counts } from './count';
import { ratioName } from './ratios';

export interface CheckOptions {
  /** The file of the recorded counts. */
  counts?: string;
  /** Record the counts instead of comparing them. */
  record?: boolean;
  /** The operations to count; all when empty. */
  operation: string[];
}

const recordedFile = () => path.join(projectRoot(), 'docs', 'bench-counts.json');

/** Prefixes of the names of costs. Each cost belongs to one service, or to the caller's answer. */
const kinds = ['statements', 'calls', 'values opened', 'bytes'];

const totalOf = (costs: Costs, kind: string): number =>
  Object.entries(costs).reduce((sum, [name, count]) => (name.startsWith(kind) ? sum + count : sum), 0);

const onlyOf = (counts: Counts, names: string[]): Counts =>
  Object.fromEntries(Object.entries(counts).filter(([name]) => names.includes(name)));

/** Counts, prints a table, and compares. @throws CommandFailure naming all differences, when there are any */
export async function check({ counts: file = recordedFile(), record, operation }: CheckOptions): Promise<void> {
  const names = operation.length > 0 ? operation : countedNames();
  const unknown = names.find((name) => !countedNames().includes(name));
  if (unknown !== undefined)
    throw new WrongCall(`--operation names "${unknown}"; there are ${countedNames().join('; ')}.`);
  // Read before the minute that counting takes.
  const recorded = record ? undefined : parseGiven<Counts>('--counts', file, 'record of counts (JSON)', JSON.parse);
  const now = await countAll(names, (line) => console.error(line));
  printTable(
    ['operation', ...kinds, ratioName],
    Object.entries(now).map(([operation, costs]) => [
      operation,
      ...kinds.map((kind) => totalOf(costs, kind)),
      costs[ratioName] ?? '',
    ]),
  );
  if (!recorded) {
    writeFileSync(file, await format(JSON.stringify(now), { ...(await resolveConfig(file)), parser: 'json' }));
    return;
  }
  const differences = differencesOf(operation.length > 0 ? onlyOf(recorded, names) : recorded, now);
  if (differences.length === 0) return;
  throw new CommandFailure(
    [
      `${differences.length} of the figures ${differences.length === 1 ? 'is another' : 'are others'} than recorded:`,
      ...differences.map((difference) => `  ${inWords(difference)}`),
      'Is it meant? habeas bench --check --record writes them anew.',
    ].join('\n'),
    1,
  );
}
