import { readFileSync } from 'node:fs';
import path from 'node:path';
import { checks, fixtureSchema } from '../../../subgraphs/kit/conformance';
import { identifierTypes } from '../../../subgraphs/kit/base/terms';
import { markdownTable } from '../../../subgraphs/kit/base/markdown';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';

const page = readFileSync(path.join(projectRoot(), 'docs', 'conformance.md'), 'utf8');
/** The text without the padding of tables. */
const squeezed = (text: string) => text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---');

test('docs/conformance.md lists every check, word for word', () => {
  const [, , ...rows] = markdownTable(
    [],
    checks.map(({ id, level, title, rule }) => [`\`${id}\``, level, title, rule]),
  );
  const listed = squeezed(page)
    .split('\n')
    .filter((line) => / (required|recommended) \|/.test(line));
  expect(listed).toEqual(rows);
});

test('docs/conformance.md describes every member of a fixture', () => {
  for (const member of Object.keys(fixtureSchema.shape)) expect(squeezed(page)).toContain(`| \`${member}\` |`);
});

test('docs/conformance.md names every type of term', () => {
  const row = squeezed(page)
    .split('\n')
    .find((line) => line.startsWith('| `terms` |'));
  expect(identifierTypes.filter((type) => !new RegExp(`\\b${type}\\b`).test(row ?? ''))).toEqual([]);
});
