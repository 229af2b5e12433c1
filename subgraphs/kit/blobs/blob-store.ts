/**
 * Blobs: the bytes of attachments and recordings, outside the database. A blob is written before the row that names it
 * and removed after that row is gone, so a crash can leave a blob too many but never a row without its blob.
 */
import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { Disk } from 'flydrive';
import { FSDriver } from 'flydrive/drivers/fs';
import type { DataSource, EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';

/** A stored blob: where it is and what is in it. */
export interface StoredBlob {
  path: string;
  byteSize: number;
  sha256: string;
}

/** How many removals one round takes. */
const removalBatch = 500;

export class BlobStore {
  constructor(private readonly disk: Disk) {}

  /** A store in a directory. */
  static inDirectory(directory: string): BlobStore {
    return new BlobStore(new Disk(new FSDriver({ location: directory, visibility: 'private' })));
  }

  /** Writes bytes under a new path of the organisation. */
  async put(organizationId: string, bytes: Buffer): Promise<StoredBlob> {
    const path = `${organizationId}/${uuidv7()}`;
    await this.disk.put(path, bytes);
    return { path, byteSize: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') };
  }

  /** Reads a blob as a stream. Rejects when it is missing. */
  read(path: string): Promise<Readable> {
    return this.disk.getStream(path);
  }

  exists(path: string): Promise<boolean> {
    return this.disk.exists(path);
  }

  /** Marks blobs for removal, in the transaction that deletes the rows that name them. */
  async removeLater(db: EntityManager, organizationId: string, paths: string[]): Promise<void> {
    if (paths.length === 0) return;
    await db.query(
      'INSERT INTO blob_removal (organization_id, path) SELECT $1, path FROM unnest($2::text[]) AS path ON CONFLICT DO NOTHING',
      [organizationId, paths],
    );
  }

  /**
   * Removes what was marked, of one organisation or of all. Safe to repeat and to run in several processes.
   * @returns true when nothing is left to remove.
   */
  async removeMarked(dataSource: DataSource, organizationId: string | null = null): Promise<boolean> {
    for (;;) {
      const rows: { path: string }[] = await dataSource.query(
        'SELECT path FROM blob_removal WHERE $1::text IS NULL OR organization_id = $1 ORDER BY created_at LIMIT $2',
        [organizationId, removalBatch],
      );
      if (rows.length === 0) return true;
      const removed: string[] = [];
      for (const { path } of rows) {
        await this.disk.delete(path);
        removed.push(path);
      }
      await dataSource.query('DELETE FROM blob_removal WHERE path = ANY($1::text[])', [removed]);
    }
  }
}
