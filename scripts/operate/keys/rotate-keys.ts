/**
 * `habeas rotate-keys`: wraps the organisations' keys with the current master key, and on demand gives them new versions.
 *
 * A master key is replaced with every process running all the time: `--new-master-key` adds one to the key file, which wraps
 * nothing yet; once the file is wherever a process reads it, `--make-current` has it wrap what is new; the processes are
 * restarted, one after the other; the command without options rewraps. The old key may be taken out of the file then.
 */
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, readFileSync, renameSync, statSync } from 'node:fs';
import type { Environment } from '../../../subgraphs/kit/base/config';
import { addKeyVersions, rewrapKeys } from '../../../subgraphs/kit/base/security/key-rotation';
import { inKeyDatabases, masterKeysFiles } from './key-databases';
import { writeKeyJson } from './key-files';
import { printTable } from '../../cli/terminal';

/** What came of it in one database. */
export interface Rotation {
  rewrapped: number;
  added: number;
}

/** Rewraps everywhere; with `dataKeys`, also adds a version to the organisations' encryption keys. */
export const rotateKeys = (
  { dataKeys = false, organization }: { dataKeys?: boolean; organization?: string } = {},
  environment: Environment = process.env,
): Promise<Map<string, Rotation>> =>
  inKeyDatabases(
    async (db, master) => ({
      rewrapped: await rewrapKeys(db, master),
      added: dataKeys ? await addKeyVersions(db, master, organization) : 0,
    }),
    environment,
  );

/** Adds a master key to each key file; the current one stays. Answers the file and the id of each. */
export function addMasterKeys(environment: Environment = process.env): Map<string, string> {
  return changeFiles(environment, ({ current, keys }) => {
    const id = `master-${new Date().toISOString().slice(0, 10)}-${randomBytes(3).toString('hex')}`;
    return { id, content: { current, keys: { ...keys, [id]: randomBytes(32).toString('base64') } } };
  });
}

/**
 * Makes the newest master key of each file the current one. Answers the file and the id of each that was not.
 * @throws when it is in every file already
 */
export function makeNewestCurrent(environment: Environment = process.env): Map<string, string> {
  const made = changeFiles(environment, ({ current, keys }) => {
    const id = Object.keys(keys).at(-1);
    return id === undefined || id === current ? null : { id, content: { current: id, keys } };
  });
  if (made.size > 0) return made;
  throw new Error('the newest master key is the current one already; --new-master-key adds one.');
}

/** What a file of master keys says. */
interface KeyFileContent {
  current: string;
  keys: Record<string, string>;
}

/** Changes each key file where there is something to change. Answers the file and the id of the key that it was about. */
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
  // Whoever reads the file must go on to be able to.
  chmodSync(`${file}.next`, mode & 0o777);
  chownSync(`${file}.next`, uid, gid);
  renameSync(`${file}.next`, file);
}

/** Adds a master key or makes it the current one, or rotates and prints how many keys that were. */
export async function run(options: {
  newMasterKey?: boolean;
  makeCurrent?: boolean;
  dataKeys?: boolean;
  organization?: string;
}): Promise<void> {
  if (options.organization !== undefined && !options.dataKeys)
    throw new Error('--organization goes with --data-keys; master keys wrap the keys of every organisation.');
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
}
