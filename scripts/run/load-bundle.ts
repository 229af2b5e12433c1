/** Loads bundles of `scripts/build-programs.mjs` with V8's code cache, so that nothing is compiled when a process starts. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';

/** The exports of a bundle. */
export interface Bundle {
  /** Its programs: each function runs the program in this process. */
  programs: Record<string, () => void>;
  /** Loads the modules of its programs, and starts nothing. */
  warm: () => void;
}

/** The cache file of this version of V8 and its flags: any other would refuse it. */
const cacheFile = (folder: string, name: string) => path.join(folder, `${name}.${cachedDataVersionTag()}.cache`);

function readCache(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    // Without a cache, a bundle only starts more slowly.
    return undefined;
  }
}

function open(folder: string, name: string): { script: Script; bundle: Bundle; cached: boolean } {
  const filename = path.join(folder, `${name}.bundle.js`);
  const cachedData = readCache(cacheFile(folder, name));
  // The build writes ASCII only.
  const script = new Script(readFileSync(filename, 'latin1'), { filename, cachedData });
  const module = { exports: {} as Bundle };
  const wrapper = script.runInThisContext() as (...given: unknown[]) => void;
  wrapper(module.exports, createRequire(filename), module, filename, folder);
  return { script, bundle: module.exports, cached: Boolean(cachedData) && !script.cachedDataRejected };
}

/** Loads a bundle. @param folder the bundle's folder @throws when it does not exist: the project has not been built */
export const loadBundle = (folder: string, name: string): Bundle => open(folder, name).bundle;

/** Writes the code cache of a bundle's programs, unless it exists. */
export function keepCode(folder: string, name: string): void {
  const { script, bundle, cached } = open(folder, name);
  if (cached) return;
  bundle.warm();
  // Written under another name, so that a process that starts meanwhile sees the whole cache or none.
  const file = cacheFile(folder, name);
  writeFileSync(`${file}.${process.pid}`, script.createCachedData());
  renameSync(`${file}.${process.pid}`, file);
}
