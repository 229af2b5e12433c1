/** The structure of a database, as far as a backup of its rows needs it. */
import type { Client } from 'pg';
import { migrationsTable } from '../../../subgraphs/kit/base/persistence/migrate-database';

/** A table with rows. Its name includes the schema and is quoted: `public.gdpr_request`. */
export interface Table {
  name: string;
  columns: string[];
}

/** The structure of a database. */
export interface Structure {
  /** The migrations that have run, and the version of the queue's tables. Rows can be restored only into a database with the same ones. */
  migrations: string[];
  /** The tables, each after those that its foreign keys refer to. */
  tables: Table[];
}

/** Tables that describe the version of the database. Migrations fill them, and a restore leaves them unchanged. */
const versionTables = [`public.${migrationsTable}`, 'pgboss.version'];

/** A table that migrations fill. Its rows do not show that the database has been used. */
export const queueTable = 'pgboss.queue';

const tableSql = `
  SELECT format('%I.%I', nspname, relname) AS name,
    (SELECT array_agg(quote_ident(attname) ORDER BY attnum) FROM pg_attribute
     WHERE attrelid = pg_class.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = '') AS columns
  FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE relkind = 'r' AND relpersistence <> 't' AND nspname <> 'information_schema' AND nspname NOT LIKE 'pg\\_%'
  ORDER BY 1`;

const referenceSql = `
  SELECT format('%I.%I', child_schema.nspname, child.relname) AS child, format('%I.%I', parent_schema.nspname, parent.relname) AS parent
  FROM pg_constraint
  JOIN pg_class child ON child.oid = conrelid JOIN pg_namespace child_schema ON child_schema.oid = child.relnamespace
  JOIN pg_class parent ON parent.oid = confrelid JOIN pg_namespace parent_schema ON parent_schema.oid = parent.relnamespace
  WHERE contype = 'f' AND conrelid <> confrelid`;

/** Reads the structure, in the client's transaction. @throws when the database was never migrated */
export async function readStructure(client: Client): Promise<Structure> {
  const { rows: tables } = await client.query<Table>(tableSql);
  const names = new Set(tables.map(({ name }) => name));
  if (!names.has(`public.${migrationsTable}`)) throw new Error('it is not migrated: run habeas migrate first.');
  const { rows: migrations } = await client.query<{ name: string }>(
    `SELECT name FROM ${migrationsTable} ORDER BY name`,
  );
  const { rows: queue } = names.has('pgboss.version')
    ? await client.query<{ version: number }>('SELECT version FROM pgboss.version')
    : { rows: [] };
  const { rows: references } = await client.query<{ child: string; parent: string }>(referenceSql);
  return {
    migrations: [...migrations.map(({ name }) => name), ...queue.map(({ version }) => `pg-boss ${version}`)],
    tables: inOrder(
      tables.filter(({ name }) => !versionTables.includes(name)),
      references,
    ),
  };
}

/** Sorts parents before children. No migration makes foreign keys in a circle; such tables would stay in the order of their names. */
function inOrder(tables: Table[], references: { child: string; parent: string }[]): Table[] {
  const ordered: Table[] = [];
  const seen = new Set<string>();
  const visit = (table: Table | undefined): void => {
    if (!table || seen.has(table.name)) return;
    seen.add(table.name);
    for (const { parent } of references.filter(({ child }) => child === table.name))
      visit(tables.find(({ name }) => name === parent));
    ordered.push(table);
  };
  tables.forEach(visit);
  return ordered;
}

/** A sequence with its quoted name and its last number; null before the first. */
export interface Sequence {
  name: string;
  value: string | null;
}

export const readSequences = async (client: Client): Promise<Sequence[]> =>
  (
    await client.query<Sequence>(
      `SELECT format('%I.%I', schemaname, sequencename) AS name, last_value::text AS value FROM pg_sequences ORDER BY 1`,
    )
  ).rows;
