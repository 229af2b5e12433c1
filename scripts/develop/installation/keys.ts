/** Development keys: made at first start, never overwritten. Production brings its own. */
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

/** The master keys with which a process opens what is there: before its first start with a file of its own, the shared ones. */
export function developmentMasterKeys(dataDir: string, name: string): MasterKeys | null {
  const file = [masterKeyFile(dataDir, name), keyFiles(dataDir).sharedEncryption].find((each) => existsSync(each));
  return file === undefined ? null : readMasterKeys(file);
}

/** What the shared file holds, by id; nothing when there is none. */
function sharedKeys(file: string): Record<string, string> {
  if (!existsSync(file)) return {};
  return Object.fromEntries([...readMasterKeys(file).keys].map(([id, key]) => [id, key.toString('base64')]));
}

/** Makes the key files that are missing. What the master keys of all processes wrapped is opened by each process's own file. */
export async function ensureDevelopmentKeys(dataDir: string): Promise<void> {
  const files = keyFiles(dataDir);
  mkdirSync(path.dirname(files.encryption), { recursive: true, mode: 0o700 });
  // The key that signs callers' tokens is the first file of all, and tells a directory for development.
  await ensureKeyPair('caller', files.callerSigning, files.callers);
  await ensureKeyPair('service', files.serviceSigning, files.services);
  for (const name of [gatewayDatabase, ...serviceNames()])
    ensureMasterKey(masterKeyFile(dataDir, name), name, sharedKeys(files.sharedEncryption));
  if (!existsSync(files.databaseRoles)) writeKeyFile(files.databaseRoles, randomBytes(32).toString('base64'));
}
