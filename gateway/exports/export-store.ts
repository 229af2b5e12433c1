/** Where packages are, and until when (R13). */
import type { Readable } from 'node:stream';
import { Disk } from 'flydrive';
import { FSDriver } from 'flydrive/drivers/fs';
import type { DataSource, EntityManager } from 'typeorm';
import { currentKeys } from '../../subgraphs/kit';
import { OpeningStream, SealingStream } from '../../subgraphs/kit/security/sealed-stream';

/** A finished package. */
export interface ExportPackage {
  requestId: string;
  byteSize: number;
  sha256: string;
  expiresAt: Date;
}

interface Row {
  request_id: string;
  byte_size: string;
  sha256: string;
  expires_at: Date;
}

const packageOf = (row: Row): ExportPackage => ({
  requestId: row.request_id,
  byteSize: Number(row.byte_size),
  sha256: row.sha256,
  expiresAt: row.expires_at,
});

export class ExportStore {
  private readonly disk: Disk;

  constructor(directory: string) {
    this.disk = new Disk(new FSDriver({ location: directory, visibility: 'private' }));
  }

  /** Writes a package, encrypted. Writing it again replaces it. */
  write(requestId: string, content: Readable): Promise<void> {
    const sealed = new SealingStream(currentKeys(), placeOf(requestId));
    content.once('error', (error) => sealed.destroy(error));
    return this.disk.putStream(pathOf(currentKeys().organizationId, requestId), content.pipe(sealed));
  }

  /** Reads a package, decrypted. */
  async read(requestId: string): Promise<Readable> {
    const sealed = await this.disk.getStream(pathOf(currentKeys().organizationId, requestId));
    const opened = new OpeningStream(currentKeys(), placeOf(requestId));
    sealed.once('error', (error) => opened.destroy(error));
    return sealed.pipe(opened);
  }

  /** Records a package, in the transaction that finishes its request. */
  async record(db: EntityManager, { requestId, byteSize, sha256, expiresAt }: ExportPackage): Promise<void> {
    await db.query(
      `INSERT INTO gdpr_export (organization_id, request_id, byte_size, sha256, expires_at) VALUES ($1, $2, $3, $4, $5)
       ON CONFLICT (organization_id, request_id)
       DO UPDATE SET byte_size = excluded.byte_size, sha256 = excluded.sha256, expires_at = excluded.expires_at`,
      [currentKeys().organizationId, requestId, byteSize, sha256, expiresAt],
    );
  }

  /** Packages of requests that have not expired, by request. */
  async find(db: EntityManager, requestIds: readonly string[]): Promise<Map<string, ExportPackage>> {
    const rows: Row[] = await db.query(
      `SELECT request_id, byte_size, sha256, expires_at FROM gdpr_export
       WHERE organization_id = $1 AND request_id = ANY($2::uuid[]) AND expires_at > now()`,
      [currentKeys().organizationId, requestIds],
    );
    return new Map(rows.map((row) => [row.request_id, packageOf(row)]));
  }

  /** Makes the packages of one subject expire now: its erasure is complete. In the transaction that completes it. */
  async expireForSubject(db: EntityManager, subjectDigest: Buffer): Promise<void> {
    await db.query(
      `UPDATE gdpr_export package SET expires_at = now() FROM gdpr_request request
       WHERE package.organization_id = $1 AND request.organization_id = $1 AND request.id = package.request_id
         AND request.subject_digest = $2`,
      [currentKeys().organizationId, subjectDigest],
    );
  }

  /** Removes packages that have expired, of all organisations: first the file, then the row that names it. */
  async removeExpired(dataSource: DataSource): Promise<void> {
    const rows: { organization_id: string; request_id: string }[] = await dataSource.query(
      'SELECT organization_id, request_id FROM gdpr_export WHERE expires_at <= now() LIMIT 100',
    );
    for (const { organization_id: organizationId, request_id: requestId } of rows) {
      await this.disk.delete(pathOf(organizationId, requestId));
      await dataSource.query(
        'DELETE FROM gdpr_export WHERE organization_id = $1 AND request_id = $2 AND expires_at <= now()',
        [organizationId, requestId],
      );
    }
  }
}

const placeOf = (requestId: string) => `gdpr_export/${requestId}`;

const pathOf = (organizationId: string, requestId: string) => `${organizationId}/${requestId}.zip.sealed`;
