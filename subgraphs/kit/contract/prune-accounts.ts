/**
 * Removes the accounts of requests (R21), a configured time after the last call of their request. While an account exists, a
 * repeated call has no second effect (R11), so it must be kept for longer than the gateway may repeat a call. The gateway
 * refuses to start with a shorter time.
 */
import type { DataSource, EntityManager } from 'typeorm';
import { describeError, type Logger } from '../base/logger';

/** The size of a batch. */
export interface AccountBatch {
  /** Accounts in one transaction. */
  accounts: number;
  /** Rows of kept records in one statement: an account may have a million of them. */
  keptRows: number;
}

const usualBatch: AccountBatch = { accounts: 500, keptRows: 10_000 };

/** Milliseconds between two batches. */
const pruneEvery = 10_000;

/** The table in which an account may have many rows. Its rows in other tables are removed by cascade. */
const keptRows = 'personal_data_kept';

/**
 * Removes one batch, the oldest first, by the database's clock. Each account is removed whole or not at all: without some of its
 * rows it would count again what it has counted. An account that a call or another process has locked is left for a later batch.
 * @param keptFor milliseconds since the last call of the request
 */
export async function pruneAccounts(dataSource: DataSource, keptFor: number, batch = usualBatch): Promise<void> {
  await dataSource.transaction(async (db) => {
    const old: AccountKey[] = await db.query(
      `SELECT organization_id, request_id, action FROM personal_data_action
       WHERE touched_at < now() - $1 * interval '1 millisecond' ORDER BY touched_at LIMIT $2 FOR UPDATE SKIP LOCKED`,
      [keptFor, batch.accounts],
    );
    if (old.length === 0) return;
    const keys = [
      old.map((key) => key.organization_id),
      old.map((key) => key.request_id),
      old.map((key) => key.action),
    ];
    while ((await removeKeptRows(db, keys, batch.keptRows)) === batch.keptRows);
    await db.query(
      `DELETE FROM personal_data_action account USING ${among}
       WHERE account.organization_id = gone.organization_id AND account.request_id = gone.request_id AND account.action = gone.action`,
      keys,
    );
  });
}

interface AccountKey {
  organization_id: string;
  request_id: string;
  action: string;
}

const among = 'unnest($1::text[], $2::text[], $3::text[]) AS gone (organization_id, request_id, action)';

async function removeKeptRows(db: EntityManager, keys: string[][], limit: number): Promise<number> {
  const [row]: { removed: number }[] = await db.query(
    `WITH removed AS (
       DELETE FROM ${keptRows} WHERE ctid = ANY(ARRAY(
         SELECT kept.ctid FROM ${among} JOIN ${keptRows} kept ON kept.organization_id = gone.organization_id
           AND kept.request_id = gone.request_id AND kept.action = gone.action LIMIT $4))
       RETURNING 1)
     SELECT count(*)::integer AS removed FROM removed`,
    [...keys, limit],
  );
  return row?.removed ?? 0;
}

/** Prunes now and every few seconds, one batch at a time. @returns a function that stops it after the current batch */
export function keepPruning(dataSource: DataSource, keptFor: number, logger: Logger): () => Promise<void> {
  let work: Promise<void> | null = null;
  const prune = () => {
    work ??= pruneAccounts(dataSource, keptFor)
      .catch((error: unknown) =>
        logger.warn({ error: describeError(error) }, 'accounts of requests could not be removed; it is tried again'),
      )
      .finally(() => (work = null));
  };
  prune();
  const timer = setInterval(prune, pruneEvery).unref();
  return async () => {
    clearInterval(timer);
    await work;
  };
}
