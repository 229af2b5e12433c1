/**
 * Where packages are, and what is gathered for them, and until when (R13). Everything is encrypted with the organisation's
 * key. Every attempt writes to a place of its own, so that one that lost its claim spoils nobody's work.
 */
import { PassThrough, pipeline, type Readable } from 'node:stream';
import type { Disk } from 'flydrive';
import type { DataSource, EntityManager } from 'typeorm';
import { currentKeys } from '../../subgraphs/kit';
import { finishedStatuses } from '../gdpr/lifecycle';
import { sqlSet } from '../gdpr/lifecycle-sql';
import { OpeningStream, SealingStream } from '../../subgraphs/kit/base/security/sealed-stream';

/** A finished package. */
export interface ExportPackage {
  requestId: string;
  /** The attempt that wrote it. */
  attempt: number;
  byteSize: number;
  sha256: string;
  expiresAt: Date;
}

interface Row {
  request_id: string;
  attempt: number;
  byte_size: string;
  sha256: string;
  expires_at: Date;
}

const packageOf = (row: Row): ExportPackage => ({
  requestId: row.request_id,
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

const packagesOf = (organizationId: string, requestId: string) => `${organizationId}/${requestId}/package`;
const partsOf = (organizationId: string, requestId: string) => `${organizationId}/${requestId}/parts`;

/** How long after the end of a request a worker may still write for it: longer than it takes to hear of the end. */
const lateWrites = '1 minute';

/** A row that says what has expired, and the condition that it still is due. */
interface ExpiredFiles {
  table: string;
  place: typeof packagesOf;
  due: string;
  organizationId: string;
  requestId: string;
}

/** How many rows of each kind one sweep looks at. */
const sweepBatch = 100;

export class ExportStore {
  constructor(private readonly disk: Disk) {}

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
  async hasParts(db: EntityManager, requestId: string): Promise<boolean> {
    const rows: unknown[] = await db.query(
      `SELECT 1 FROM gdpr_export_part WHERE organization_id = $1 AND request_id = $2 AND (expires_at IS NULL OR expires_at > now())`,
      [currentKeys().organizationId, requestId],
    );
    return rows.length > 0;
  }

  /** Lets what was gathered go at a time, in the transaction that ends its request. */
  async expireParts(db: EntityManager, requestId: string, at: Date): Promise<void> {
    await db.query('UPDATE gdpr_export_part SET expires_at = $3 WHERE organization_id = $1 AND request_id = $2', [
      currentKeys().organizationId,
      requestId,
      at,
    ]);
  }

  /** Records a package, in the transaction that finishes its request. */
  async record(db: EntityManager, { requestId, attempt, byteSize, sha256, expiresAt }: ExportPackage): Promise<void> {
    await db.query(
      `INSERT INTO gdpr_export (organization_id, request_id, attempt, byte_size, sha256, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (organization_id, request_id) DO UPDATE SET attempt = excluded.attempt,
         byte_size = excluded.byte_size, sha256 = excluded.sha256, expires_at = excluded.expires_at`,
      [currentKeys().organizationId, requestId, attempt, byteSize, sha256, expiresAt],
    );
  }

  /** Packages of requests that have not expired, by request. */
  async find(db: EntityManager, requestIds: readonly string[]): Promise<Map<string, ExportPackage>> {
    const rows: Row[] = await db.query(
      `SELECT request_id, attempt, byte_size, sha256, expires_at FROM gdpr_export
       WHERE organization_id = $1 AND request_id = ANY($2::uuid[]) AND expires_at > now()`,
      [currentKeys().organizationId, requestIds],
    );
    return new Map(rows.map((row) => [row.request_id, packageOf(row)]));
  }

  /** Makes everything that was exported of subjects expire now: their erasures are complete. In the transaction that completes them. */
  async expireForSubjects(db: EntityManager, subjectDigests: Buffer[]): Promise<void> {
    if (subjectDigests.length === 0) return;
    await db.query(
      `WITH request AS MATERIALIZED (
         SELECT id FROM gdpr_request WHERE organization_id = $1 AND subject_digest = ANY($2::bytea[])),
       part AS (
         UPDATE gdpr_export_part exported SET expires_at = now() FROM request
         WHERE exported.organization_id = $1 AND exported.request_id = request.id)
       UPDATE gdpr_export exported SET expires_at = now() FROM request
       WHERE exported.organization_id = $1 AND exported.request_id = request.id`,
      [currentKeys().organizationId, subjectDigests],
    );
  }

  /**
   * Removes what has expired, of all organisations: first the files, then the row that names them. The row stays a while
   * longer: a worker that has not heard yet of the end may still write, and what it writes is removed too. What has waited
   * longest goes first, so that very many that expire at once keep nothing else waiting; what cannot be removed waits a minute.
   * @throws AggregateError when some could not be removed; the others were
   */
  async removeExpired(dataSource: DataSource): Promise<void> {
    const failures: unknown[] = [];
    for (const [table, place] of [
      ['gdpr_export', packagesOf],
      ['gdpr_export_part', partsOf],
    ] as const) {
      const due = `expires_at IS NOT NULL AND greatest(expires_at, sweep_at) <= now()`;
      const rows: { organization_id: string; request_id: string }[] = await dataSource.query(
        `SELECT organization_id, request_id FROM ${table} WHERE ${due}
         ORDER BY greatest(expires_at, sweep_at) LIMIT ${sweepBatch}`,
      );
      for (const { organization_id: organizationId, request_id: requestId } of rows) {
        try {
          await dataSource.transaction((db) => this.removeDue(db, { table, place, due, organizationId, requestId }));
        } catch (error) {
          failures.push(error);
          await dataSource.query(
            `UPDATE ${table} SET sweep_at = now() + interval '1 minute'
             WHERE organization_id = $1 AND request_id = $2 AND ${due}`,
            [organizationId, requestId],
          );
        }
      }
    }
    if (failures.length > 0) throw new AggregateError(failures, 'Some files could not be removed.');
  }

  /** Removes the files of one row that is due, and then the row or the reason to look at it again. */
  private async removeDue(
    db: EntityManager,
    { table, place, due, organizationId, requestId }: ExpiredFiles,
  ): Promise<void> {
    // The store may take its time, and only this row waits for it.
    await db.query(`SET LOCAL idle_in_transaction_session_timeout = '1min'`);
    // Held while the files go, so that a retry which writes them anew waits.
    const held: { over: boolean }[] = await db.query(
      `SELECT expires_at <= now() - interval '${lateWrites}' AS over FROM ${table}
       WHERE organization_id = $1 AND request_id = $2 AND ${due} FOR UPDATE SKIP LOCKED`,
      [organizationId, requestId],
    );
    if (!held[0]) return;
    // Whatever a crash left of earlier attempts goes with it.
    await this.disk.deleteAll(`${place(organizationId, requestId)}/`);
    await db.query(
      held[0].over
        ? `DELETE FROM ${table} WHERE organization_id = $1 AND request_id = $2`
        : // The longer nobody wrote late, the less likely it is.
          `UPDATE ${table} SET sweep_at = now() + greatest((now() - expires_at) / 5, interval '1 second')
           WHERE organization_id = $1 AND request_id = $2`,
      [organizationId, requestId],
    );
  }

  /** Removes the packages of attempts that came to nothing. */
  async removeOtherAttempts({ requestId, attempt }: PackageFile): Promise<void> {
    const place = packagesOf(currentKeys().organizationId, requestId);
    for (let other = 1; other < attempt; other += 1) await this.disk.delete(`${place}/${other}`);
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

/** A stream to write to, and the promise of what becomes of it. */
export function writing(store: (content: Readable) => Promise<void>): { stream: PassThrough; stored: Promise<void> } {
  const stream = new PassThrough();
  const stored = store(stream);
  // Whoever awaits `stored` hears of a failure; until then it is nobody's unhandled rejection.
  stored.catch((error: unknown) => stream.destroy(error as Error));
  return { stream, stored };
}
