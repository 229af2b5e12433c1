/** The route of packages over HTTP, with the gateway's database and a store of files, for callers who have tickets. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { createLocalJWKSet, exportJWK, generateKeyPair } from 'jose';
import { pino } from 'pino';
import { looksOf } from '../../../gateway/audit/looks';
import { addDownloadRoute } from '../../../gateway/exports/download/download-route';
import { ticketUrl } from '../../../gateway/exports/download/download-ticket';
import { ExportStore } from '../../../gateway/exports/store/export-store';
import { gatewayDatabase } from '../../../gateway/persistence/open-gateway-database';
import { ServiceTokens } from '../../../gateway/security/service-tokens';
import type { BlobPlace } from '../../../subgraphs/kit/base/blobs/blob-place';
import { openDisk } from '../../../subgraphs/kit/base/blobs/disk';
import { createApp } from '../../../subgraphs/kit/base/http/app';
import { databaseName } from '../../../subgraphs/kit/base/persistence/create-database';
import { KeyRing } from '../../../subgraphs/kit/base/security/key-ring';
import { inOrganization } from '../../../subgraphs/kit/base/security/organization-context';
import { dropDatabases, inDatabase, uniquePrefix } from '../../support/run/database';
import { openTestGatewayDatabase } from '../../support/run/gateway-database';

/** A package that is stored, and an address of it. */
export interface StoredPackage {
  bytes: Buffer;
  /** Makes an address with a new ticket. */
  urlFor(actor: string): Promise<string>;
}

export interface DownloadServer {
  /** Stores a package of so many random bytes: fewer than 8 MB, since the tests' bucket takes no folders from writers of parts. */
  store(byteSize: number, organization?: string): Promise<StoredPackage>;
  stop(): Promise<void>;
}

export async function startDownloadServer(place: BlobPlace): Promise<DownloadServer> {
  const prefix = uniquePrefix();
  const dataSource = await openTestGatewayDatabase(prefix, 10);
  const keys = new KeyRing(dataSource, { current: 'a', keys: new Map([['a', randomBytes(32)]]) });
  const { privateKey } = await generateKeyPair('EdDSA', { extractable: true });
  const tokens = await ServiceTokens.open({ ...(await exportJWK(privateKey)), kid: 'one' });
  const exports = new ExportStore(await openDisk(place, 'exports'));
  const app = createApp({ bodyLimit: 1_024, logger: pino({ enabled: false }) });
  app.decorateRequest('caller');
  const publicKeys = createLocalJWKSet(tokens.publicKeys);
  addDownloadRoute(app, { dataSource, keys, exports, looks: looksOf(dataSource), publicKeys });
  const publicUrl = await app.listen({ host: '127.0.0.1', port: 0 });
  return {
    async store(byteSize, organization = 'downloads') {
      const bytes = randomBytes(byteSize);
      const requestId = randomUUID();
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const own = await keys.of(organization);
      await inOrganization(own, () => exports.write({ requestId, attempt: 1 }, Readable.from([bytes])));
      await inDatabase(databaseName(prefix, gatewayDatabase), async (owner) => {
        // The package is stored without its request.
        await owner.query('SET session_replication_role = replica');
        await owner.query(
          `INSERT INTO gdpr_export (organization_id, request_id, attempt, byte_size, sha256, expires_at, members)
           VALUES ($1, $2, 1, $3, $4, now() + interval '1 day', ARRAY[$2::uuid])`,
          [organization, requestId, byteSize, sha256],
        );
      });
      return {
        bytes,
        urlFor: (actor) =>
          inOrganization(own, () =>
            ticketUrl({ publicUrl, signStatement: (statement, type) => tokens.signStatement(statement, type) }, actor, {
              requestId,
              sha256,
            }),
          ),
      };
    },
    async stop() {
      await app.close();
      await dataSource.destroy();
      await dropDatabases(prefix);
    },
  };
}
