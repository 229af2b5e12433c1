/** The progress of a backup or a restore. */

/** The table that is being written or read. */
export interface TableProgress {
  database: string;
  table: string;
  /** Its number among the tables of the database, from 1. */
  at: number;
  /** The number of tables in the database. */
  of: number;
  /** The bytes of its compressed file that were written or read so far. */
  bytes: number;
}

/** Called often; the receiver chooses what to show. */
export type OnTableProgress = (progress: TableProgress) => void;

/** Progress as one line: `gateway: table 4 of 41 (public.audit_entry), 12.5 MB`. */
export const tableLine = ({ database, table, at, of, bytes }: TableProgress): string =>
  `${database}: table ${at} of ${of} (${table}), ${(bytes / 1e6).toFixed(1)} MB`;

/** Passes chunks on, and reports the number of bytes so far, starting with 0. */
export const counted = (told: (bytes: number) => void) =>
  async function* (chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
    let bytes = 0;
    told(bytes);
    for await (const chunk of chunks) {
      told((bytes += chunk.length));
      yield chunk;
    }
  };
