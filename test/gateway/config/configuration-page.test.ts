import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gatewayVariableNames } from '../../../gateway/config/variables';
import { serviceVariableNames } from '../../../subgraphs/kit/base/config';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';

test('docs/configuration.md lists every variable that a process reads, and no other', () => {
  const page = readFileSync(path.join(projectRoot(), 'docs', 'configuration.md'), 'utf8');
  const listed = [...page.matchAll(/^\| `([A-Z0-9_]+)`/gm)].map(([, name]) => name);
  expect(listed.sort()).toEqual([...new Set([...gatewayVariableNames(), ...serviceVariableNames()])].sort());
});
