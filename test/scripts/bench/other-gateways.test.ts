/** The other gateways that the bench measures can be installed everywhere that the project runs, with fixed versions. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';

const source = path.join(projectRoot(), 'scripts', 'bench', 'references', 'other-gateways');
interface Locked {
  version: string;
  engines?: { node?: string };
  resolved?: string;
}
const { packages } = JSON.parse(readFileSync(path.join(source, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, Locked>;
};

test('the lock file matches package.json, and every package of it runs on this Node', () => {
  const directory = mkdtempSync(path.join(os.tmpdir(), 'habeas-lock-'));
  try {
    for (const file of ['package.json', 'package-lock.json'])
      cpSync(path.join(source, file), path.join(directory, file));
    // npm refuses when the two differ, or when a package needs another Node. Nothing is downloaded.
    const dry = ['ci', '--dry-run', '--offline', '--engine-strict', '--ignore-scripts', '--no-audit', '--no-fund'];
    expect(execFileSync('npm', dry, { cwd: directory, encoding: 'utf8' })).toMatch(/added \d{3,} packages/);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}, 120_000);

test('no package of it needs a Node above 20', () => {
  const above20 = Object.entries(packages).filter(([, { engines }]) => /^\s*>=?\s*2[1-9]/.test(engines?.node ?? ''));
  expect(above20).toEqual([]);
  expect(Object.keys(packages).length).toBeGreaterThan(500);
});

test('it names no registry', () => {
  expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});
