/** Links in documents lead to an existing file, and to a heading of it. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../subgraphs/kit/base/project-root';
import { documents, proseOf } from './documents';

/** The anchors of a document: those that GitHub gives to headings, numbered when repeated, and explicit ones. */
function anchorsOf(file: string): string[] {
  const text = documents.get(file) ?? '';
  const seen = new Map<string, number>();
  const headings = [...proseOf(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) => {
    const anchor = heading
      .toLowerCase()
      .replaceAll(/[^\p{Letter}\p{Number}\p{Mark} _-]/gu, '')
      .replaceAll(' ', '-');
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
  return [...headings, ...[...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = '']) => id)];
}

const links = [...documents].flatMap(([file, text]) =>
  [...proseOf(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => [file, target] as const),
);

test('there are links, within the documents and to other places', () => {
  expect(links.length).toBeGreaterThan(100);
});

test.each(links.filter(([, target]) => !/^https?:/.test(target)))('%s: %s', (file, target) => {
  const [to = '', anchor] = target.split('#');
  const aim = to === '' ? file : path.posix.join(path.posix.dirname(file), to);
  expect(existsSync(path.join(projectRoot(), aim))).toBe(true);
  if (anchor !== undefined) expect(anchorsOf(aim)).toContain(anchor);
});

test('every document of docs/ is linked from the README, or from a document that is', () => {
  const reached = new Set(['README.md']);
  for (const file of reached)
    for (const [from, target] of links) {
      const aim = path.posix.join(path.posix.dirname(from), target.split('#')[0] ?? '');
      if (from === file && documents.has(aim)) reached.add(aim);
    }
  expect([...documents.keys()].filter((file) => file.startsWith('docs/') && !reached.has(file))).toEqual([]);
});

test('documents that the code names exist', () => {
  const root = projectRoot();
  const named = ['gateway', 'subgraphs', 'scripts', 'schema', 'deploy', '.ci'].flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => !file.includes('node_modules'))
      .map((file) => path.join(folder, file))
      .filter((file) => statSync(path.join(root, file)).isFile())
      .flatMap((file) => [...readFileSync(path.join(root, file), 'utf8').matchAll(/\bdocs\/[a-z0-9/-]+\.md\b/g)])
      .map(([document]) => document),
  );
  expect(named.length).toBeGreaterThan(5);
  expect([...new Set(named)].filter((document) => !existsSync(path.join(root, document)))).toEqual([]);
});
