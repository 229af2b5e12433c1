import type { DataSource } from 'typeorm';
import { BlobStore } from './base/blobs/blob-store';
import { openDisk } from './base/blobs/disk';
import type { ServiceConfig } from './base/config';
import { describeError, type Logger } from './base/logger';
import { openDatabase, type DatabaseConfig } from './base/persistence/data-source';
import { kitMigrations } from './base/persistence/kit-migration';
import { recordResidence } from './base/persistence/term-index/mark';
import { migrateDatabase, type DatabaseServer } from './base/persistence/migrate-database';
import { KeyRing } from './base/security/key-ring';
import { assertMasterKeys } from './base/security/key-rotation';
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

/**
 * Makes or migrates a service's database and the role that the service works with: before it starts, by an administrator's role.
 * @param password the role's; it keeps its own without
 */
export const migrateService = (
  { name, migrations }: Pick<ServiceDefinition, 'name' | 'migrations'>,
  server: DatabaseServer,
  password?: string,
): Promise<void> => migrateDatabase(server, { name, migrations: [...kitMigrations, ...migrations] }, password);

/** How often blobs that were marked for removal and are still there are looked for. */
const sweepEvery = 60_000;

/** Opens a service's database and stores, without serving anything. */
export async function startService(
  { name, entities, migrations }: Pick<ServiceDefinition, 'name' | 'entities' | 'migrations'>,
  config: DatabaseConfig & Pick<ServiceConfig, 'masterKeys' | 'profiles' | 'blobs'>,
  logger: Logger,
): Promise<RunningService> {
  const dataSource = await openDatabase(config, {
    name,
    entities,
    migrations: [...kitMigrations, ...migrations],
  });
  try {
    await assertMasterKeys(dataSource, config.masterKeys);
    await recordResidence(dataSource.manager);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  const blobs = new BlobStore(await openDisk(config.blobs, name));
  const sweep = () =>
    blobs
      .removeMarked(dataSource)
      .catch((error: unknown) => logger.warn({ error: describeError(error) }, 'blobs could not be removed'));
  void sweep();
  const sweeper = setInterval(() => void sweep(), sweepEvery).unref();
  return {
    dataSource,
    keys: new KeyRing(dataSource, config.masterKeys, config.profiles),
    blobs,
    logger,
    stop: async () => {
      clearInterval(sweeper);
      await dataSource.destroy();
    },
  };
}
