/** The kit's pages are made from its docstrings, and cover everything that the package exports. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { writeKitPages } from '../../scripts/develop/documents/kit-pages';
import { projectRoot } from '../../subgraphs/kit/base/project-root';
import surface from '../kit/package/surface.json';

test('docs/kit is not stale', () => {
  expect(() => writeKitPages(true)).not.toThrow();
}, 300_000);

const pages: [entry: keyof typeof surface, page: string][] = [
  ['.', 'kit.md'],
  ['./serve', 'serve.md'],
  ['./contract', 'contract.md'],
  ['./terms', 'terms.md'],
  ['./conformance', 'conformance.md'],
  ['./testing', 'testing.md'],
];

test.each(pages)('every export of %s is on docs/kit/%s', (entry, page) => {
  const text = readFileSync(path.join(projectRoot(), 'docs', 'kit', page), 'utf8');
  const told = new Set([...text.matchAll(/^### (?:~~)?(?:abstract )?(\w+)/gm)].map(([, name]) => name));
  const { values, types } = surface[entry];
  expect([...values, ...types].filter((name) => !told.has(name))).toEqual([]);
});

test('each entry of the package has a page', () => {
  expect(pages.map(([entry]) => entry).sort()).toEqual(Object.keys(surface).sort());
});
