/** Development keys: created at the first start, and never overwritten. Production brings its own. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { gatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import { readMasterKeys } from '../../../subgraphs/kit/base/config';
import type { MasterKeys } from '../../../subgraphs/kit/base/security/key-ring';
import { ensureKeyPair, ensureMasterKey, writeKeyFile } from '../../operate/keys/key-files';
import { keyFiles } from './key-places';
import { serviceNames } from '../subgraphs';

/** The file of master keys of a process. */
export const masterKeyFile = (dataDir: string, name: string): string =>
  keyFiles(dataDir).encryption.replaceAll('{name}', name);

/** The master keys of a process: those of its own file, or the shared ones before its first start with such a file. */
export function developmentMasterKeys(dataDir: string, name: string): MasterKeys | null {
  const file = [masterKeyFile(dataDir, name), keyFiles(dataDir).sharedEncryption].find((each) => existsSync(each));
  return file === undefined ? null : readMasterKeys(file);
}

/** The keys of the shared file, by id; none without the file. */
function sharedKeys(file: string): Record<string, string> {
  if (!existsSync(file)) return {};
  return Object.fromEntries([...readMasterKeys(file).keys].map(([id, key]) => [id, key.toString('base64')]));
}

/** Creates missing key files. Each process's file also holds the former shared master keys, which have wrapped its data. */
export async function ensureDevelopmentKeys(dataDir: string): Promise<void> {
  const files = keyFiles(dataDir);
  mkdirSync(path.dirname(files.encryption), { recursive: true, mode: 0o700 });
  // This key file is the first of all, and marks a directory as one for development.
  await ensureKeyPair('caller', files.callerSigning, files.callers);
  await ensureKeyPair('service', files.serviceSigning, files.services);
  for (const name of [gatewayDatabase, ...serviceNames()])
    ensureMasterKey(masterKeyFile(dataDir, name), name, sharedKeys(files.sharedEncryption));
  if (!existsSync(files.databaseRoles)) writeKeyFile(files.databaseRoles, randomBytes(32).toString('base64'));
}
