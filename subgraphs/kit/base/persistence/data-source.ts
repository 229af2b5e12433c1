import 'reflect-metadata';
import pg from 'pg';
import { DataSource, type EntitySchema, type MigrationInterface } from 'typeorm';
import { ConfigurationError } from '../config/environment';
import { boundedClient, usualStatement } from './bounded-client';
import { databaseName, databaseUrl } from './create-database';
import { migrationsTable } from './migrate-database';
import { keepAlive } from './session-bounds';

type Constructor<T = object> = new () => T;

/** The server that a process works on, and its share of it. */
export interface DatabaseConfig {
  /** The server's address, with the role of this process; the database in it does not matter. */
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
  /** What must have run there. */
  migrations: Constructor<MigrationInterface>[];
}

/**
 * Connects to a process's own database, which {@link migrateDatabase} has made.
 * @throws ConfigurationError when it is not there, lacks a migration, or the role may do more than the process needs
 */
export async function openDatabase(
  config: DatabaseConfig,
  { name, entities, migrations }: DatabaseContents,
): Promise<DataSource> {
  const database = databaseName(config.databasePrefix, name);
  const dataSource = new DataSource({
    type: 'postgres',
    // TypeORM would look for it by its name, which no bundle has.
    driver: pg,
    url: databaseUrl(config.databaseUrl, database),
    applicationName: `habeas ${name}`,
    entities,
    installExtensions: false,
    poolSize: config.databasePoolSize,
    extra: {
      idleTimeoutMillis: 30_000,
      connectionTimeoutMillis: 10_000,
      ...keepAlive,
      Client: boundedClient(usualStatement),
    },
  });
  await dataSource.initialize().catch((error: unknown) => {
    throw (error as { code?: string }).code === noDatabase
      ? new ConfigurationError([`DATABASE_URL: there is no database ${database} yet; habeas migrate makes it`])
      : error;
  });
  try {
    await assertOrdinaryRole(dataSource, database);
    await assertMigrated(dataSource, database, migrations);
    return dataSource;
  } catch (error) {
    await dataSource.destroy();
    throw error;
  }
}

/** PostgreSQL's codes of a database and of a table that there is not. */
const noDatabase = '3D000';
const noTable = '42P01';

/** Whoever may do what the owner may could switch off what guards the audit log, and change what the database is made of. */
async function assertOrdinaryRole(dataSource: DataSource, database: string): Promise<void> {
  const [role]: { name: string; owner: boolean }[] = await dataSource.query(
    `SELECT current_user AS name, pg_has_role(current_user, datdba, 'MEMBER') AS owner FROM pg_database WHERE datname = current_database()`,
  );
  if (!role?.owner) return;
  throw new ConfigurationError([
    `DATABASE_URL: ${role.name} is a superuser or owns the database ${database}; a process works with the role ${database}, which habeas migrate makes`,
  ]);
}

async function assertMigrated(
  dataSource: DataSource,
  database: string,
  migrations: Constructor<MigrationInterface>[],
): Promise<void> {
  let rows: { name: string }[] = [];
  try {
    rows = await dataSource.query(`SELECT name FROM ${migrationsTable}`);
  } catch (error) {
    if ((error as { code?: string }).code !== noTable) throw error;
  }
  const done = new Set(rows.map(({ name }) => name));
  const missing = migrations.map((each) => new each().name ?? each.name).filter((each) => !done.has(each));
  if (missing.length > 0)
    throw new ConfigurationError([
      `DATABASE_URL: the database ${database} lacks ${missing.length} migrations; habeas migrate runs them`,
    ]);
}
