// Compiles the TypeScript sources to dist/ with swc, which is the fastest. `npm run typecheck` checks types. Only files that changed
// since the last build are compiled, and files whose source is gone are removed from dist/.
import { transformFile } from '@swc/core';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildPrograms } from './build-programs.mjs';
import { buildWeb } from './build-web.mjs';
import { modified } from './modified.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const dist = path.join(root, 'dist');
const sources = ['gateway', 'subgraphs', 'scripts'];

/** Sources for browsers, which are bundled and not compiled one by one. */
const pages = ['common', 'console', 'explorer'].map((name) => path.join(root, 'gateway', 'web', name, path.sep));

const list = async (directory, ending) =>
  existsSync(directory)
    ? (await readdir(directory, { recursive: true }))
        .filter((name) => name.endsWith(ending))
        .map((name) => path.join(directory, name))
        .filter((file) => !pages.some((page) => file.startsWith(page)))
    : [];

const settingsTime = Math.max(
  await modified(path.join(root, '.swcrc')),
  await modified(path.join(root, 'package-lock.json')),
);
const wanted = new Set();
/** Folders of dist/ without sources of their own. */
const bundled = ['web', 'programs', 'kit'];

async function compile(source) {
  const target = path.join(dist, path.relative(root, source)).replace(/\.ts$/, '.js');
  wanted.add(target);
  if ((await modified(target)) > Math.max(await modified(source), settingsTime)) return;
  const { code, map } = await transformFile(source, {
    cwd: root,
    sourceFileName: path.relative(path.dirname(target), source),
  });
  await mkdir(path.dirname(target), { recursive: true });
  await writeFile(`${target}.map`, map ?? '{}');
  await writeFile(target, `${code}\n//# sourceMappingURL=${path.basename(target)}.map\n`);
  // The file is a program that npm links to (`bin` in package.json).
  if (code.startsWith('#!')) await chmod(target, 0o755);
}

/** Copies data that the code imports. */
async function copy(source) {
  const target = path.join(dist, path.relative(root, source));
  if ((await modified(target)) > (await modified(source))) return;
  await mkdir(path.dirname(target), { recursive: true });
  await copyFile(source, target);
}

const web = buildWeb(root);
const data = (await Promise.all(sources.map((name) => list(path.join(root, name), '.json')))).flat();
await Promise.all(data.map(copy));
const files = (await Promise.all(sources.map((name) => list(path.join(root, name), '.ts')))).flat();
await Promise.all(files.filter((file) => !file.endsWith('.d.ts')).map(compile));
await Promise.all(
  (await list(dist, '.js'))
    .filter(
      (file) => !wanted.has(file) && !bundled.some((folder) => file.startsWith(path.join(dist, folder, path.sep))),
    )
    .flatMap((file) => [rm(file), rm(`${file}.map`, { force: true })]),
);
await Promise.all([web, buildPrograms(root)]);
