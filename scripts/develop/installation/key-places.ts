/** Where a data directory is, and the development keys in it. */
import path from 'node:path';
import { masterKeysName, sharedMasterKeysName } from '../../../subgraphs/kit/base/config';
import { homeDirectory } from '../../../subgraphs/kit/base/project-root';

/** The data directory: `HABEAS_DATA_DIR`, or `.habeas` in the project. */
export const dataDirectory = (given = process.env.HABEAS_DATA_DIR): string =>
  path.resolve(homeDirectory(), given || '.habeas');

/** Where the key files of a data directory are. */
export function keyFiles(dataDir: string) {
  const file = (name: string) => path.join(dataDir, 'keys', name);
  return {
    /** Signs development tokens of callers. */
    callerSigning: file('caller-signing.jwk.json'),
    /** Verifies them, in the gateway. */
    callers: file('caller.jwks.json'),
    /** Signs service tokens, in the gateway. */
    serviceSigning: file('service-signing.jwk.json'),
    /** Verifies them, in the services. */
    services: file('service.jwks.json'),
    /** Master keys of what a process encrypts at rest, each its own: `{name}` stands for the process. */
    encryption: file(masterKeysName('{name}')),
    /** Those of all processes together, which earlier versions made. */
    sharedEncryption: file(sharedMasterKeysName),
    /** What the passwords of the processes' database roles are derived from. */
    databaseRoles: file('database-roles'),
  };
}
