/** `habeas keys create --directory DIR`: every key file and password that a production installation needs. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { gatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import { masterKeysName } from '../../../subgraphs/kit/base/config';
import { serviceNames } from '../../develop/subgraphs';
import { ensureKeyPair, ensureMasterKey, writeKeyFile } from './key-files';

/** Passwords of other programs. */
const others = ['postgres-password', 'redis-password'];

/**
 * Creates missing files in a directory, and changes no existing one. Each process has its own master key, and its own password for
 * the database. @returns the names of the new files
 */
export async function createKeys(directory: string): Promise<string[]> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const before = new Set(readdirSync(directory));
  const at = (name: string) => path.join(directory, name);
  const signing = ['service-signing.jwk.json', 'service.jwks.json'] as const;
  // If half of a pair is missing, the other half is not replaced: something may have been signed with it.
  const [half] = signing.filter((name) => before.has(name));
  if (half && !signing.every((name) => before.has(name)))
    throw new Error(
      `${at(half)} is there without the other of ${signing.join(' and ')}. Bring it back, or remove both.`,
    );
  const names = [gatewayDatabase, ...serviceNames()];
  for (const name of [...others, ...names.map((each) => `database-${each}`)])
    if (!existsSync(at(name))) writeKeyFile(at(name), randomBytes(24).toString('base64url'));
  for (const name of names) ensureMasterKey(at(masterKeysName(name)), name);
  await ensureKeyPair('service', at(signing[0]), at(signing[1]));
  return readdirSync(directory).filter((name) => !before.has(name));
}

/** Creates the files and prints which. */
export async function run({ directory }: { directory: string }): Promise<void> {
  const made = await createKeys(directory);
  for (const name of made) console.log(path.join(directory, name));
  console.log(
    `${made.length} files were made; none that was there was changed. Keep a copy of them apart from the backups of the databases.`,
  );
  if (!existsSync(path.join(directory, 'caller.jwks.json')))
    console.log(`${path.join(directory, 'caller.jwks.json')} is yours to bring: your identity provider's public keys.`);
}
