/**
 * Stores packages and the data gathered for them, and when they expire (R13). Everything is encrypted with the organisation's
 * keys. Each attempt writes to a folder of its own, so that an attempt that lost its claim overwrites nothing.
 */
import { pipeline, type Readable } from 'node:stream';
import type { DataSource, EntityManager } from 'typeorm';
import { currentKeys } from '../../../subgraphs/kit';
import { returned } from '../../persistence/rows';
import { finishedStatuses } from '../../gdpr/lifecycle';
import { sqlSet } from '../../gdpr/lifecycle-sql';
import type { BlobDisk } from '../../../subgraphs/kit/base/blobs/blob-disk';
import { checkStore } from '../../../subgraphs/kit/base/blobs/disk';
import { openSealed, SealingStream } from '../../../subgraphs/kit/base/security/sealed-stream';
import { removeExpired } from './expired-files';
import { packagesOf, partsOf } from './places';

/** A finished package. */
export interface ExportPackage {
  /** The request; for a family, the parent. */
  requestId: string;
  /** The ids of the requests whose data it holds. */
  members: string[];
  /** The attempt that wrote it. */
  attempt: number;
  byteSize: number;
  sha256: string;
  expiresAt: Date;
}

interface Row {
  request_id: string;
  members: string[] | null;
  attempt: number;
  byte_size: string;
  sha256: string;
  expires_at: Date;
}

const packageOf = (row: Row): ExportPackage => ({
  requestId: row.request_id,
  members: row.members ?? [row.request_id],
  attempt: row.attempt,
  byteSize: Number(row.byte_size),
  sha256: row.sha256,
  expiresAt: row.expires_at,
});

/** The package file of one attempt. */
export interface PackageFile {
  requestId: string;
  attempt: number;
}

export class ExportStore {
  constructor(private readonly disk: BlobDisk) {}

  /** Checks that the store can be reached. @throws when it cannot */
  check(): Promise<void> {
    return checkStore(this.disk);
  }

  write({ requestId, attempt }: PackageFile, content: Readable): Promise<void> {
    return this.put(`${packagesOf(currentKeys().organizationId, requestId)}/${attempt}`, content);
  }

  /** Reads a package. @param start the first byte to read */
  read({ requestId, attempt }: PackageFile, start = 0): Promise<Readable> {
    return this.get(`${packagesOf(currentKeys().organizationId, requestId)}/${attempt}`, start);
  }

  /** Writes a file gathered from a service: `records`, or an attachment. */
  writePart(requestId: string, service: string, attempt: number, name: string, content: Readable): Promise<void> {
    return this.put(`${partsOf(currentKeys().organizationId, requestId)}/${service}/${attempt}/${name}`, content);
  }

  /** Reads what {@link writePart} wrote. */
  readPart(requestId: string, service: string, attempt: number, name: string): Promise<Readable> {
    return this.get(`${partsOf(currentKeys().organizationId, requestId)}/${service}/${attempt}/${name}`, 0);
  }

  /** Removes a file of a part: an attachment that turned out not to be as announced. */
  removePart(requestId: string, service: string, attempt: number, name: string): Promise<void> {
    return this.disk.delete(`${partsOf(currentKeys().organizationId, requestId)}/${service}/${attempt}/${name}`);
  }

  /**
   * Records that a request begins to gather, before its first file is written: after a crash, a sweep knows of the files.
   * @returns false when the request is no longer in flight, such as after a cancellation: nothing may be written for it then
   */
  async announceParts(db: EntityManager, requestId: string): Promise<boolean> {
    // The row lock waits for a concurrent cancellation, so that its status is seen.
    const announced: unknown[] = await db.query(
      `INSERT INTO gdpr_export_part (organization_id, request_id)
       SELECT organization_id, id FROM gdpr_request
       WHERE organization_id = $1 AND id = $2 AND status NOT IN ${sqlSet(finishedStatuses)} FOR SHARE
       ON CONFLICT (organization_id, request_id) DO UPDATE SET expires_at = NULL RETURNING 1`,
      [currentKeys().organizationId, requestId],
    );
    return announced.length > 0;
  }

