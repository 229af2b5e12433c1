/**
 * `habeas rotate-keys`: wraps the organisations' keys with the current master key, and optionally gives them new versions.
 *
 * A master key is replaced while every process keeps running. `--new-master-key` adds one to the key file, which wraps nothing yet.
 * When the file is wherever a process reads it, `--make-current` lets it wrap new keys. Then the processes are restarted, one after
 * the other, and the command without options wraps the existing keys again. After that the old key may be removed from the file.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, readFileSync, renameSync, statSync } from 'node:fs';
import type { Environment } from '../../../subgraphs/kit/base/config';
import { addKeyVersions, rewrapKeys, type Rewrapping } from '../../../subgraphs/kit/base/security/key-rotation';
import { inKeyDatabases, masterKeysFiles } from './key-databases';
import { writeKeyJson } from './key-files';
import { WrongCall } from '../../cli/failure';
import { printTable } from '../../cli/terminal';

/** The result in one database. */
export interface Rotation extends Rewrapping {
  added: number;
}

/** Wraps keys again everywhere; with `dataKeys`, also adds a version to the organisations' encryption keys. */
export const rotateKeys = (
  { dataKeys = false, organization }: { dataKeys?: boolean; organization?: string } = {},
  environment: Environment = process.env,
): Promise<Map<string, Rotation>> =>
  inKeyDatabases(
    async (db, master) => ({
      ...(await rewrapKeys(db, master)),
      added: dataKeys ? await addKeyVersions(db, master, organization) : 0,
    }),
    environment,
  );

/** Adds a master key to each key file; the current one stays current. @returns the id of each new key, by file */
export function addMasterKeys(environment: Environment = process.env): Map<string, string> {
  return changeFiles(environment, ({ current, keys }) => {
    const id = `master-${new Date().toISOString().slice(0, 10)}-${randomBytes(3).toString('hex')}`;
    return { id, content: { current, keys: { ...keys, [id]: randomBytes(32).toString('base64') } } };
  });
}

/**
 * Makes the newest master key of each file the current one. @returns the id of each new current key, by file
 * @throws when it is already current in every file
 */
export function makeNewestCurrent(environment: Environment = process.env): Map<string, string> {
  const made = changeFiles(environment, ({ current, keys }) => {
    const id = Object.keys(keys).at(-1);
    return id === undefined || id === current ? null : { id, content: { current: id, keys } };
  });
  if (made.size > 0) return made;
  throw new Error('the newest master key is the current one already; --new-master-key adds one.');
}

/** The content of a file of master keys. */
interface KeyFileContent {
  current: string;
  keys: Record<string, string>;
}

/** Changes each key file that needs a change. @returns the id of the key concerned, by file */
function changeFiles(
  environment: Environment,
  change: (content: KeyFileContent) => { id: string; content: KeyFileContent } | null,
): Map<string, string> {
  const changed = new Map<string, string>();
  for (const file of masterKeysFiles(environment)) {
    const next = change(JSON.parse(readFileSync(file, 'utf8')) as KeyFileContent);
    if (!next) continue;
    replaceFile(file, next.content);
    changed.set(file, next.id);
  }
  return changed;
}

function replaceFile(file: string, content: KeyFileContent): void {
  const { mode, uid, gid } = statSync(file);
  writeKeyJson(`${file}.next`, content);
  // Every user who could read the file must still be able to.
  chmodSync(`${file}.next`, mode & 0o777);
  chownSync(`${file}.next`, uid, gid);
  renameSync(`${file}.next`, file);
}

/** Adds a master key, or makes it the current one; otherwise rotates, and prints the number of keys. */
export async function run(options: {
  newMasterKey?: boolean;
  makeCurrent?: boolean;
  dataKeys?: boolean;
  organization?: string;
}): Promise<void> {
  if (options.organization !== undefined && !options.dataKeys)
    throw new WrongCall('--organization goes with --data-keys; master keys wrap the keys of every organisation.');
  if (options.newMasterKey) {
    for (const [file, id] of addMasterKeys())
      console.log(`${file} holds a new master key ${id}, which wraps nothing yet.`);
    console.log('Once every process can read it, run habeas rotate-keys --make-current.');
    return;
  }
  if (options.makeCurrent) {
    for (const [file, id] of makeNewestCurrent()) console.log(`The current master key in ${file} is now ${id}.`);
    console.log('Restart every process, then run habeas rotate-keys. Keep the older keys in the file until then.');
    return;
  }
  const rotations = [...(await rotateKeys(options))];
  if (options.organization !== undefined && rotations.every(([, { added }]) => added === 0))
    throw new Error(`no database has keys of an organisation ${options.organization}, so it was given no new ones.`);
  printTable(
    ['database', 'rewrapped', 'new versions'],
    rotations.map(([name, { rewrapped, added }]) => [name, rewrapped, added]),
  );
  sayUnopened(rotations, options.organization);
}

/**
 * Names the organisations whose keys no master key opens. The call has then failed, unless it was for another organisation.
 */
function sayUnopened(rotations: [string, Rotation][], organization: string | undefined): void {
  for (const [name, { unopened }] of rotations) {
    if (unopened.length === 0) continue;
    console.error(
      `${name}: no master key in its file opens the keys of ${unopened.length} organisations, which were left as they are: ${unopened.join(', ')}`,
    );
    if (organization === undefined || unopened.includes(organization)) process.exitCode = 1;
  }
}
