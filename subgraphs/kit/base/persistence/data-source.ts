import 'reflect-metadata';
import { DataSource, type EntitySchema, type MigrationInterface } from 'typeorm';
import { createDatabase, databaseName, databaseUrl } from './create-database';

type Constructor<T = object> = new () => T;

/** What {@link openDatabase} needs. */
export interface DatabaseOptions {
  /** A database of the server; each process works in its own, next to it. */
  serverUrl: string;
  prefix: string;
  /** The process's name: `external-contacts` works in `habeas_external_contacts`. */
  name: string;
  poolSize: number;
  entities: (Constructor | EntitySchema)[];
  migrations: Constructor<MigrationInterface>[];
}

/** Held while migrations run, so that replicas that start together run them once. */
const migrationLock = 7_213_001;

/** Connects to a process's own database, created and migrated when needed. */
export async function openDatabase(options: DatabaseOptions): Promise<DataSource> {
  const database = databaseName(options.prefix, options.name);
  await createDatabase(options.serverUrl, database);
  const dataSource = new DataSource({
    type: 'postgres',
    url: databaseUrl(options.serverUrl, database),
    applicationName: `habeas ${options.name}`,
    entities: options.entities,
    migrations: options.migrations,
    migrationsTransactionMode: 'each',
    migrationsTableName: 'schema_migration',
    // uuidv7 ids are made by the services; no extension is needed, so none is installed.
    installExtensions: false,
    poolSize: options.poolSize,
    extra: { idleTimeoutMillis: 30_000, connectionTimeoutMillis: 10_000 },
  });
  await dataSource.initialize();
  try {
    await migrate(dataSource);
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return dataSource;
}

async function migrate(dataSource: DataSource): Promise<void> {
  const lock = dataSource.createQueryRunner();
  await lock.connect();
  try {
    await lock.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    await dataSource.runMigrations();
  } finally {
    await lock.query('SELECT pg_advisory_unlock($1)', [migrationLock]);
    await lock.release();
  }
}
