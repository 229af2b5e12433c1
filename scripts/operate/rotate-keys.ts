/**
 * `npm run rotate-keys`: wraps the organisations' keys with the current master key, and on demand gives them new versions.
 *
 * A master key is replaced in three steps, with every process running all the time: `--new-master-key` adds one to the key
 * file; the processes are restarted, one after the other; the command without options rewraps. The old key may be taken out
 * of the file then.
 */
import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import Table from 'cli-table3';
import type { Environment } from '../../subgraphs/kit/base/config';
import { addKeyVersions, rewrapKeys } from '../../subgraphs/kit/base/security/key-rotation';
import { inKeyDatabases, masterKeysFile } from './key-databases';

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

/** Adds a master key to the key file and makes it the current one. Answers its id. */
export function addMasterKey(environment: Environment = process.env): string {
  const file = masterKeysFile(environment);
  const known = JSON.parse(readFileSync(file, 'utf8')) as { current: string; keys: Record<string, string> };
  const id = `master-${new Date().toISOString().slice(0, 10)}-${randomBytes(3).toString('hex')}`;
  const next = { current: id, keys: { ...known.keys, [id]: randomBytes(32).toString('base64') } };
  writeFileSync(`${file}.new`, `${JSON.stringify(next, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
  return id;
}

/** Adds a master key, or rotates and prints how many keys that were. */
export async function run(options: {
  newMasterKey?: boolean;
  dataKeys?: boolean;
  organization?: string;
}): Promise<void> {
  if (options.newMasterKey) {
    console.log(`The current master key is now ${addMasterKey()}.`);
    console.log('Restart every process, then run npm run rotate-keys. Keep the older keys in the file until then.');
    return;
  }
  const table = new Table({ head: ['database', 'rewrapped', 'new versions'], style: { head: [], border: [] } });
  for (const [name, { rewrapped, added }] of await rotateKeys(options)) table.push([name, rewrapped, added]);
  console.log(table.toString());
}
