/**
 * Where packages are, and what is gathered for them, and until when (R13). Everything is encrypted with the organisation's
 * key. Every attempt writes to a place of its own, so that one that lost its claim spoils nobody's work.
 */
import { pipeline, type Readable } from 'node:stream';
import type { Disk } from 'flydrive';
import type { DataSource, EntityManager } from 'typeorm';
import { currentKeys } from '../../../subgraphs/kit';
import { finishedStatuses } from '../../gdpr/lifecycle';
import { sqlSet } from '../../gdpr/lifecycle-sql';
import { checkStore } from '../../../subgraphs/kit/base/blobs/disk';
import { OpeningStream, SealingStream } from '../../../subgraphs/kit/base/security/sealed-stream';
import { removeExpired } from './expired-files';
import { packagesOf, partsOf } from './places';

/** A finished package. */
export interface ExportPackage {
  /** The request, or the parent of a family. */
  requestId: string;
  /** The requests whose data it holds. */
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

/** One attempt's file. */
export interface PackageFile {
  requestId: string;
  attempt: number;
}

export class ExportStore {
  constructor(private readonly disk: Disk) {}

  /** Whether the store answers. @throws when it does not */
  check(): Promise<void> {
    return checkStore(this.disk);
  }

  /** Writes a package. */
  write({ requestId, attempt }: PackageFile, content: Readable): Promise<void> {
    return this.put(`${packagesOf(currentKeys().organizationId, requestId)}/${attempt}`, content);
  }

  /** Reads a package, from a byte on. */
  read({ requestId, attempt }: PackageFile, start = 0): Promise<Readable> {
    return this.get(`${packagesOf(currentKeys().organizationId, requestId)}/${attempt}`, start);
  }

  /** Writes a file of what is gathered from a service: `records`, or an attachment. */
  writePart(requestId: string, service: string, attempt: number, name: string, content: Readable): Promise<void> {
    return this.put(`${partsOf(currentKeys().organizationId, requestId)}/${service}/${attempt}/${name}`, content);
  }

  /** Reads what {@link writePart} wrote. */
  readPart(requestId: string, service: string, attempt: number, name: string): Promise<Readable> {
    return this.get(`${partsOf(currentKeys().organizationId, requestId)}/${service}/${attempt}/${name}`, 0);
  }

  /** Removes a file of a part: an attachment that came out bad. */
  removePart(requestId: string, service: string, attempt: number, name: string): Promise<void> {
    return this.disk.delete(`${partsOf(currentKeys().organizationId, requestId)}/${service}/${attempt}/${name}`);
  }

  /**
   * Says that a request begins to gather, before the first file is written: whatever dies, a sweep knows of its files. False
   * when the request is in flight no longer, as after a cancellation: nothing may be written for it then.
   */
  async announceParts(db: EntityManager, requestId: string): Promise<boolean> {
    // The lock waits for a cancellation that is under way, and then sees it.
    const announced: unknown[] = await db.query(
      `INSERT INTO gdpr_export_part (organization_id, request_id)
       SELECT organization_id, id FROM gdpr_request
       WHERE organization_id = $1 AND id = $2 AND status NOT IN ${sqlSet(finishedStatuses)} FOR SHARE
       ON CONFLICT (organization_id, request_id) DO UPDATE SET expires_at = NULL RETURNING 1`,
      [currentKeys().organizationId, requestId],
    );
    return announced.length > 0;
  }

  /** Whether what was gathered for a request is still there. */
  async withParts(db: EntityManager, requestIds: string[]): Promise<Set<string>> {
    const rows: { request_id: string }[] = await db.query(
      `SELECT request_id FROM gdpr_export_part
       WHERE organization_id = $1 AND request_id = ANY($2::uuid[]) AND (expires_at IS NULL OR expires_at > now())`,
      [currentKeys().organizationId, requestIds],
    );
    return new Set(rows.map((row) => row.request_id));
  }

  /** Lets what was gathered go at a time, in the transaction that ends its requests. */
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

  /** Packages of requests that have not expired, by request. */
  async find(db: EntityManager, requestIds: readonly string[]): Promise<Map<string, ExportPackage>> {
    const rows: Row[] = await db.query(
      `SELECT request_id, members, attempt, byte_size, sha256, expires_at FROM gdpr_export
       WHERE organization_id = $1 AND request_id = ANY($2::uuid[]) AND expires_at > now()`,
      [currentKeys().organizationId, requestIds],
    );
    return new Map(rows.map((row) => [row.request_id, packageOf(row)]));
  }

  /** Removes what has expired, of all organisations. @throws AggregateError when some could not be removed; the others were */
  removeExpired(dataSource: DataSource): Promise<void> {
    return removeExpired(this.disk, dataSource);
  }

  /** Removes the packages of attempts before this one, which is recorded. */
  async removeOtherAttempts({ requestId, attempt }: PackageFile): Promise<void> {
    const place = packagesOf(currentKeys().organizationId, requestId);
    for (let other = 1; other < attempt; other += 1) await this.disk.delete(`${place}/${other}`);
  }

  /** Removes one attempt's file, which nobody has recorded. */
  removePackage({ requestId, attempt }: PackageFile): Promise<void> {
    return this.disk.delete(`${packagesOf(currentKeys().organizationId, requestId)}/${attempt}`);
  }

  /** Removes the files of every attempt. */
  removePackages(requestId: string): Promise<void> {
    return this.disk.deleteAll(`${packagesOf(currentKeys().organizationId, requestId)}/`);
  }

  private put(path: string, content: Readable): Promise<void> {
    const sealed = new SealingStream(currentKeys(), path);
    // The store reads `sealed`, which fails with what is poured into it.
    pipeline(content, sealed, () => {});
    return this.disk.putStream(path, sealed);
  }

  private async get(path: string, start: number): Promise<Readable> {
    const opening = new OpeningStream(currentKeys(), path, start);
    pipeline(await this.disk.getStream(path), opening, () => {});
    return opening;
  }
}
