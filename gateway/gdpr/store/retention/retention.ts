/**
 * Removes rows that were kept for their time (R21): finished requests with all that hangs on them, idempotency keys, the
 * records by which erasures are replayed, and tombstones (R33). The audit log and its checkpoints are never touched. This needs no keys.
 */
import type { DataSource, EntityManager } from 'typeorm';
import { tryLock } from '../../../persistence/try-lock';
import { finishedStatuses } from '../../lifecycle';
import { sqlSet } from '../../lifecycle-sql';
import { ago, atRest } from './kept-sql';
import { pruneRequests } from './prune-requests';

/** How long rows are kept, in milliseconds. */
export interface RetentionTimes {
  /**
   * Requests, counted from the end of the last one of their family; cases from their closing and legal holds from their end, once none of
   * their requests is left; restrictions from when they were lifted.
   */
  requests: number;
  /** Idempotency keys, from the call that brought them; those of requests in flight stay. */
  idempotencyKeys: number;
  /** Records by which erasures are replayed (R23), from the end of the erasure: as long as the oldest backup is kept. */
  erasures: number;
}

/** How many rows of a kind, or families of requests, one transaction removes. */
const retentionBatch = 500;

/** The advisory lock with which one process at a time prunes. No other lock has this number. */
const retentionLock = 4_867_310_226;

/** Removes one batch of each kind, unless another process is doing so. Locked rows are left for the next time. */
export async function pruneKept(dataSource: DataSource, times: RetentionTimes, batch = retentionBatch): Promise<void> {
  await alone(dataSource, (db) => pruneIdempotencyKeys(db, times.idempotencyKeys, batch));
  await alone(dataSource, (db) => pruneErasures(db, times.erasures, batch));
  await alone(dataSource, (db) => pruneRequests(db, times.requests, batch));
  await alone(dataSource, (db) => pruneCases(db, times.requests, batch));
  await alone(dataSource, (db) => pruneHolds(db, times.requests, batch));
  await alone(dataSource, (db) => pruneRestrictions(db, times.requests, batch));
  for (const table of expiring) await alone(dataSource, (db) => pruneExpired(db, table, batch));
  await alone(dataSource, (db) => pruneDeliveries(db, deliveriesKept, batch * 10));
}

/** SQL: when the retention time of the oldest row ends. The row may have to stay longer. */
export function pruningDue(times: RetentionTimes): string {
  const ends = [
    oldest('gdpr_idempotency_key', 'created_at', times.idempotencyKeys),
    oldest('gdpr_erasure', 'completed_at', times.erasures),
    oldest('gdpr_request', 'completed_at', times.requests, 'parent_id IS NULL'),
    oldest('gdpr_case', 'closed_at', times.requests),
    oldest('gdpr_legal_hold', 'resumed_at', times.requests),
    oldest('gdpr_restriction', 'lifted_at', times.requests),
    oldest('webhook_delivery', 'created_at', deliveriesKept),
    ...expiring.map((table) => oldest(table, 'expires_at', 0)),
    // Rows of organisations whose keys were destroyed.
    ...expiring.map((table) => `(SELECT now() WHERE EXISTS (${withoutKey(table)}))`),
  ];
  return `SELECT least(${ends.join(', ')})`;
}

const oldest = (table: string, column: string, kept: number, which = 'true'): string =>
  `(SELECT min(${column}) FROM ${table} WHERE ${which} AND ${column} IS NOT NULL) + ${kept} * interval '1 millisecond'`;

/** How long deliveries of webhooks are listed (R32), in milliseconds. */
const deliveriesKept = 30 * 24 * 60 * 60 * 1000;

/** Deliveries of webhooks, whatever became of them. */
async function pruneDeliveries(db: EntityManager, kept: number, batch: number): Promise<void> {
  await db.query(
    `DELETE FROM webhook_delivery WHERE ctid = ANY(ARRAY(
       SELECT ctid FROM webhook_delivery WHERE created_at < ${ago('$1')} ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED))`,
    [kept, batch],
  );
}

const alone = (dataSource: DataSource, work: (db: EntityManager) => Promise<void>): Promise<void> =>
  dataSource.transaction(async (db) => {
    if (await tryLock(db, retentionLock)) await work(db);
  });

async function pruneIdempotencyKeys(db: EntityManager, kept: number, batch: number): Promise<void> {
  await db.query(
    `WITH old AS MATERIALIZED (
       SELECT key.organization_id, key.key_digest FROM gdpr_idempotency_key key
       JOIN gdpr_request request ON request.organization_id = key.organization_id AND request.id = key.request_id
       WHERE key.created_at < ${ago('$1')} AND request.status IN ${sqlSet(finishedStatuses)}
       ORDER BY key.created_at LIMIT $2 FOR UPDATE OF key SKIP LOCKED)
     DELETE FROM gdpr_idempotency_key key USING old
     WHERE key.organization_id = old.organization_id AND key.key_digest = old.key_digest`,
    [kept, batch],
  );
}

