import 'reflect-metadata';
import pg from 'pg';
import { DataSource, type EntitySchema, type EntitySubscriberInterface, type MigrationInterface } from 'typeorm';
import { ConfigurationError } from '../config/environment';
import { boundedClient, usualStatement } from './bounded-client';
import { databaseName, databaseUrl } from './create-database';
import { migrationsTable } from './migrate-database';
import { keepAlive } from './session-bounds';

type Constructor<T = object> = new () => T;

/** The database server of a process, and the process's share of it. */
export interface DatabaseConfig {
  /** The server's address, with the role of this process. The database in it is ignored. */
  databaseUrl: string;
  /** The prefix of the names of the processes' databases. */
  databasePrefix: string;
  /** The size of this process's connection pool. */
  databasePoolSize: number;
}

/** The contents of a process's own database. */
export interface DatabaseContents {
  /** The process's name: `external-contacts` works in `habeas_external_contacts`. */
  name: string;
  entities: (Constructor | EntitySchema)[];
  /** The migrations that must have run. */
  migrations: Constructor<MigrationInterface>[];
  /** What is told of the transactions. @default nobody */
  subscribers?: Constructor<EntitySubscriberInterface>[];
}

/**
 * Connects to a process's own database, which {@link migrateDatabase} has created.
 * @throws ConfigurationError when it does not exist, lacks a migration, or the role may do more than the process needs
 */
export async function openDatabase(
  config: DatabaseConfig,
  { name, entities, migrations, subscribers = [] }: DatabaseContents,
): Promise<DataSource> {
  const database = databaseName(config.databasePrefix, name);
  const dataSource = new DataSource({
    type: 'postgres',
    // Otherwise TypeORM requires pg by a computed name, which a bundle cannot contain.
    driver: pg,
    url: databaseUrl(config.databaseUrl, database),
    applicationName: `habeas ${name}`,
    entities,
    subscribers,
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
    const problem = connectionProblem(error as NodeJS.ErrnoException, database);
    throw problem === null ? error : new ConfigurationError([`DATABASE_URL: ${problem}`]);
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

/** PostgreSQL's codes for a database and a table that do not exist. */
const noDatabase = '3D000';
const noTable = '42P01';

/** What the address has to do with a connection that failed; null when it has nothing. */
function connectionProblem({ code = '' }: NodeJS.ErrnoException, database: string): string | null {
  if (code === noDatabase) return `there is no database ${database} yet; habeas migrate makes it`;
  // PostgreSQL's class of refused logins.
  if (code.startsWith('28')) return `the server refuses the user or the password (${code})`;
  // Those of PostgreSQL have digits, those of Node none.
  return /^[A-Z_]+$/.test(code) ? `the server cannot be reached (${code})` : null;
}

/** A role with the owner's rights could remove the protection of the audit log, and change the schema. @throws ConfigurationError */
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
