/** `docs/rules.md`: it has every rule that is cited, and a test cites every rule. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../subgraphs/kit/base/project-root';

const read = (file: string) => readFileSync(path.join(projectRoot(), file), 'utf8');
const filesOf = (folder: string, ending: RegExp): string[] =>
  readdirSync(path.join(projectRoot(), folder), { recursive: true, encoding: 'utf8' })
    .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
    .filter((file) => ending.test(file) && !file.includes('node_modules'));

const rules = [...read('docs/rules.md').matchAll(/^- (R\d+)\. /gm)].map(([, rule]) => rule as string);
const citedIn = (file: string): string[] => [...read(file).matchAll(/\bR[1-9]\d?\b/g)].map(([rule]) => rule);
const tests = filesOf('test', /\.ts$/).filter((file) => file !== 'test/docs/rules.test.ts');

test('the rules are numbered without a gap, each once', () => {
  const numbers = rules.map((rule) => Number(rule.slice(1))).sort((a, b) => a - b);
  expect(numbers).toEqual(Array.from(numbers, (_number, index) => index + 1));
});

test('every rule that is cited is a rule', () => {
  const sources = ['gateway', 'subgraphs', 'scripts', 'schema', 'docs'].flatMap((folder) =>
    filesOf(folder, /\.(ts|graphql|md|mjs|tmpl)$/),
  );
  const cited = [...sources, ...tests, 'README.md', 'CONTRIBUTING.md'].flatMap((file) =>
    citedIn(file).map((rule) => ({ file, rule })),
  );
  expect(cited.length).toBeGreaterThan(100);
  expect(cited.filter(({ rule }) => !rules.includes(rule))).toEqual([]);
});

test('a test cites every rule', () => {
  const cited = new Set(tests.flatMap(citedIn));
  expect(rules.filter((rule) => !cited.has(rule))).toEqual([]);
});
