/** `habeas bench --check` fails when an operation costs more or less than recorded: statements, calls, decrypted values, bytes, ratios. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { programFile } from '../../../scripts/cli/command';
import { differencesOf, inWords } from '../../../scripts/bench/check/compare';
import { countedNames } from '../../../scripts/bench/check/count';
import { ratioName, ratioNoise } from '../../../scripts/bench/check/ratios';
import { shapes } from '../../../scripts/bench/references/shapes';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';

type Counts = Record<string, Record<string, number>>;
const recorded = JSON.parse(readFileSync(path.join(projectRoot(), 'docs', 'bench-counts.json'), 'utf8')) as Counts;

const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-bench-counts-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const habeas = (...given: string[]) =>
  spawnSync(process.execPath, [programFile(), 'bench', ...given], {
    env: { PATH: process.env.PATH ?? '' },
    encoding: 'utf8',
    timeout: 280_000,
  });

const list = 'list of 100, batched';

test('a value above the recorded one is named, alone, and the command ends with 1', () => {
  const file = path.join(directory, 'counts.json');
  const what = 'values opened by external-contacts';
  const opened = recorded[list]?.[what] ?? 0;
  writeFileSync(file, JSON.stringify({ ...recorded, [list]: { ...recorded[list], [what]: opened - 1 } }));
  const { status, stderr } = habeas('--check', '--counts', file, '--operation', list);
  expect([status, stderr.split('\n').slice(-6)]).toEqual([
    1,
    [
      `counted: ${list}`,
      'measured: processor time of the gateway beside calls by hand',
      '1 of the figures is another than recorded:',
      `  ${list}: ${what}: ${opened}, recorded ${opened - 1} (more)`,
      'Is it meant? habeas bench --check --record writes them anew.',
      '',
    ],
  ]);
}, 300_000);

test('everything that is counted is recorded', () => {
  expect(Object.keys(recorded)).toEqual(countedNames());
});

test('what was added, removed, grew and shrank is reported', () => {
  const before = { read: { calls: 1, statements: 4, bytes: 10 }, gone: { calls: 1 } };
  const now = { read: { calls: 2, statements: 3, opened: 5, bytes: 10 }, come: { calls: 1 } };
  expect(differencesOf(before, now).map(inWords)).toEqual([
    'read: calls: 2, recorded 1 (more)',
    'read: statements: 3, recorded 4 (less)',
    'read: opened: 5, and was not recorded',
    'gone: calls: none any more, recorded 1',
    'come: calls: 1, and was not recorded',
  ]);
  expect(differencesOf(before, before)).toEqual([]);
});

test('a ratio is reported when it is worse than noise explains', () => {
  const before = { read: { [ratioName]: 2 } };
  expect(differencesOf(before, { read: { [ratioName]: 2 * ratioNoise } })).toEqual([]);
  expect(differencesOf(before, { read: { [ratioName]: 1 } })).toEqual([]);
  expect(differencesOf(before, { read: { [ratioName]: 4.2 } }).map(inWords)).toEqual([
    'read: processor time beside calls by hand: 4.2, recorded 2 (more)',
  ]);
});

test('each measured operation has a ratio', () => {
  expect(Object.keys(recorded).filter((name) => ratioName in (recorded[name] ?? {}))).toEqual(
    shapes.map(({ name }) => name),
  );
});

test.each([
  [['--record'], '--record goes with --check.'],
  [['--check', '--operation', 'nope'], '--operation names "nope"; there are single entity; '],
])('%j is refused before anything starts', (given, message) => {
  const { status, stderr } = habeas(...given);
  expect([status, stderr.startsWith(message)]).toEqual([2, true]);
});
