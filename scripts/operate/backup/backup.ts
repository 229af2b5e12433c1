/**
 * `habeas backup`: saves the rows of every database into a directory of files, each database as of one moment. It needs no program of
 * PostgreSQL. The gateway's database is saved last, so that its backup knows every erasure that is in the services' backups.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseEnvironment, type Environment } from '../../../subgraphs/kit/base/config';
import { projectRoot } from '../../../subgraphs/kit/base/project-root';
import { writeManifest, type Manifest } from './manifest';
import { tableLine, type OnTableProgress } from './progress';
import { saveDatabase } from './save';
import { seldom } from '../../cli/terminal';
import { databaseNames } from '../database-names';
import { runningDatabase, toolVariables } from '../running-system';

interface BackupOptions {
  /** The directory of the backup, which must not exist yet. */
  directory: string;
  /** The gateway or services to back up. @default all */
  only?: string[];
}

const version = () =>
  (JSON.parse(readFileSync(path.join(projectRoot(), 'package.json'), 'utf8')) as { version: string }).version;

/**
 * Makes a backup. The directory appears only when it is complete, and only its owner may read it.
 * @param onSaved is called after each database
 * @param onProgress is called often, while each table is written
 */
export async function backUp(
  { directory, only }: BackupOptions,
  environment: Environment = process.env,
  onSaved: (name: string, rows: number) => void = () => {},
  onProgress: OnTableProgress = () => {},
): Promise<Manifest> {
  const names = databaseNames(only);
  const unfinished = `${directory}.unfinished`;
  for (const taken of [directory, unfinished])
    if (existsSync(taken)) throw new Error(`${taken} is there already; a backup gets a directory of its own.`);
  const env = parseEnvironment(toolVariables, environment);
  const server = await runningDatabase(env);
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  try {
    const manifest: Manifest = { format: 1, version: version(), databases: {} };
    for (const name of names) {
      const target = { databaseUrl: server.url, databasePrefix: env.DATABASE_PREFIX };
      const saved = await saveDatabase(target, name, unfinished, onProgress);
      manifest.databases[name] = saved;
      onSaved(
        name,
        saved.tables.reduce((sum, { rows }) => sum + rows, 0),
      );
    }
    writeManifest(unfinished, manifest);
    renameSync(unfinished, directory);
    return manifest;
  } catch (error) {
    rmSync(unfinished, { recursive: true, force: true });
    throw error;
  } finally {
    await server.stop();
  }
}

/** Makes a backup, and prints what it holds and what not. */
export async function run({ directory, only }: BackupOptions): Promise<void> {
  const where = path.resolve(directory);
  const { say, end } = seldom();
  await backUp(
    { directory: where, ...(only ? { only } : {}) },
    process.env,
    (name, rows) => {
      end();
      console.log(`${name}: ${rows} rows`);
    },
    (progress) => say(tableLine(progress)),
  ).finally(end);
  console.log(`${where} is whole. Keys, and the files of the services, are not in it: see docs/operations.md.`);
}
