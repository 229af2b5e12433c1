/** Puts the rows of a backup back into a database: all of them or none. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { DatabaseServer } from '../../../subgraphs/kit/base/persistence/migrate-database';
import type { MasterKeys } from '../../../subgraphs/kit/base/security/key-ring';
import { destroyKeys, foreignMasterKeys, type Statements } from '../../../subgraphs/kit/base/security/key-rotation';
import type { DatabaseBackup, TableBackup } from './manifest';
import { counted, type OnTableProgress } from './progress';
import { inTransaction } from './session';
import { queueTable, readStructure } from './structure';

/** The state of a database before a restore. */
export interface Target {
  holdsData: boolean;
  /** The number of erasures in it that ended after the backup. */
  laterErasures: number;
}

/** @throws when a file is missing, or its content has changed */
export async function assertIntact(directory: string, { tables }: DatabaseBackup): Promise<void> {
  for (const { file, sha256 } of tables) {
    const digest = createHash('sha256');
    try {
      for await (const chunk of createReadStream(path.join(directory, file))) digest.update(chunk as Buffer);
    } catch (error) {
      throw new Error(`${file} cannot be read: ${(error as Error).message}`, { cause: error });
    }
    if (digest.digest('hex') !== sha256) throw new Error(`${file} is not as it was written: the backup is damaged.`);
  }
}

/** How long the sessions of a process that has just ended may still be listed, in milliseconds. */
const farewell = 5_000;

const othersSql = `
  SELECT count(*)::integer AS count FROM pg_stat_activity
  WHERE datname = current_database() AND pid <> pg_backend_pid() AND usesysid IS NOT NULL
    AND coalesce(backend_type, 'client backend') = 'client backend'`;

/** @throws when other sessions are connected to the database */
export async function assertUnused(server: DatabaseServer, name: string): Promise<void> {
  const others = () =>
    inTransaction(server, name, 'BEGIN', async (client) => (await client.query<{ count: number }>(othersSql)).rows[0]);
  let count = (await others())?.count ?? 0;
  for (const end = Date.now() + farewell; count > 0 && Date.now() < end; count = (await others())?.count ?? 0)
    await pause(200);
  if (count > 0)
    throw new Error(`${name}: ${count} sessions are connected to the database: stop the processes that work in it.`);
}

/** Looks at a database without changing it. @throws when the backup does not fit it */
export const inspect = (server: DatabaseServer, name: string, backup: DatabaseBackup): Promise<Target> =>
  inTransaction(server, name, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', async (client) => {
    const now = await readStructure(client);
    const shape = ({ migrations, tables }: { migrations: string[]; tables: { name: string; columns: string[] }[] }) =>
      JSON.stringify([migrations, tables.map(({ name: table, columns }) => [table, columns]).sort()]);
    if (shape(now) !== shape(backup))
      throw new Error(
        'the backup is of another version of the database. Make one with the habeas that the backup is of (drop it, habeas migrate), restore, and run the newer habeas migrate then.',
      );
    let holdsData = false;
    for (const { name: table } of now.tables.filter((each) => each.name !== queueTable))
      holdsData ||= ((await client.query(`SELECT 1 FROM ${table} LIMIT 1`)).rowCount ?? 0) > 0;
    const hasErasures = now.tables.some(({ name: table }) => table === 'public.gdpr_erasure');
    const { rows: later } = hasErasures
      ? await client.query<{ count: string }>('SELECT count(*) FROM gdpr_erasure WHERE completed_at > $1', [
          backup.takenAt,
        ])
      : { rows: [] };
    return { holdsData, laterErasures: Number(later[0]?.count ?? 0) };
  });

const destroyedSql = `SELECT DISTINCT organization_id AS id FROM organization_key WHERE wrapped = ''`;

const triggerSql = `
  SELECT format('%I.%I', nspname, relname) AS table_name, quote_ident(tgname) AS trigger,
    CASE tgenabled WHEN 'A' THEN 'ENABLE ALWAYS' WHEN 'R' THEN 'ENABLE REPLICA' ELSE 'ENABLE' END AS enable
  FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace
  WHERE NOT tgisinternal AND tgenabled <> 'D' AND relkind = 'r'`;

interface Loading {
  master: MasterKeys;
  /** Called often, while each table is read. */
  onProgress: OnTableProgress;
}

/**
 * Replaces the contents of a database with the backup, in one transaction. Keys that the database has destroyed stay destroyed.
 * @returns the number of rows
 * @throws when these master keys cannot unwrap the keys of the backup; then nothing was changed
 */
export function loadDatabase(
  server: DatabaseServer,
  name: string,
  directory: string,
  { tables, sequences }: DatabaseBackup,
  { master, onProgress }: Loading,
): Promise<number> {
  return inTransaction(server, name, 'BEGIN', async (client) => {
    const db: Statements = {
      query: async (sql, parameters) => (await client.query(sql, parameters)).rows as never,
    };
    const destroyed = await db.query<{ id: string }>(destroyedSql);
    const triggers = await db.query<{ table_name: string; trigger: string; enable: string }>(triggerSql);
    // Triggers keep the audit log from being emptied: the owner disables them, in this transaction only.
    for (const { table_name: table, trigger } of triggers)
      await client.query(`ALTER TABLE ${table} DISABLE TRIGGER ${trigger}`);
    await client.query('SET CONSTRAINTS ALL IMMEDIATE');
    await emptyTables(
      client,
      tables.map((table) => table.name),
    );
    for (const [at, table] of tables.entries())
      await loadTable(client, table, directory, (bytes) =>
        onProgress({ database: name, table: table.name, at: at + 1, of: tables.length, bytes }),
      );
    for (const { name: sequence, value } of sequences)
      if (value !== null) await client.query('SELECT setval($1::regclass, $2::bigint)', [sequence, value]);
    for (const { table_name: table, trigger, enable } of triggers)
      await client.query(`ALTER TABLE ${table} ${enable} TRIGGER ${trigger}`);
    const foreign = await foreignMasterKeys(db, master);
    if (foreign.length > 0)
      throw new Error(
        `the backup needs the master key ${foreign.join(', ')}, which ENCRYPTION_KEYS_FILE does not hold: nobody could read it.`,
      );
    for (const { id } of destroyed) await destroyKeys(db, id);
    await client.query(`ANALYZE ${tables.map((table) => table.name).join(', ')}`);
    return tables.reduce((sum, { rows }) => sum + rows, 0);
  });
}

/** The owner has revoked its own right to empty the log. Here it grants itself the right for one statement. */
async function emptyTables(client: Client, names: string[]): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `SELECT name FROM unnest($1::text[]) AS name WHERE NOT has_table_privilege(name, 'TRUNCATE')`,
    [names],
  );
  const withheld = rows.map(({ name }) => name).join(', ');
  if (withheld) await client.query(`GRANT TRUNCATE ON ${withheld} TO CURRENT_USER`);
  await client.query(`TRUNCATE ${names.join(', ')}`);
  if (withheld) await client.query(`REVOKE TRUNCATE ON ${withheld} FROM CURRENT_USER`);
}

async function loadTable(
  client: Client,
  { name, columns, file, rows }: TableBackup,
  directory: string,
  told: (bytes: number) => void,
): Promise<void> {
  const loading = client.query(copyFrom(`COPY ${name} (${columns.join(', ')}) FROM STDIN`));
  await pipeline(createReadStream(path.join(directory, file)), counted(told), createGunzip(), loading);
  if (loading.rowCount !== rows) throw new Error(`${file} holds ${loading.rowCount} rows instead of ${rows}.`);
}
