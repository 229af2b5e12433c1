/**
 * Makes and migrates a process's database, and the role that the process works with. Done by an administrator's role, before
 * the processes start (`habeas migrate`): what a process itself may do to its database is nothing but read and write rows, so
 * one that is taken over can neither reach another's database nor change what its own is made of.
 */
import { DataSource, type EntityManager, type MigrationInterface } from 'typeorm';
import pg, { escapeIdentifier, escapeLiteral } from 'pg';
import { boundedClient } from './bounded-client';
import { createDatabase, databaseName, databaseUrl } from './create-database';
import { boundSessions, keepAlive } from './session-bounds';

/** The server, by a role that may create databases and roles on it. */
export interface DatabaseServer {
  /** The administrator's address of any database of the server. */
  databaseUrl: string;
  /** What the names of the processes' databases and roles begin with. */
  databasePrefix: string;
}

/** What is made in a process's own database. */
export interface MigratedDatabase {
  /** The process's name: `external-contacts` works in `habeas_external_contacts`, as the role of that name. */
  name: string;
  migrations: (new () => MigrationInterface)[];
  /** Makes what a library keeps in the same database, given the database's address. */
  furtherTables?: (url: string) => Promise<void>;
  /** SQL after the usual grants, which let the role read and write every row: what it may not, or may besides. */
  privileges?: (role: string) => string[];
}

/** Held while migrations run, so that several that start together run them once. */
const migrationLock = 7_213_001;

/** How long the others wait for the one that migrates, and how long one statement of a migration may take. */
const migrationsTake = '10min';
const migrationTimeout = 10 * 60_000;

/** The table in which TypeORM records which migrations have run. */
export const migrationsTable = 'schema_migration';

/**
 * Creates the database when it is missing, runs its migrations, and makes its role. Safe to repeat, while processes run, and
 * by several at once.
 * @param password the role's password from now on; without one it keeps what it has, which is none at first
 */
export async function migrateDatabase(
  server: DatabaseServer,
  { name, migrations, furtherTables, privileges = () => [] }: MigratedDatabase,
  password?: string,
): Promise<void> {
  const database = databaseName(server.databasePrefix, name);
  await createDatabase(server.databaseUrl, database);
  const url = databaseUrl(server.databaseUrl, database);
  const dataSource = new DataSource({
    type: 'postgres',
    // TypeORM would look for it by its name, which no bundle has.
    driver: pg,
    url,
    applicationName: `habeas migrate ${name}`,
    migrations,
    migrationsTransactionMode: 'each',
    migrationsTableName: migrationsTable,
    // uuidv7 ids are made by the services; no extension is needed, so none is installed.
    installExtensions: false,
    poolSize: 2,
    extra: {
      connectionTimeoutMillis: 10_000,
      ...keepAlive,
      Client: boundedClient(migrationTimeout),
    },
  });
  await dataSource.initialize();
  try {
    // A lock of a transaction, which a pooler hands on whole. Migrations themselves wait for locks as all else does.
    await dataSource.transaction(async (lock) => {
      await lock.query(
        `SELECT set_config(name, $1, true) FROM unnest(ARRAY['lock_timeout', 'idle_in_transaction_session_timeout']) AS name`,
        [migrationsTake],
      );
      await lock.query('SELECT pg_advisory_xact_lock($1)', [migrationLock]);
      await dataSource.runMigrations();
      await furtherTables?.(url);
      await makeRole(lock, database, password, privileges);
    });
  } finally {
    await dataSource.destroy();
  }
}

/** Makes the role of a database, and says anew what it may do. Everybody else but the owner is kept out of the database. */
async function makeRole(
  db: EntityManager,
  database: string,
  password: string | undefined,
  privileges: (role: string) => string[],
): Promise<void> {
  const role = escapeIdentifier(database);
  const [known]: unknown[] = await db.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [database]);
  const schemas: { name: string }[] = await db.query(
    `SELECT quote_ident(nspname) AS name FROM pg_namespace WHERE nspname <> 'information_schema' AND nspname NOT LIKE 'pg\\_%'`,
  );
  const statements = [
    ...(known ? [] : [`CREATE ROLE ${role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE`]),
    ...(password === undefined ? [] : [`ALTER ROLE ${role} PASSWORD ${escapeLiteral(password)}`]),
    `REVOKE ALL ON DATABASE ${role} FROM PUBLIC`,
    `GRANT CONNECT ON DATABASE ${role} TO ${role}`,
    ...schemas.flatMap(({ name }) => [
      `REVOKE CREATE ON SCHEMA ${name} FROM PUBLIC`,
      `GRANT USAGE ON SCHEMA ${name} TO ${role}`,
      `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${name} TO ${role}`,
    ]),
    `REVOKE INSERT, UPDATE, DELETE ON ${migrationsTable} FROM ${role}`,
    ...privileges(role),
    ...boundSessions(database, database),
  ];
  await db.query(statements.join(';\n'));
}
