/** Writes the rows of a database into files: with COPY, in one snapshot, one table after the other. */
import { createHash } from 'node:crypto';
import { createWriteStream, mkdirSync } from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import type { DatabaseServer } from '../../../subgraphs/kit/base/persistence/migrate-database';
import type { DatabaseBackup, TableBackup } from './manifest';
import { counted, type OnTableProgress } from './progress';
import { inTransaction } from './session';
import { readSequences, readStructure, type Table } from './structure';

/**
 * Saves a process's database into a folder of its name. Other sessions can go on meanwhile.
 * @param onProgress is called often, while each table is written
 */
export const saveDatabase = (
  server: DatabaseServer,
  name: string,
  directory: string,
  onProgress: OnTableProgress,
): Promise<DatabaseBackup> =>
  inTransaction(server, name, 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY', async (client) => {
    mkdirSync(path.join(directory, name), { mode: 0o700 });
    const { rows } = await client.query<{ now: Date }>('SELECT now()');
    const { migrations, tables } = await readStructure(client);
    const saved: TableBackup[] = [];
    for (const [at, table] of tables.entries()) {
      const told = (bytes: number) =>
        onProgress({ database: name, table: table.name, at: at + 1, of: tables.length, bytes });
      saved.push(await saveTable(client, table, { directory, name, told }));
    }
    const takenAt = rows[0]?.now.toISOString() ?? '';
    return { takenAt, migrations, tables: saved, sequences: await readSequences(client) };
  });

interface Saving {
  directory: string;
  name: string;
  told: (bytes: number) => void;
}

async function saveTable(client: Client, table: Table, { directory, name, told }: Saving): Promise<TableBackup> {
  const file = `${name}/${table.name.replaceAll('"', '')}.copy.gz`;
  const rows = client.query(copyTo(`COPY ${table.name} (${table.columns.join(', ')}) TO STDOUT`));
  const digest = createHash('sha256');
  await pipeline(
    rows,
    createGzip(),
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        digest.update(chunk);
        yield chunk;
      }
    },
    counted(told),
    createWriteStream(path.join(directory, file), { mode: 0o600, flags: 'wx', flush: true }),
  );
  return { ...table, file, rows: rows.rowCount, sha256: digest.digest('hex') };
}