  /** Returns those of the requests whose gathered data have not expired. */
  async withParts(db: EntityManager, requestIds: string[]): Promise<Set<string>> {
    const rows: { request_id: string }[] = await db.query(
      `SELECT request_id FROM gdpr_export_part
       WHERE organization_id = $1 AND request_id = ANY($2::uuid[]) AND (expires_at IS NULL OR expires_at > now())`,
      [currentKeys().organizationId, requestIds],
    );
    return new Set(rows.map((row) => row.request_id));
  }

  /**
   * Keeps the gathered data of a request for as long as it runs again, in the transaction that retries it.
   * @returns false when they have expired: all services gather again then
   */
  async keepParts(db: EntityManager, requestId: string): Promise<boolean> {
    const kept = await returned(
      db.query(
        `UPDATE gdpr_export_part SET expires_at = NULL
         WHERE organization_id = $1 AND request_id = $2 AND (expires_at IS NULL OR expires_at > now()) RETURNING 1`,
        [currentKeys().organizationId, requestId],
      ),
    );
    return kept.length > 0;
  }

  /** Sets when the gathered data of requests expire, in the transaction that ends the requests. */
  async expireParts(db: EntityManager, requestIds: string[], at: Date): Promise<void> {
    await db.query(
      'UPDATE gdpr_export_part SET expires_at = $3 WHERE organization_id = $1 AND request_id = ANY($2::uuid[])',
      [currentKeys().organizationId, requestIds, at],
    );
  }

  /** Records a package, in the transaction that finishes its request. */
  async record(
    db: EntityManager,
    { requestId, members, attempt, byteSize, sha256, expiresAt }: ExportPackage,
  ): Promise<void> {
    await db.query(
      `INSERT INTO gdpr_export (organization_id, request_id, attempt, byte_size, sha256, expires_at, members)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (organization_id, request_id) DO UPDATE SET attempt = excluded.attempt, members = excluded.members,
         byte_size = excluded.byte_size, sha256 = excluded.sha256, expires_at = excluded.expires_at`,
      [currentKeys().organizationId, requestId, attempt, byteSize, sha256, expiresAt, members],
    );
  }

  /** Finds the packages of requests that have not expired. @returns the packages, by request id */
  async find(db: EntityManager, requestIds: readonly string[]): Promise<Map<string, ExportPackage>> {
    const rows: Row[] = await db.query(
      `SELECT request_id, members, attempt, byte_size, sha256, expires_at FROM gdpr_export
       WHERE organization_id = $1 AND request_id = ANY($2::uuid[]) AND expires_at > now()`,
      [currentKeys().organizationId, requestIds],
    );
    return new Map(rows.map((row) => [row.request_id, packageOf(row)]));
  }

  /** Removes expired files of all organisations. @throws AggregateError when some could not be removed; all others were */
  removeExpired(dataSource: DataSource): Promise<void> {
    return removeExpired(this.disk, dataSource);
  }

  /** Removes the package files of earlier attempts, once this attempt is recorded. */
  async removeOtherAttempts({ requestId, attempt }: PackageFile): Promise<void> {
    const place = packagesOf(currentKeys().organizationId, requestId);
    for (let other = 1; other < attempt; other += 1) await this.disk.delete(`${place}/${other}`);
  }

  /** Removes the package file of an attempt that was not recorded. */
  removePackage({ requestId, attempt }: PackageFile): Promise<void> {
    return this.disk.delete(`${packagesOf(currentKeys().organizationId, requestId)}/${attempt}`);
  }

  /** Removes the package files of all attempts. */
  removePackages(requestId: string): Promise<void> {
    return this.disk.deleteAll(`${packagesOf(currentKeys().organizationId, requestId)}/`);
  }

  private put(path: string, content: Readable): Promise<void> {
    const sealed = new SealingStream(currentKeys(), path);
    // No handler is needed: an error of the content destroys `sealed`, and so fails the store's write.
    pipeline(content, sealed, () => {});
    return this.disk.putStream(path, sealed);
  }

  private get(path: string, start: number): Promise<Readable> {
    return openSealed(currentKeys(), path, (from) => this.disk.getStream(path, from), start);
  }
}
