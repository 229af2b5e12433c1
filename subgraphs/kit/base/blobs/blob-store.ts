/**
 * Blobs: the bytes of attachments and recordings, outside the database, encrypted with the organisation's key. A blob is marked
 * for removal before it is written. The transaction that writes the row naming the blob deletes the mark, and the one that deletes
 * this row sets it again. So a crash at any moment leaves no row without its blob, and no blob for long that no row names and
 * no erasure reaches.
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import type { Disk } from 'flydrive';
import type { DataSource, EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { checkStore } from './disk';
import { currentKeys } from '../security/organization-context';
import { openSealed, SealingStream } from '../security/sealed-stream';

/** A stored blob: where it is and what is in it. */
export interface StoredBlob {
  path: string;
  byteSize: number;
  sha256: string;
}

const placeOf = (path: string) => `blob/${path}`;

/** The most removals of one round, and the most that run at once. */
const removalBatch = 500;
const removalsAtOnce = 16;

/** How long a blob is kept without the row that names it, as PostgreSQL's interval. */
const graceOfNewBlobs = '1 hour';

export class BlobStore {
  constructor(private readonly disk: Disk) {}

  /**
   * Writes blobs under new paths of the organisation. They are removed after an hour unless {@link keep} is called for them.
   * @param db not the transaction that writes their rows: the marks must outlive its failure
   */
  async put(db: EntityManager, organizationId: string, contents: Buffer[]): Promise<StoredBlob[]> {
    const blobs = contents.map((bytes) => ({
      path: `${organizationId}/${uuidv7()}`,
      byteSize: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    }));
    const paths = blobs.map(({ path }) => path);
    await this.mark(db, organizationId, paths, graceOfNewBlobs);
    const keys = currentKeys();
    for (const [index, path] of paths.entries()) {
      const sealed = Readable.from([contents[index]]).pipe(new SealingStream(keys, placeOf(path)));
      await this.disk.putStream(path, sealed);
    }
    return blobs;
  }

  /** Deletes the marks of new blobs, in the transaction that writes the rows that name them. */
  async keep(db: EntityManager, organizationId: string, paths: string[]): Promise<void> {
    if (paths.length === 0) return;
    await db.query('DELETE FROM blob_removal WHERE organization_id = $1 AND path = ANY($2::text[])', [
      organizationId,
      paths,
    ]);
  }

  /** Reads a blob as a stream, for its organisation. Rejects when it is missing; the stream fails when it was altered. */
  read(path: string): Promise<Readable> {
    return openSealed(currentKeys(), placeOf(path), () => this.disk.getStream(path));
  }

  /** Asks the store for an answer. @throws when there is none */
  check(): Promise<void> {
    return checkStore(this.disk);
  }

  exists(path: string): Promise<boolean> {
    return this.disk.exists(path);
  }

  /** Marks blobs for removal, in the transaction that deletes the rows that name them, or when these rows were not written. */
  async removeLater(db: EntityManager, organizationId: string, paths: string[]): Promise<void> {
    await this.mark(db, organizationId, paths, '0');
  }

  /**
   * Removes the blobs whose marks are due, of one organisation or of all. It may be repeated and run in several processes. A blob
   * that cannot be removed is tried again after a minute, and holds up no other. @throws AggregateError when there was one
   */
  async removeMarked(dataSource: DataSource, organizationId: string | null = null): Promise<void> {
    const failures: unknown[] = [];
    for (;;) {
      const rows: { organization_id: string; path: string }[] = await dataSource.query(
        `SELECT organization_id, path FROM blob_removal
         WHERE due_at <= now() AND ($1::text IS NULL OR organization_id = $1) ORDER BY due_at LIMIT $2`,
        [organizationId, removalBatch],
      );
      if (rows.length === 0) break;
      const removed: typeof rows = [];
      const stuck: typeof rows = [];
      for (let start = 0; start < rows.length; start += removalsAtOnce) {
        await Promise.all(
          rows.slice(start, start + removalsAtOnce).map((row) =>
            this.disk.delete(row.path).then(
              () => removed.push(row),
              (error: unknown) => {
                failures.push(error);
                stuck.push(row);
              },
            ),
          ),
        );
      }
      const these = (marks: typeof rows) => [marks.map((row) => row.organization_id), marks.map((row) => row.path)];
      await dataSource.query(
        `DELETE FROM blob_removal USING unnest($1::text[], $2::text[]) AS removed (organization_id, path)
         WHERE blob_removal.organization_id = removed.organization_id AND blob_removal.path = removed.path`,
        these(removed),
      );
      if (stuck.length === 0) continue;
      await dataSource.query(
        `UPDATE blob_removal SET due_at = now() + interval '1 minute'
         FROM unnest($1::text[], $2::text[]) AS stuck (organization_id, path)
         WHERE blob_removal.organization_id = stuck.organization_id AND blob_removal.path = stuck.path`,
        these(stuck),
      );
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Some blobs could not be removed.');
  }

  private async mark(db: EntityManager, organizationId: string, paths: string[], after: string): Promise<void> {
    if (paths.length === 0) return;
    await db.query(
      `INSERT INTO blob_removal (organization_id, path, due_at)
       SELECT $1, path, now() + $3::interval FROM unnest($2::text[]) AS path
       ON CONFLICT (organization_id, path) DO UPDATE SET due_at = excluded.due_at`,
      [organizationId, paths, after],
    );
  }
}
