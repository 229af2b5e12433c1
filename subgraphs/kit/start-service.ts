import type { DataSource } from 'typeorm';
import { BlobStore } from './base/blobs/blob-store';
import { openDisk } from './base/blobs/disk';
import type { ServiceConfig } from './base/config';
import { describeError, type Logger } from './base/logger';
import { openDatabase, type DatabaseConfig } from './base/persistence/data-source';
import { ContractTables1700000000001, OrganizationKeys1700000000000 } from './base/persistence/kit-migration';
import { KeyRing } from './base/security/key-ring';
import type { ServiceDefinition } from './service-definition';

/** A service's open resources: what its HTTP server and its seeding work with. */
export interface RunningService {
  dataSource: DataSource;
  keys: KeyRing;
  blobs: BlobStore;
  logger: Logger;
  /** Closes everything. */
  stop(): Promise<void>;
}

/** How often blobs that were marked for removal and are still there are looked for. */
const sweepEvery = 60_000;

/** Opens a service's database and stores, without serving anything. */
export async function startService(
  { name, entities, migrations }: Pick<ServiceDefinition, 'name' | 'entities' | 'migrations'>,
  config: DatabaseConfig & Pick<ServiceConfig, 'masterKeys' | 'blobs'>,
  logger: Logger,
): Promise<RunningService> {
  const dataSource = await openDatabase(config, {
    name,
    entities,
    migrations: [OrganizationKeys1700000000000, ContractTables1700000000001, ...migrations],
  });
  const blobs = new BlobStore(await openDisk(config.blobs, name));
  const sweep = () =>
    blobs
      .removeMarked(dataSource)
      .catch((error: unknown) => logger.warn({ error: describeError(error) }, 'blobs could not be removed'));
  void sweep();
  const sweeper = setInterval(() => void sweep(), sweepEvery).unref();
  return {
    dataSource,
    keys: new KeyRing(dataSource, config.masterKeys),
    blobs,
    logger,
    stop: async () => {
      clearInterval(sweeper);
      await dataSource.destroy();
    },
  };
}
