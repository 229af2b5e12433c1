/**
 * The account of a request in one service: how many records were changed, and how. It is written in the transaction of the
 * change. A call that is repeated after a lost reply finds the account and reports the same (R11).
 */
import type { EntityManager } from 'typeorm';
import { longestId } from '../base/bounds';
import { inputError } from '../base/errors';
import { currentKeys } from '../base/security/organization-context';
import type { DispositionCount, KeptRecords, PersonalDataDisposition } from './definition';
import type { Tally } from './text/tally';

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
  newerRecords: number;
  replacements: { index: number; replaced: number; notSupported: number; found: boolean }[];
}

/** Where the next call of a rectification continues. */
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
   * Opens the account. The first call creates it.
   * @param input what the request asks for, as one string: a request id stands for one input only.
   * @param formerInputs the same input as earlier versions wrote it; the account may have been created with one of them.
   * @throws BAD_USER_INPUT when the request id was used with another input.
   */
  static async open(
    db: EntityManager,
    action: Action,
    requestId: string,
    input: string,
    formerInputs: readonly string[],
  ): Promise<RequestAccount> {
    if (requestId.trim() === '' || requestId.length > longestId)
      throw inputError('requestId', 'requestId must be an id.');
    const key: [string, string, Action] = [currentKeys().organizationId, requestId, action];
    const digestOf = (text: string) => currentKeys().digest(`${action}:${text}`);
    // Locks the account, new or not, and sets its time of pruning anew.
    const rows: { input_digest: Buffer; source: number; after_id: string | null; complete: boolean }[] = await db.query(
      `INSERT INTO personal_data_action (organization_id, request_id, action, input_digest) VALUES ($1, $2, $3, $4)
       ON CONFLICT (organization_id, request_id, action) DO UPDATE SET touched_at = now()
       RETURNING input_digest, source, after_id, complete`,
      [...key, digestOf(input)],
    );
    const row = rows[0];
    if (!row || ![input, ...formerInputs].some((text) => digestOf(text).equals(row.input_digest))) {
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

  /** Adds records that are kept. Each counts once, however often it is reported. */
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

  /** Creates the counts of each replacement, so that one that finds nothing is reported too. */
  async expect(replacements: number): Promise<void> {
    await this.db.query(
      `INSERT INTO personal_data_replacement (organization_id, request_id, action, index)
       SELECT $1, $2, $3, generate_series(0, $4::int - 1) ON CONFLICT DO NOTHING`,
      [...this.key, replacements],
    );
  }

  /** Adds what each replacement did. */
  async addReplaced({ found, replaced, notSupported }: Tally): Promise<void> {
    await this.db.query(
      `UPDATE personal_data_replacement total SET replaced = total.replaced + given.replaced,
         not_supported = total.not_supported + given.not_supported, found = total.found OR given.found > 0
       FROM unnest($4::bigint[], $5::bigint[], $6::bigint[])
         WITH ORDINALITY AS given (found, replaced, not_supported, place)
       WHERE organization_id = $1 AND request_id = $2 AND action = $3 AND index = place - 1`,
      [...this.key, found, replaced, notSupported],
    );
  }

  /** Stores where the next call continues, or that nothing is left to do. */
  async save({ source, afterId, complete }: Progress): Promise<void> {
    await this.db.query(
      `UPDATE personal_data_action SET source = $4, after_id = $5, complete = $6
       WHERE organization_id = $1 AND request_id = $2 AND action = $3`,
      [...this.key, source, afterId, complete],
    );
  }

  /** The request's totals so far. */
  async report(complete: boolean, newerRecords: number): Promise<DispositionReport> {
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
      newerRecords,
      replacements: this.key[2] === 'RECTIFY' ? await this.replacements() : [],
      dispositions: rows.map((row) => ({
        recordType: row.record_type,
        disposition: row.disposition,
        count: Number(row.count),
        reason: row.reason || null,
        retainUntil: row.retain_until,
      })),
    };
  }

  private async replacements(): Promise<DispositionReport['replacements']> {
    const rows: { index: number; replaced: string; not_supported: string; found: boolean }[] = await this.db.query(
      `SELECT index, replaced, not_supported, found FROM personal_data_replacement
       WHERE organization_id = $1 AND request_id = $2 AND action = $3 ORDER BY index`,
      this.key,
    );
    return rows.map(({ index, replaced, not_supported: notSupported, found }) => ({
      index,
      replaced: Number(replaced),
      notSupported: Number(notSupported),
      found,
    }));
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
