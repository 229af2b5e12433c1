/** The bundles that processes load, and V8's code cache next to them. */
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { serviceNames } from '../../../scripts/develop/subgraphs';
import { keepCode, loadBundle } from '../../../scripts/run/load-bundle';
import { bundledProgram } from '../../../scripts/run/programs';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';

const folder = mkdtempSync(path.join(os.tmpdir(), 'habeas-bundles-'));
afterAll(() => rmSync(folder, { recursive: true }));

const tag = cachedDataVersionTag();

function write(name: string, answer: string): void {
  const code = `exports.programs = { one: () => '${answer}' }; exports.warm = () => { exports.programs.one(); };`;
  writeFileSync(
    path.join(folder, `${name}.bundle.js`),
    `(function (exports, require, module, __filename, __dirname) {${code}})`,
  );
}

test('the build makes a bundle for each process, and a code cache for this V8', () => {
  const built = path.join(projectRoot(), 'dist', 'programs');
  for (const name of ['habeas', 'seed-thread', 'gateway', 'worker', 'gdpr', 'migrate', ...serviceNames()])
    expect(statSync(bundledProgram(name)).isFile()).toBe(true);
  for (const name of ['habeas', 'gateway-processes', 'services', 'migrations'])
    expect(statSync(path.join(built, `${name}.${tag}.cache`)).size).toBeGreaterThan(1_000_000);
});

test('a bundle loads without a cache, writes its cache once, and then loads with it', () => {
  write('fresh', 'first');
  expect(loadBundle(folder, 'fresh').programs.one?.()).toBe('first');
  keepCode(folder, 'fresh');
  const made = statSync(path.join(folder, `fresh.${tag}.cache`)).mtimeMs;
  keepCode(folder, 'fresh');
  expect(statSync(path.join(folder, `fresh.${tag}.cache`)).mtimeMs).toBe(made);
  expect(readdirSync(folder).filter((name) => name.startsWith('fresh.') && name.includes('.cache'))).toHaveLength(1);
  expect(loadBundle(folder, 'fresh').programs.one?.()).toBe('first');
});

test('a cache that V8 rejects is ignored, and made anew', () => {
  write('damaged', 'whole');
  const file = path.join(folder, `damaged.${tag}.cache`);
  writeFileSync(file, 'no cache');
  keepCode(folder, 'damaged');
  expect(statSync(file).size).toBeGreaterThan(100);
  expect(loadBundle(folder, 'damaged').programs.one?.()).toBe('whole');
});

test('a missing bundle is an error', () => {
  expect(() => loadBundle(folder, 'absent')).toThrow('ENOENT');
});
