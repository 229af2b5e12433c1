/** How a process loads a bundle of `scripts/build-programs.mjs`: with V8's code cache, so that nothing is compiled at its start. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { cachedDataVersionTag } from 'node:v8';
import { Script } from 'node:vm';

/** What a bundle has. */
export interface Bundle {
  /** Each of its programs: a call becomes it. */
  programs: Record<string, () => void>;
  /** Loads what its programs load, and starts nothing. */
  warm: () => void;
}

/** Another V8, or one with other flags, would refuse the cache: each has a file of its own. */
const cacheFile = (folder: string, name: string) => path.join(folder, `${name}.${cachedDataVersionTag()}.cache`);

function readCache(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch {
    // A bundle without one only starts later.
    return undefined;
  }
}

function open(folder: string, name: string): { script: Script; bundle: Bundle; cached: boolean } {
  const filename = path.join(folder, `${name}.bundle.js`);
  const cachedData = readCache(cacheFile(folder, name));
  // The build writes ASCII alone.
  const script = new Script(readFileSync(filename, 'latin1'), { filename, cachedData });
  const module = { exports: {} as Bundle };
  const wrapper = script.runInThisContext() as (...given: unknown[]) => void;
  wrapper(module.exports, createRequire(filename), module, filename, folder);
  return { script, bundle: module.exports, cached: Boolean(cachedData) && !script.cachedDataRejected };
}

/** Loads a bundle. @param folder where it lies @throws when it is not there: the project has not been built */
export const loadBundle = (folder: string, name: string): Bundle => open(folder, name).bundle;

/** Keeps the compiled code of what a bundle's programs load, unless it is there already. */
export function keepCode(folder: string, name: string): void {
  const { script, bundle, cached } = open(folder, name);
  if (cached) return;
  bundle.warm();
  // Whoever starts meanwhile sees the whole cache or none.
  const file = cacheFile(folder, name);
  writeFileSync(`${file}.${process.pid}`, script.createCachedData());
  renameSync(`${file}.${process.pid}`, file);
}
