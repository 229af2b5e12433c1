/**
 * `habeas backup`: the rows of every database, each as it was at one moment, in a directory of files. It needs no program of
 * PostgreSQL. Services come first and the gateway last, so that the gateway's backup knows of every erasure that is in theirs.
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
  /** Where the backup goes: a directory that is not there yet. */
  directory: string;
  /** The gateway or services; all when absent. */
  only?: string[];
}

const version = () =>
  (JSON.parse(readFileSync(path.join(projectRoot(), 'package.json'), 'utf8')) as { version: string }).version;

/**
 * Makes a backup. The directory appears when it is whole, and is for its owner alone.
 * @param onSaved is told of each database that is done
 * @param onProgress is told often, while each table is written
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

/** Makes a backup, and says what is in it and what is not. */
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
