// Writes dist/programs/THIRD-PARTY-NOTICES.txt: the packages that are bundled there, each with the text of its licence.
// Does nothing when no bundle is newer.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { modified } from './modified.mjs';

const bundleList = /\.bundle\.js\.json$/;

/** The folder of the package that a bundled file belongs to; undefined for the project's own files. */
const packageFolder = (file) => /^.*node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(file)?.[0];

async function noticeOf(folder) {
  const { name, version, license, author, homepage } = JSON.parse(
    await readFile(path.join(folder, 'package.json'), 'utf8'),
  );
  const files = (await readdir(folder)).filter((file) => /^(licen[cs]e|copying|notice)/i.test(file)).toSorted();
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
  const by = typeof author === 'string' ? author : author?.name;
  const stated = [`Licence: ${license}`, by && `Author: ${by}`, homepage].filter(Boolean).join('\n');
  return [`${name} ${version}`, stated, ...texts.map((text) => text.trim())].join('\n\n');
}

/** @param programs the folder of the bundles, each with its list of inputs, which are relative to the folder above */
export async function writeNotices(programs) {
  const lists = (await readdir(programs))
    .filter((file) => bundleList.test(file))
    .map((file) => path.join(programs, file));
  const target = path.join(programs, 'THIRD-PARTY-NOTICES.txt');
  if (Math.max(...(await Promise.all(lists.map(modified)))) < (await modified(target))) return;
  const inputs = (await Promise.all(lists.map(async (file) => JSON.parse(await readFile(file, 'utf8')).inputs))).flat();
  const folders = new Set(inputs.map((file) => packageFolder(path.resolve(programs, '..', file))).filter(Boolean));
  const notices = new Set(await Promise.all([...folders].map(noticeOf)));
  await writeFile(target, `${[...notices].toSorted().join(`\n\n${'-'.repeat(80)}\n\n`)}\n`);
}
