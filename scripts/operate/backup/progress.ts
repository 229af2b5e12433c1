/** How far a backup or a restore is. */

/** The table that is written or read now. */
export interface TableProgress {
  database: string;
  table: string;
  /** Its place among the tables of the database, from 1. */
  at: number;
  /** How many tables the database has. */
  of: number;
  /** What has been written or read of its file, which is compressed. */
  bytes: number;
}

/** Is told often: whoever shows it chooses what to show. */
export type OnTableProgress = (progress: TableProgress) => void;

/** In one line: `gateway: table 4 of 41 (public.audit_entry), 12.5 MB`. */
export const tableLine = ({ database, table, at, of, bytes }: TableProgress): string =>
  `${database}: table ${at} of ${of} (${table}), ${(bytes / 1e6).toFixed(1)} MB`;

/** Passes on what comes, and tells how much has come so far: first of nothing. */
export const counted = (told: (bytes: number) => void) =>
  async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let bytes = 0;
    told(bytes);
    for await (const chunk of chunks) {
      told((bytes += chunk.length));
      yield chunk;
    }
  };
