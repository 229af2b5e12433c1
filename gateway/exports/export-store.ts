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
import { announceOf } from '../webhooks/outbox';
import { erasedParameters, requestsAboutErased } from '../gdpr/store/subjects/erased-subjects';
import { checkStore } from '../../subgraphs/kit/base/blobs/disk';
import { OpeningStream, SealingStream } from '../../subgraphs/kit/base/security/sealed-stream';

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

const packagesOf = (organizationId: string, requestId: string) => `${organizationId}/${requestId}/package`;
const partsOf = (organizationId: string, requestId: string) => `${organizationId}/${requestId}/parts`;

/** How long after the end of a request a worker may still write for it: longer than it takes to hear of the end. */
const lateWrites = '1 minute';

/** SQL: when the next package or part of one expires, or is to be removed after all. */
export const expiredDue = `SELECT min(at) FROM (${['gdpr_export', 'gdpr_export_part']
  .map((table) => `SELECT min(greatest(expires_at, sweep_at)) AS at FROM ${table} WHERE expires_at IS NOT NULL`)
  .join(' UNION ALL ')}) AS next`;

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

  /**
   * Makes everything that holds data of erased subjects expire now, by whichever term it or the erasure was asked for (R13). In the
   * transaction that completes the erasures.
   */
  async expireForErased(db: EntityManager, erasures: { id: string; subjectDigest: Buffer }[]): Promise<void> {
    if (erasures.length === 0) return;
    await db.query(
      `WITH ${requestsAboutErased},
       request AS MATERIALIZED (
         SELECT request.id, coalesce(request.parent_id, request.id) AS family
         FROM gdpr_request request JOIN named USING (id)
         WHERE request.organization_id = $1 AND request.type = 'EXPORT' AND request.status IN ${sqlSet(finishedStatuses)}),
       part AS (
         UPDATE gdpr_export_part exported SET expires_at = now() FROM request
         WHERE exported.organization_id = $1 AND exported.request_id = request.id)
       UPDATE gdpr_export exported SET expires_at = now() FROM request
       WHERE exported.organization_id = $1 AND exported.request_id = request.family`,
      erasedParameters(erasures),
    );
  }

  /**
   * Makes the packages of exports expire now whose subjects an erasure has reached since the export was asked for (R13): a service
   * may tell of a subject so late that the two never met. After {@link record}, in the transaction that closes the exports, once
   * it holds the organisation's audit log: then either it sees the erasure, or the erasure sees the package.
   * @param gathered the requests that gathered for the packages
   */
  async expireErased(db: EntityManager, gathered: string[]): Promise<void> {
    if (gathered.length === 0) return;
    await db.query(
      `WITH exported AS MATERIALIZED (
         SELECT id, created_at, coalesce(parent_id, id) AS family, subject_digest FROM gdpr_request
         WHERE organization_id = $1 AND id = ANY($2::uuid[])),
       subject AS MATERIALIZED (
         SELECT id, created_at, family, subject_digest AS digest FROM exported
         UNION SELECT id, created_at, family, matched.subject_digest FROM exported
         JOIN gdpr_matched_subject matched ON matched.organization_id = $1 AND matched.request_id = exported.id),
       naming AS (
         SELECT subject.id, subject.created_at, subject.family, erasure.id AS erasure FROM subject
         JOIN gdpr_request erasure ON erasure.organization_id = $1 AND erasure.subject_digest = subject.digest
         UNION SELECT subject.id, subject.created_at, subject.family, matched.request_id FROM subject
         JOIN gdpr_matched_subject matched ON matched.organization_id = $1 AND matched.subject_digest = subject.digest),
       reached AS MATERIALIZED (
         SELECT naming.id, naming.family FROM naming JOIN gdpr_request erasure ON erasure.organization_id = $1
           AND erasure.id = naming.erasure AND erasure.type = 'DELETE' AND erasure.status IN ${sqlSet(['COMPLETED'])}
           AND erasure.completed_at >= naming.created_at),
       part AS (
         UPDATE gdpr_export_part exported SET expires_at = now() FROM reached
         WHERE exported.organization_id = $1 AND exported.request_id = reached.id)
       UPDATE gdpr_export exported SET expires_at = now() FROM reached
       WHERE exported.organization_id = $1 AND exported.request_id = reached.family`,
      [currentKeys().organizationId, gathered],
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
    // Nothing can bring it back from here on: the event is told of what is gone.
    if (held[0].over && table === 'gdpr_export')
      await announceOf(db, 'GDPR_PACKAGE_REMOVED', [{ organizationId, requestId }]);
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

/** A stream to write to, and the promise of what becomes of it. */
export function writing(store: (content: Readable) => Promise<void>): { stream: PassThrough; stored: Promise<void> } {
  const stream = new PassThrough();
  const stored = store(stream);
  // Whoever awaits `stored` hears of a failure; until then it is nobody's unhandled rejection.
  stored.catch((error: unknown) => stream.destroy(error as Error));
  return { stream, stored };
}
