/** Documents that are made from the code say what the code does. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { requestStatuses, requestTransitions, serviceStatuses, serviceTransitions } from '../../gateway/gdpr/lifecycle';
import { generatedDocuments } from '../../scripts/develop/documents/documents';
import { projectRoot } from '../../subgraphs/kit/base/project-root';

const read = (name: string) => readFileSync(path.join(projectRoot(), 'docs', name), 'utf8');
/** As it reads, whatever the width of its columns. */
const squeezed = (text: string) => text.replaceAll(/ +/g, ' ').replaceAll(/-{3,}/g, '---').replaceAll(/\n+/g, '\n');

test.each(generatedDocuments.map(({ name, write }) => [name, write] as const))(
  'docs/%s is not stale',
  (name, write) => {
    const text = read(name);
    expect(squeezed(text)).toBe(squeezed(write(text)));
  },
);

test('docs/architecture.md tells every status and every event, and no other (R9, R11)', () => {
  const cells = [...read('architecture.md').matchAll(/^\|(.*)\|$/gm)]
    .map(([, row = '']) => row.split('|').map((cell) => cell.trim()))
    .filter((row) => row.length === 3 && !/^-+$/.test(row[1] ?? '') && row[1] !== 'event');
  const told = new Set(cells.flatMap(([from = '', , to = '']) => `${from} ${to}`.match(/[A-Z_]+/g) ?? []));
  const known: string[] = [...requestStatuses, ...serviceStatuses, 'GET', 'EXPORT', 'UPDATE', 'DELETE'];
  expect([...told].sort()).toEqual([...new Set(known)].sort());
  const events = [...Object.values(requestTransitions), ...Object.values(serviceTransitions)].map(({ when }) => when);
  expect(cells.map(([, event]) => event).sort()).toEqual(
    [...events, 'the request is created', 'the request is created'].sort(),
  );
});
