/** The description of a backup, `manifest.json`, which is written last. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { WrongCall } from '../../cli/failure';

const tableSchema = z.object({
  name: z.string(),
  columns: z.array(z.string()),
  /** The file with its rows, relative to the manifest. */
  file: z.string().regex(/^[\w-]+\/[\w.-]+$/),
  rows: z.number().int().min(0),
  sha256: z.string(),
});

const databaseSchema = z.object({
  /** The time of the saved state, by the clock of the database's server. */
  takenAt: z.iso.datetime(),
  migrations: z.array(z.string()),
  tables: z.array(tableSchema),
  sequences: z.array(z.object({ name: z.string(), value: z.string().nullable() })),
});

const manifestSchema = z.object({
  format: z.literal(1),
  /** The version of Habeas. */
  version: z.string(),
  databases: z.record(z.string(), databaseSchema),
});

/** The rows of one table. */
export type TableBackup = z.output<typeof tableSchema>;
/** The rows of one database, as of one moment. */
export type DatabaseBackup = z.output<typeof databaseSchema>;
/** The contents of a backup. */
export type Manifest = z.output<typeof manifestSchema>;

const fileIn = (directory: string) => path.join(directory, 'manifest.json');

export const writeManifest = (directory: string, manifest: Manifest): void =>
  writeFileSync(fileIn(directory), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600, flag: 'wx', flush: true });

/** @throws WrongCall when the directory holds no backup; Error when it holds one of another format */
export function readManifest(directory: string): Manifest {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(fileIn(directory), 'utf8'));
  } catch {
    throw new WrongCall(`${directory} holds no backup: its manifest.json cannot be read.`);
  }
  const parsed = manifestSchema.safeParse(content);
  if (!parsed.success) throw new Error(`${directory}: its manifest.json is none of this version of habeas.`);
  return parsed.data;
}

/** The time since which erasures must be replayed: that of the oldest of these databases, less a minute for differing clocks. */
export function replaySince({ databases }: Manifest, names: readonly string[]): string {
  const times = names.flatMap((name) => databases[name]?.takenAt ?? []).map((time) => Date.parse(time));
  return new Date(Math.min(...times) - 60_000).toISOString();
}
