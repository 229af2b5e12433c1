/**
 * What is kept of a finished erasure so that it can be done again: a restored backup must not bring erased people back
 * (R23), and the erasure is verified once more after a delay. The request itself is reduced to digests (R21); this record is
 * encrypted with a key of the organisation that is used for nothing else, and read by those two alone.
 */
import type { EntityManager } from 'typeorm';
import { currentKeys, type DataSubject, type Term } from '../../../subgraphs/kit';
import type { GdprRequest } from '../entities';

/** Whom an erasure was about. */
export interface ErasureRecord {
  requestId: string;
  completedAt: Date;
  createdBy: string;
  term: Term;
  subject: DataSubject | null;
}

/** Keeps requests' terms and subjects, in the transaction that reduces them. */
export async function rememberErasures(db: EntityManager, requests: GdprRequest[], completedAt: Date): Promise<void> {
  if (requests.length === 0) return;
  const keys = currentKeys();
  await db.query(
    `INSERT INTO gdpr_erasure (organization_id, request_id, completed_at, created_by, sealed)
     SELECT $1, id, $2, created_by, sealed FROM unnest($3::uuid[], $4::text[], $5::bytea[]) AS erased (id, created_by, sealed)
     ON CONFLICT (organization_id, request_id) DO UPDATE SET completed_at = excluded.completed_at, sealed = excluded.sealed`,
    [
      keys.organizationId,
      completedAt,
      requests.map(({ id }) => id),
      requests.map(({ createdBy }) => createdBy),
      requests.map(({ term, subject }) => keys.sealForReplay(Buffer.from(JSON.stringify({ term, subject })))),
    ],
  );
}

interface Row {
  request_id: string;
  completed_at: Date;
  created_by: string;
  sealed: Buffer;
}

const recordOf = (row: Row): ErasureRecord => ({
  requestId: row.request_id,
  completedAt: row.completed_at,
  createdBy: row.created_by,
  ...(JSON.parse(currentKeys().openForReplay(row.sealed).toString()) as Pick<ErasureRecord, 'term' | 'subject'>),
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

/** Erasures of the organisation that were completed at `since` or later, oldest first. */
export async function* erasuresSince(db: EntityManager, since: Date): AsyncGenerator<ErasureRecord> {
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