/** An erasure that is still to be verified once more needs its record. */
async function pruneErasures(db: EntityManager, kept: number, batch: number): Promise<void> {
  await db.query(
    `WITH old AS MATERIALIZED (
       SELECT erasure.organization_id, erasure.request_id FROM gdpr_erasure erasure
       JOIN gdpr_request request ON request.organization_id = erasure.organization_id AND request.id = erasure.request_id
       WHERE erasure.completed_at < ${ago('$1')} AND ${atRest('request')}
       ORDER BY erasure.completed_at LIMIT $2 FOR UPDATE OF erasure SKIP LOCKED)
     DELETE FROM gdpr_erasure erasure USING old
     WHERE erasure.organization_id = old.organization_id AND erasure.request_id = old.request_id`,
    [kept, batch],
  );
}

/** A closed case goes after the last of its requests. */
async function pruneCases(db: EntityManager, kept: number, batch: number): Promise<void> {
  await db.query(
    `WITH old AS MATERIALIZED (
       SELECT organization_id, id FROM gdpr_case found
       WHERE closed_at < ${ago('$1')} AND NOT EXISTS (SELECT FROM gdpr_request request
         WHERE request.organization_id = found.organization_id AND request.case_id = found.id)
       ORDER BY closed_at LIMIT $2 FOR UPDATE SKIP LOCKED),
     number AS (
       DELETE FROM webhook_sequence row USING old WHERE row.organization_id = old.organization_id AND row.about = old.id)
     DELETE FROM gdpr_case USING old WHERE gdpr_case.organization_id = old.organization_id AND gdpr_case.id = old.id`,
    [kept, batch],
  );
}

/** A legal hold that has ended goes after the last of the requests that it kept. */
async function pruneHolds(db: EntityManager, kept: number, batch: number): Promise<void> {
  await db.query(
    `WITH old AS MATERIALIZED (
       SELECT organization_id, id FROM gdpr_legal_hold hold
       WHERE resumed_at < ${ago('$1')} AND NOT EXISTS (SELECT FROM gdpr_request_hold linked
         WHERE linked.organization_id = hold.organization_id AND linked.hold_id = hold.id)
       ORDER BY resumed_at LIMIT $2 FOR UPDATE SKIP LOCKED),
     subject AS (
       DELETE FROM gdpr_held_subject held USING old
       WHERE held.organization_id = old.organization_id AND held.hold_id = old.id)
     DELETE FROM gdpr_legal_hold hold USING old WHERE hold.organization_id = old.organization_id AND hold.id = old.id`,
    [kept, batch],
  );
}

/** A restriction goes once it was lifted long enough ago, and no service is left to be told. */
async function pruneRestrictions(db: EntityManager, kept: number, batch: number): Promise<void> {
  const gone: { organization_id: string; id: string }[] = await db.query(
    `SELECT organization_id, id FROM gdpr_restriction WHERE lifted_at < ${ago('$1')} AND run_at IS NULL
     ORDER BY lifted_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
    [kept, batch],
  );
  const parameters = [gone.map((row) => row.organization_id), gone.map(({ id }) => id)];
  for (const [table, column] of [
    ['gdpr_restriction_service', 'restriction_id'],
    ['gdpr_restriction_recipient', 'restriction_id'],
    ['gdpr_restricted_subject', 'restriction_id'],
    ['gdpr_restriction', 'id'],
  ])
    await db.query(
      `DELETE FROM ${table} row USING unnest($1::text[], $2::uuid[]) AS gone (organization_id, id)
       WHERE row.organization_id = gone.organization_id AND row.${column} = gone.id`,
      parameters,
    );
}

/** Tables whose rows have an expiry of their own: tombstones, and the subjects that reappeared (R33). */
const expiring = ['gdpr_erasure_tombstone', 'gdpr_reappearance'] as const;

/** SQL: rows whose digests nobody can match any more, because the organisation's key was destroyed. */
const withoutKey = (table: (typeof expiring)[number]): string =>
  `SELECT kept.ctid FROM organization_key key JOIN ${table} kept ON kept.organization_id = key.organization_id
   WHERE key.purpose = 'DIGEST' AND key.wrapped = ''`;

/** Removes rows that have expired, and those of organisations whose keys were destroyed. */
async function pruneExpired(db: EntityManager, table: (typeof expiring)[number], batch: number): Promise<void> {
  await db.query(
    `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
       SELECT ctid FROM ${table} WHERE expires_at < now() ORDER BY expires_at LIMIT $1 FOR UPDATE SKIP LOCKED))`,
    [batch],
  );
  await db.query(
    `DELETE FROM ${table} WHERE ctid = ANY(ARRAY(
       ${withoutKey(table)} LIMIT $1 FOR UPDATE OF kept SKIP LOCKED))`,
    [batch],
  );
}
