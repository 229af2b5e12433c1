import 'reflect-metadata';
import { DataSource, type EntitySchema, type MigrationInterface } from 'typeorm';
import { boundedClient, usualStatement } from './bounded-client';
import { createDatabase, databaseName, databaseUrl } from './create-database';
import { boundSessions, keepAlive } from './session-bounds';

type Constructor<T = object> = new () => T;

/** The server that a process works on, and its share of it. */
export interface DatabaseConfig {
  /** A database of the server; each process works in its own, next to it. */
  databaseUrl: string;
  /** What the names of the processes' databases begin with. */
  databasePrefix: string;
  /** Connections of this process. */
  databasePoolSize: number;
}

/** A process's own database. */
export interface DatabaseContents {
  /** The process's name: `external-contacts` works in `habeas_external_contacts`. */
  name: string;
  entities: (Constructor | EntitySchema)[];
  migrations: Constructor<MigrationInterface>[];
}

/** Held while migrations run, so that replicas that start together run them once. */
const migrationLock = 7_213_001;

/** Connects to a process's own database, created and migrated when needed. */
export async function openDatabase(
  config: DatabaseConfig,
  { name, entities, migrations }: DatabaseContents,
): Promise<DataSource> {
  const database = databaseName(config.databasePrefix, name);
  await createDatabase(config.databaseUrl, database);
  const url = databaseUrl(config.databaseUrl, database);
  await boundSessions(url);
  const bound = { milliseconds: migrationTimeout };
  const dataSource = new DataSource({
    type: 'postgres',
    url,
    applicationName: `habeas ${name}`,
    entities,
    migrations,
    migrationsTransactionMode: 'each',
    migrationsTableName: 'schema_migration',
    // uuidv7 ids are made by the services; no extension is needed, so none is installed.
    installExtensions: false,
    poolSize: config.databasePoolSize,
    extra: { idleTimeoutMillis: 30_000, connectionTimeoutMillis: 10_000, ...keepAlive, Client: boundedClient(bound) },
  });
  await dataSource.initialize();
  try {
    await migrate(dataSource);
    bound.milliseconds = usualStatement;
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
  return dataSource;
}

/** How long replicas wait for the one that migrates, and how long one statement of a migration may take. */
const migrationsTake = '10min';
const migrationTimeout = 10 * 60_000;

/** Migrates under a lock of a transaction, which a pooler hands on whole. Migrations themselves wait for locks as all else does. */
function migrate(dataSource: DataSource): Promise<void> {
  return dataSource.transaction(async (lock) => {
    await lock.query(
      `SELECT set_config(name, $1, true) FROM unnest(ARRAY['lock_timeout', 'idle_in_transaction_session_timeout']) AS name`,
      [migrationsTake],
    );
    await lock.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
    await dataSource.runMigrations();
  });
}
