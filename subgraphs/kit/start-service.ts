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

/** A service's open resources, for its HTTP server and for seeding. */
export interface RunningService {
  dataSource: DataSource;
  keys: KeyRing;
  blobs: BlobStore;
  logger: Logger;
  /** Closes everything. */
  stop(): Promise<void>;
}

/**
 * Creates or migrates a service's database and the role with which the service works in it: before the service starts, with an
 * administrator's role.
 * @param password the new password of the service's role; without it the role keeps its password
 */
export const migrateService = (
  { name, migrations }: Pick<ServiceDefinition, 'name' | 'migrations'>,
  server: DatabaseServer,
  password?: string,
): Promise<void> => migrateDatabase(server, { name, migrations: [...kitMigrations, ...migrations] }, password);

/** Milliseconds between two attempts to remove the blobs that are marked for removal. */
const sweepEvery = 60_000;

/** Opens a service's database and stores, without serving anything. @throws ConfigurationError when they do not fit the keys */
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
