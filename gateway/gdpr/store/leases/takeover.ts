/** Takeover: rows whose lease expired, or whose job was lost, become due for any worker. */
import type { EntityManager, ObjectLiteral } from 'typeorm';
import { currentKeys } from '../../../../subgraphs/kit';
import { rowReader } from '../../../../subgraphs/kit/base/persistence/read-rows';
import { returned } from '../../../persistence/rows';
import type { LeasedRows } from './leases';

/** SQL: how long a row that is due may wait for its job before another one is queued. */
const jobGrace = `interval '5 seconds'`;

/** SQL conditions: a lease that was not renewed; a due row that no worker has begun. */
const expired = 'lease_expires_at < now()';
const missed = `run_at < now() - ${jobGrace}`;

/** SQL: when the next row is to be taken over. */
export const recoveryDue = `SELECT least(${['gdpr_task', 'gdpr_request']
  .flatMap((table) => [
    `(SELECT min(lease_expires_at) FROM ${table})`,
    `(SELECT min(run_at) FROM ${table}) + ${jobGrace}`,
  ])
  .join(', ')})`;

/** A row that is due again. */
export type TakenOver<T, K extends keyof T> = Pick<T, K> & {
  /** How often it was leased before. */
  attempts: number;
  /** Whether a worker had it. */
  expired: boolean;
};

/**
 * Takes expired leases of the current organisation away, and makes due rows that no worker has begun due again: at most so many of
 * each, those that have waited longest. Locked rows are skipped. The caller queues their jobs in the same transaction.
 */
export async function takeOver<T extends ObjectLiteral, K extends keyof T & string, Q extends keyof T & string>(
  db: EntityManager,
  { entity, key, queue, attempts, statuses }: LeasedRows<T, K, Q>,
  limit: number,
): Promise<TakenOver<T, K | Q>[]> {
  const reader = rowReader(db, entity);
  const due = (condition: string, column: string) =>
    `SELECT ctid, ${condition === expired} AS expired FROM ${reader.table} WHERE organization_id = $1 AND ${condition}
     ORDER BY ${column} LIMIT $2 FOR UPDATE SKIP LOCKED`;
  return returned(
    db.query(
      `WITH expired AS MATERIALIZED (${due(expired, 'lease_expires_at')}),
       missed AS MATERIALIZED (${due(missed, 'run_at')})
       UPDATE ${reader.table} item SET lease_expires_at = NULL, run_at = clock_timestamp()
         ${statuses ? `, status = CASE WHEN due.expired THEN '${statuses.expired}' ELSE item.status END` : ''}
       FROM (SELECT * FROM expired UNION ALL SELECT * FROM missed) AS due WHERE item.ctid = due.ctid
       RETURNING ${[...new Set([...key, queue])].map((part) => `item.${reader.column(part)} AS "${part}"`).join(', ')},
         item.${reader.column(attempts)} AS attempts, due.expired`,
      [currentKeys().organizationId, limit],
    ),
  );
}

/**
 * The organisations with rows to take over, except for some; the one that has waited longest comes first.
 * @param seen how many rows of each kind are read to find them
 */
export async function organizationsToTakeOver(
  db: EntityManager,
  entities: readonly (new () => ObjectLiteral)[],
  except: string[],
  seen: number,
): Promise<string[]> {
  const due = (table: string, condition: string, column: string) =>
    `(SELECT organization_id, ${column} AS since FROM ${table} WHERE ${condition} AND organization_id <> ALL($1::text[])
      ORDER BY ${column} LIMIT ${seen})`;
  const parts = entities
    .map((entity) => rowReader(db, entity).table)
    .flatMap((table) => [due(table, expired, 'lease_expires_at'), due(table, missed, 'run_at')]);
  const rows: { organization_id: string }[] = await db.query(
    `SELECT organization_id FROM (${parts.join(' UNION ALL ')}) AS due GROUP BY organization_id ORDER BY min(since)`,
    [except],
  );
  return rows.map((row) => row.organization_id);
}
