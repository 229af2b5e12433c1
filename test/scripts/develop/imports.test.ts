/** `npm run imports`, a part of the linter, names every fault that is planted in a copy of the sources. The linter checks the originals. */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';

const copy = mkdtempSync(path.join(os.tmpdir(), 'habeas-imports-'));
afterAll(() => rmSync(copy, { recursive: true, force: true }));

beforeAll(() => {
  for (const name of [
    '.config',
    'gateway',
    'subgraphs',
    'scripts',
    'test',
    'examples',
    'package.json',
    'tsconfig.json',
  ])
    cpSync(path.join(projectRoot(), name), path.join(copy, name), { recursive: true });
  symlinkSync(path.join(projectRoot(), 'node_modules'), path.join(copy, 'node_modules'));
});

/** The two commands of `npm run imports`, run separately: the second does not run when the first finds something. */
const [imports = '', unused = ''] = (
  JSON.parse(readFileSync(path.join(projectRoot(), 'package.json'), 'utf8')) as { scripts: { imports: string } }
).scripts.imports.split(' && ');

function linted(command: string, planted: Record<string, string>): { status: number | null; output: string } {
  for (const [file, text] of Object.entries(planted)) writeFileSync(path.join(copy, file), text);
  try {
    const { status, stdout, stderr } = spawnSync('npx', command.split(' '), { cwd: copy, encoding: 'utf8' });
    return { status, output: stdout + stderr };
  } finally {
    for (const file of Object.keys(planted)) rmSync(path.join(copy, file));
  }
}

const faults: [string, Record<string, string>, string][] = [
  [
    'a circle of values',
    {
      'gateway/audit/one.ts': "import { two } from './two';\nexport const one = (): number => two();\n",
      'gateway/audit/two.ts': "import { one } from './one';\nexport const two = (): number => one();\n",
    },
    'no-circles: gateway/audit/one.ts',
  ],
  [
    'a circle of types',
    {
      'subgraphs/kit/base/one.ts': "import type { Two } from './two';\nexport interface One { two: Two }\n",
      'subgraphs/kit/base/two.ts': "import type { One } from './one';\nexport interface Two { one: One }\n",
    },
    'no-circles: subgraphs/kit/base/one.ts',
  ],
  [
    'a service that uses the gateway',
    { 'subgraphs/dialer/one.ts': "export { loadConfig } from '../../gateway/config';\n" },
    'services-use-the-kit: subgraphs/dialer/one.ts',
  ],
  [
    "the gateway in the kit's inner rooms",
    { 'gateway/audit/three.ts': "export { checkReplacements } from '../../subgraphs/kit/contract/act';\n" },
    'gateway-uses-the-kit: gateway/audit/three.ts',
  ],
  [
    'the kit that uses a service',
    { 'subgraphs/kit/one.ts': "export * from './../dialer/entities';\n" },
    'kit-stands-alone: subgraphs/kit/one.ts',
  ],
  [
    'closing that uses requests',
    { 'gateway/gdpr/closing/one.ts': "export { resolveTerm } from '../requests/resolve';\n" },
    'closing-apart: gateway/gdpr/closing/one.ts',
  ],
];

test('every planted import across a boundary, and every cycle, is found', () => {
  const { status, output } = linted(
    imports,
    Object.assign({}, ...faults.map(([, planted]) => planted)) as Record<string, string>,
  );
  expect(status).not.toBe(0);
  expect(faults.filter(([, , named]) => !output.includes(named)).map(([what]) => what)).toEqual([]);
});

test('an unused export is found', () => {
  const { status, output } = linted(unused, {
    'gateway/audit/one.ts': 'export const used = 1;\nexport const planted = 2;\n',
    'test/gateway/one.test.ts':
      "import { used } from '../../gateway/audit/one';\ntest('one', () => expect(used).toBe(1));\n",
  });
  expect(status).not.toBe(0);
  expect(output).toMatch(/planted\s+gateway\/audit\/one\.ts/);
});
