/** The kit as a package, as a service team gets it: a tarball, and npm. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';

/** The installed package. */
export interface InstalledKit {
  /** The folder, which was empty before. */
  folder: string;
  /** The package's own folder in it. */
  kit: string;
}

/** Packs the kit of this checkout. @returns the tarball's path */
export function packKit(): string {
  const to = mkdtempSync(path.join(os.tmpdir(), 'habeas-kit-'));
  execFileSync(process.execPath, [path.join(projectRoot(), 'scripts', 'pack-kit.mjs'), to], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [tarball = ''] = readdirSync(to);
  return path.join(to, tarball);
}

/** The environment of a command, without the variables that the test run has set for itself. */
export const strangersEnvironment = (variables: Record<string, string> = {}): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|HABEAS_|DATABASE_|NODE_ENV$|JEST_)/.test(name)),
  ),
  ...variables,
});

/** Installs the tarball into an empty folder. */
export function installInEmptyFolder(tarball: string): InstalledKit {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'habeas-empty-'));
  copyFileSync(tarball, path.join(folder, path.basename(tarball)));
  const npm = (...args: string[]) =>
    execFileSync('npm', args, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], env: strangersEnvironment() });
  npm('init', '-y');
  npm('install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error', `./${path.basename(tarball)}`);
  return { folder, kit: path.join(folder, 'node_modules', '@habeas', 'kit') };
}
