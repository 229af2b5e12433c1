/** `habeas keys create` of the package: every key file and password that one service needs to run by itself. */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { masterKeysName } from '../../subgraphs/kit/base/config';
import { ensureKeyPair, ensureMasterKey, writeKeyFile } from '../operate/keys/key-files';

/** Creates missing files. The key that signs service tokens stands in for the gateway's. */
export async function run({ directory, service }: { directory: string; service: string }): Promise<void> {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const at = (name: string) => path.join(directory, name);
  for (const name of ['postgres-password', `database-${service}`])
    if (!existsSync(at(name))) writeKeyFile(at(name), randomBytes(24).toString('base64url'));
  ensureMasterKey(at(masterKeysName(service)), service);
  await ensureKeyPair('service', at('service-signing.jwk.json'), at('service.jwks.json'));
  console.log(`The keys of ${service} are in ${directory}.`);
}
