/**
 * The records of erasures that have ended. A restored backup must not bring erased people back, so the erasure is replayed from its
 * record (R23), however the request ended (R26); and a completed erasure is verified once more after a delay. The request itself
 * is reduced to digests (R21). The record is encrypted with a key of the organisation that is used for nothing else, and read
 * for these two purposes only.
 */
import type { EntityManager } from 'typeorm';
import { currentKeys, type DataSubject, type Term } from '../../../../subgraphs/kit';
import { rowReader } from '../../../../subgraphs/kit/base/persistence/read-rows';
import { GdprRequest } from '../../entities';
import { finishedStatuses } from '../../lifecycle';
import { sqlSet } from '../../lifecycle-sql';

/** Whom an erasure was about. */
export interface ErasureRecord {
  requestId: string;
  /** When it ended; null while it is in flight. */
  completedAt: Date | null;
  createdBy: string;
  term: Term;
  subject: DataSubject | null;
}

/** Keeps the terms and subjects of erasures that end, in the transaction that ends them. */
export async function rememberErasures(db: EntityManager, requests: GdprRequest[], completedAt: Date): Promise<void> {
  const keys = currentKeys();
  // Without the keys nobody can read whom the erasure was about, and no backup can restore it readably.
  if (requests.length === 0 || keys.destroyed) return;
  await db.query(
    `INSERT INTO gdpr_erasure (organization_id, request_id, completed_at, sealed)
     SELECT $1, id, $2, sealed FROM unnest($3::uuid[], $4::bytea[]) AS erased (id, sealed)
     ON CONFLICT (organization_id, request_id)
     DO UPDATE SET completed_at = excluded.completed_at, sealed = excluded.sealed, created_by = NULL`,
    [
      keys.organizationId,
      completedAt,
      requests.map(({ id }) => id),
      requests.map(({ term, subject, createdBy }) => sealRecord({ term, subject, createdBy })),
    ],
  );
}

/** The sealed part. Earlier versions stored the creator beside it in clear, until that is sealed too. */
type Sealed = Pick<ErasureRecord, 'subject' | 'createdBy'> & { term: Term | null };

const sealRecord = (record: Sealed): Buffer => currentKeys().sealForReplay(Buffer.from(JSON.stringify(record)));

const openRecord = (sealed: Buffer) => JSON.parse(currentKeys().openForReplay(sealed).toString()) as Sealed;

/** The sealed part of a record, with who created it. */
export const resealed = (sealed: Buffer, createdBy: string): Buffer => sealRecord({ ...openRecord(sealed), createdBy });

interface Row {
  request_id: string;
  completed_at: Date;
  created_by: string | null;
  sealed: Buffer;
}

const recordOf = (row: Row): ErasureRecord => ({
  requestId: row.request_id,
  completedAt: row.completed_at,
  ...(openRecord(row.sealed) as Pick<ErasureRecord, 'term' | 'subject' | 'createdBy'>),
  ...(row.created_by === null ? {} : { createdBy: row.created_by }),
});

const columns = 'request_id, completed_at, created_by, sealed';

/** What is kept of one erasure. */
export async function recallErasure(db: EntityManager, requestId: string): Promise<ErasureRecord | null> {
  const rows: Row[] = await db.query(
    `SELECT ${columns} FROM gdpr_erasure WHERE organization_id = $1 AND request_id = $2`,
    [currentKeys().organizationId, requestId],
  );
  return rows[0] ? recordOf(rows[0]) : null;
}

const batch = 500;

/** Erasures of the organisation that ended at `since` or later, oldest first, and those in flight that have erased something. */
export async function* erasuresSince(db: EntityManager, since: Date): AsyncGenerator<ErasureRecord> {
  yield* endedSince(db, since);
  yield* inFlight(db);
}

async function* endedSince(db: EntityManager, since: Date): AsyncGenerator<ErasureRecord> {
  for (let after: { at: Date; id: string } | null = null; ;) {
    const rows: Row[] = await db.query(
      `SELECT ${columns} FROM gdpr_erasure
       WHERE organization_id = $1 AND completed_at >= $2 AND ($3::timestamptz IS NULL OR (completed_at, request_id) > ($3, $4::uuid))
       ORDER BY completed_at, request_id LIMIT $5`,
      [currentKeys().organizationId, since, after?.at ?? null, after?.id ?? null, batch],
    );
    for (const row of rows) yield recordOf(row);
    const last = rows.at(-1);
    if (!last || rows.length < batch) return;
    after = { at: last.completed_at, id: last.request_id };
  }
}

async function* inFlight(db: EntityManager): AsyncGenerator<ErasureRecord> {
  for (let after: string | null = null; ;) {
    const rows: object[] = await db.query(
      `SELECT * FROM gdpr_request request
       WHERE organization_id = $1 AND type = 'DELETE' AND status NOT IN ${sqlSet(finishedStatuses)} AND ($2::uuid IS NULL OR id > $2)
         AND EXISTS (SELECT FROM gdpr_task task
           WHERE task.organization_id = $1 AND task.request_id = request.id AND task.dispositions <> '[]')
       ORDER BY id LIMIT $3`,
      [currentKeys().organizationId, after, batch],
    );
    const requests = rows.map((row) => rowReader(db, GdprRequest).entityOf(row));
    for (const { id, createdBy, term, subject } of requests)
      if (term) yield { requestId: id, completedAt: null, createdBy, term, subject };
    after = requests.at(-1)?.id ?? null;
    if (requests.length < batch) return;
  }
}
