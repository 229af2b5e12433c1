/** Puts calls in a row behind a transaction of somebody else: what a change does to one that is made at the same time. */
import type { Client } from 'pg';
import { eventually } from '../eventually';
import { inDatabase } from './database';

/** What each of some calls returns. */
type Results<T extends readonly (() => Promise<unknown>)[]> = { -readonly [K in keyof T]: Awaited<ReturnType<T[K]>> };

const waiting = `SELECT count(*)::int AS count FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()`;

/**
 * Runs `hold` in a transaction that stays open until all calls wait for locks, each of which begins when those before it wait. Then the
 * transaction is committed, and the calls go on in that order.
 */
export const whileLocked = <T extends readonly (() => Promise<unknown>)[]>(
  database: string,
  hold: (client: Client) => Promise<unknown>,
  ...calls: T
): Promise<Results<T>> =>
  inDatabase(database, async (client) => {
    await client.query('BEGIN');
    await hold(client);
    const begun: Promise<unknown>[] = [];
    for (const call of calls) {
      begun.push(call());
      await eventually(async () => {
        // Within a transaction, PostgreSQL answers what it answered before.
        await client.query('SELECT pg_stat_clear_snapshot()');
        const { rows } = await client.query<{ count: number }>(waiting);
        return rows[0]?.count === begun.length;
      }, 10_000);
    }
    await client.query('COMMIT');
    return (await Promise.all(begun)) as Results<T>;
  });

/** Holds the lock of a change of one row. */
export const lockRow = (table: string, id: string) => (client: Client) =>
  client.query(`SELECT 1 FROM ${table} WHERE id = $1 FOR UPDATE`, [id]);
