/**
 * Creates and migrates a process's database, and the role that the process works with. An administrator's role does this before
 * the processes start (`habeas migrate`). A process itself may only read and write rows, so one that is taken over can neither
 * reach another process's database nor change the schema of its own.
 */
import { DataSource, type EntityManager, type MigrationInterface } from 'typeorm';
import pg, { escapeIdentifier, escapeLiteral } from 'pg';
import { boundedClient } from './bounded-client';
import { createDatabase, databaseName, databaseUrl } from './create-database';
import { boundSessions, keepAlive } from './session-bounds';

/** The server, with a role that may create databases and roles. */
export interface DatabaseServer {
  /** The administrator's address; it may name any database of the server. */
  databaseUrl: string;
  /** The prefix of the names of the processes' databases and roles. */
  databasePrefix: string;
}

/** The contents of a process's own database. */
export interface MigratedDatabase {
  /** The process's name: `external-contacts` works in `habeas_external_contacts`, as the role of that name. */
  name: string;
  migrations: (new () => MigrationInterface)[];
  /** Creates the tables of a library in the same database, given the database's address. */
  furtherTables?: (url: string) => Promise<void>;
  /** SQL that runs after the usual grants, which let the role read and write every row: further grants and revocations. */
  privileges?: (role: string) => string[];
}

/** The lock of a running migration, so that several that start together run one after the other. */
const migrationLock = 7_213_001;

/** How long a migration waits for another one; in milliseconds, how long one of its statements may take. */
const migrationsTake = '10min';
const migrationTimeout = 10 * 60_000;

/** The table in which TypeORM records which migrations have run. */
export const migrationsTable = 'schema_migration';

/**
 * Creates the database unless it exists, runs its migrations, and creates its role. It may be repeated, run while processes run,
 * and run by several at once.
 * @param password the new password of the role; without it the role keeps its password, and a new role has none
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
    // Otherwise TypeORM requires pg by a computed name, which a bundle cannot contain.
    driver: pg,
    url,
    applicationName: `habeas migrate ${name}`,
    migrations,
    migrationsTransactionMode: 'each',
    migrationsTableName: migrationsTable,
    // The services generate their UUIDv7 ids themselves, so no extension is needed.
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
    // A transaction's lock, so that it also works behind a pooler. Statements of migrations have the usual lock timeouts.
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

/** Creates the role of a database and grants its rights. Only this role and the owner can then connect to the database. */
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
