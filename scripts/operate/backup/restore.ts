/**
 * `habeas restore`: restores the backup of all databases or of some, each in one transaction. It checks all of them before it changes
 * the first, and prints what must follow: erasures since the backup have to be replayed (R23, R26).
 */
import path from 'node:path';
import { gatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import { masterKeysFile, parseEnvironment, readMasterKeys, type Environment } from '../../../subgraphs/kit/base/config';
import { assertIntact, assertUnused, inspect, loadDatabase, type Target } from './load';
import { readManifest, replaySince, type DatabaseBackup, type Manifest } from './manifest';
import { tableLine, type OnTableProgress } from './progress';
import { WrongCall } from '../../cli/failure';
import { seldom } from '../../cli/terminal';
import { databaseNames } from '../database-names';
import { runningDatabase, toolVariables } from '../running-system';

interface RestoreOptions {
  directory: string;
  /** The gateway or services to restore. @default all that the backup holds */
  only?: string[];
  /** Also restore into databases that hold data, which are then lost. */
  replace?: boolean;
  /** Restore; otherwise nothing is changed. */
  confirm?: boolean;
}

/** What a restore did, or would do. */
export interface Restored {
  manifest: Manifest;
  /** The state of each database before, in the order of restoring. */
  targets: Map<string, Target>;
}

/**
 * Restores a backup.
 * @param onRestored is called after each database
 * @param onProgress is called often, while each table is read
 * @throws before anything is changed, when the backup is damaged or does not fit, a process is still connected, or a database
 *   holds data that is not to be replaced
 */
export async function restore(
  { directory, only, replace = false, confirm = false }: RestoreOptions,
  environment: Environment = process.env,
  onRestored: (name: string, rows: number, takenAt: string) => void = () => {},
  onProgress: OnTableProgress = () => {},
): Promise<Restored> {
  const manifest = readManifest(directory);
  const backups = chosen(manifest, only);
  const env = parseEnvironment(toolVariables, environment);
  const running = await runningDatabase(env);
  const server = { databaseUrl: running.url, databasePrefix: env.DATABASE_PREFIX };
  try {
    const targets = new Map<string, Target>();
    for (const [name, backup] of backups) {
      await assertUnused(server, name);
      await assertIntact(directory, backup);
      targets.set(name, await inspect(server, name, backup));
    }
    const full = [...targets].filter(([, { holdsData }]) => holdsData).map(([name]) => name);
    if (full.length > 0 && !replace)
      throw new Error(`the databases of ${full.join(', ')} hold data; --replace gives it up for the backup.`);
    if (!confirm) return { manifest, targets };
    for (const [name, backup] of backups) {
      const master = readMasterKeys(masterKeysFile(name, env));
      onRestored(name, await loadDatabase(server, name, directory, backup, { master, onProgress }), backup.takenAt);
    }
    return { manifest, targets };
  } finally {
    await running.stop();
  }
}

/** The databases of the backup to restore. @throws for one that the backup does not hold */
function chosen({ databases }: Manifest, only: string[] | undefined): [string, DatabaseBackup][] {
  const held = Object.keys(databases);
  const missing = only?.find((name) => !held.includes(name));
  if (missing !== undefined) throw new WrongCall(`--only names "${missing}"; the backup holds ${held.join(', ')}.`);
  return databaseNames(only ?? held).flatMap((name) => {
    const backup = databases[name];
    return backup ? [[name, backup] as [string, DatabaseBackup]] : [];
  });
}

/** Restores, and prints what was done and what must follow. Without `confirm` it prints what it would do, and ends with 1. */
export async function run({ directory, ...options }: RestoreOptions): Promise<void> {
  const where = path.resolve(directory);
  const { say, end } = seldom();
  const { manifest, targets } = await restore(
    { directory: where, ...options },
    process.env,
    (name, rows, takenAt) => {
      end();
      console.log(`${name}: ${rows} rows, as of ${takenAt}`);
    },
    (progress) => say(tableLine(progress)),
  ).finally(end);
  const names = [...targets.keys()];
  const later = targets.get(gatewayDatabase)?.laterErasures ?? 0;
  if (!options.confirm) {
    for (const [name, { holdsData }] of targets)
      console.log(
        `${name}: would be as of ${manifest.databases[name]?.takenAt}${holdsData ? '; what it holds now would be lost' : ''}`,
      );
    if (later > 0)
      console.log(
        `The gateway's database knows of ${later} erasures that ended later. They cannot be replayed once it is replaced: restore the services alone (--only) if it is sound.`,
      );
    console.log('Nothing was done. --confirm restores.');
    process.exitCode = 1;
    return;
  }
  const services = names.filter((name) => name !== gatewayDatabase);
  console.log('Now start the processes. Erased people are back until their erasures have been replayed:');
  if (names.includes(gatewayDatabase))
    console.log('  habeas verify-audit --acknowledge-restore, if the gateway asks for it');
  if (services.length > 0)
    console.log(
      `  habeas replay-erasures --since ${replaySince(manifest, names)} ${services.map((name) => `--service ${name}`).join(' ')} --dry-run`,
    );
}
