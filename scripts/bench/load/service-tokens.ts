import { readFileSync } from 'node:fs';
import type { JWK } from 'jose';
import { ServiceTokens } from '../../../gateway/security/service-tokens';
import { keyFiles } from '../../develop/installation/key-places';

/** What signs service tokens as the gateway of a system does, for programs that call its services themselves. */
export const serviceTokensOf = ({ dataDir }: { dataDir: string }): Promise<ServiceTokens> =>
  ServiceTokens.open(JSON.parse(readFileSync(keyFiles(dataDir).serviceSigning, 'utf8')) as JWK);
