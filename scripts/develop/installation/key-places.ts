/** The data directory, and its development keys. */
import path from 'node:path';
import { masterKeysName, sharedMasterKeysName } from '../../../subgraphs/kit/base/config/key-names';
import { homeDirectory } from '../../../subgraphs/kit/base/project-root';

/** The data directory: `HABEAS_DATA_DIR`, or `.habeas` in the project. */
export const dataDirectory = (given = process.env.HABEAS_DATA_DIR): string =>
  path.resolve(homeDirectory(), given || '.habeas');

/** The paths of a data directory's key files. */
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
    /** Each process's own master keys, which encrypt its data at rest: `{name}` stands for the process. */
    encryption: file(masterKeysName('{name}')),
    /** The master keys of all processes together, which earlier versions created. */
    sharedEncryption: file(sharedMasterKeysName),
    /** The secret of which the passwords of the processes' database roles are derived. */
    databaseRoles: file('database-roles'),
  };
}
