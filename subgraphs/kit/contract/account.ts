/**
 * The account of a request in one service: what was done with how many records, kept with the change itself in one
 * transaction. A call repeated after a lost reply finds its account and reports the same (R11).
 */
import type { EntityManager } from 'typeorm';
import { inputError } from '../base/errors';
import { currentKeys } from '../base/security/organization-context';
import type { DispositionCount, KeptRecords, PersonalDataDisposition } from './definition';

export type Action = 'ERASE' | 'RECTIFY';

/** The contract's `PersonalDataDispositionReport`. */
export interface DispositionReport {
  complete: boolean;
  dispositions: {
    recordType: string;
    disposition: PersonalDataDisposition;
    count: number;
    reason: string | null;
    retainUntil: Date | null;
  }[];
}

/** Where a rectification goes on. */
export interface Progress {
  source: number;
  afterId: string | null;
  complete: boolean;
}

/** The open account of one request, inside one transaction. Two calls of one request wait for each other. */
export class RequestAccount {
  private constructor(
    private readonly db: EntityManager,
    private readonly key: [organizationId: string, requestId: string, action: Action],
    readonly progress: Progress,
  ) {}

  /**
   * Opens the account, made at the first call.
   * @param input what the request asks for, as one string: a request id stands for one question only.
   * @throws BAD_USER_INPUT when the request id was used with another input.
   */
  static async open(db: EntityManager, action: Action, requestId: string, input: string): Promise<RequestAccount> {
    if (requestId.trim() === '' || requestId.length > 200) throw inputError('requestId', 'requestId must be an id.');
    const key: [string, string, Action] = [currentKeys().organizationId, requestId, action];
    const digest = currentKeys().digest(`${action}:${input}`);
    await db.query(
      `INSERT INTO personal_data_action (organization_id, request_id, action, input_digest) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING`,
      [...key, digest],
    );
    const rows: { input_digest: Buffer; source: number; after_id: string | null; complete: boolean }[] = await db.query(
      `SELECT input_digest, source, after_id, complete FROM personal_data_action
       WHERE organization_id = $1 AND request_id = $2 AND action = $3 FOR UPDATE`,
      key,
    );
    const row = rows[0];
    if (!row?.input_digest.equals(digest)) {
      throw inputError('requestId', 'requestId was used with another term or other replacements.');
    }
    return new RequestAccount(db, key, { source: row.source, afterId: row.after_id, complete: row.complete });
  }

  /** Adds what was done to the totals. */
  async add(recordType: string, done: DispositionCount[]): Promise<void> {
    for (const { recordType: ownType, disposition, count } of done) {
      if (count > 0) await this.count(ownType ?? recordType, disposition, count, '', null);
    }
  }

  /** Adds records that stay; each counts once, however often it is reported. */
  async addKept(recordType: string, kept: KeptRecords[]): Promise<void> {
    for (const { recordType: ownType, disposition, recordIds, reason, retainUntil } of kept) {
      const fresh: unknown[] = await this.db.query(
        `INSERT INTO personal_data_kept (organization_id, request_id, action, record_type, record_id)
         SELECT $1, $2, $3, $4, id FROM unnest($5::text[]) AS id ON CONFLICT DO NOTHING RETURNING 1`,
        [...this.key, ownType ?? recordType, recordIds],
      );
      if (fresh.length > 0)
        await this.count(ownType ?? recordType, disposition, fresh.length, reason, retainUntil ?? null);
    }
  }

  /** Remembers where to go on, or that nothing is left to do. */
  async save({ source, afterId, complete }: Progress): Promise<void> {
    await this.db.query(
      `UPDATE personal_data_action SET source = $4, after_id = $5, complete = $6
       WHERE organization_id = $1 AND request_id = $2 AND action = $3`,
      [...this.key, source, afterId, complete],
    );
  }

  /** The request's totals so far. */
  async report(complete: boolean): Promise<DispositionReport> {
    const rows: {
      record_type: string;
      disposition: PersonalDataDisposition;
      count: string;
      reason: string;
      retain_until: Date | null;
    }[] = await this.db.query(
      `SELECT record_type, disposition, count, reason, retain_until FROM personal_data_disposition
         WHERE organization_id = $1 AND request_id = $2 AND action = $3 ORDER BY record_type, disposition, reason`,
      this.key,
    );
    return {
      complete,
      dispositions: rows.map((row) => ({
        recordType: row.record_type,
        disposition: row.disposition,
        count: Number(row.count),
        reason: row.reason || null,
        retainUntil: row.retain_until,
      })),
    };
  }

  private async count(
    recordType: string,
    disposition: string,
    count: number,
    reason: string,
    until: Date | null,
  ): Promise<void> {
    await this.db.query(
      `INSERT INTO personal_data_disposition AS total
         (organization_id, request_id, action, record_type, disposition, reason, retain_until, count)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (organization_id, request_id, action, record_type, disposition, reason)
       DO UPDATE SET count = total.count + excluded.count, retain_until = greatest(total.retain_until, excluded.retain_until)`,
      [...this.key, recordType, disposition, reason, until, count],
    );
  }
}
