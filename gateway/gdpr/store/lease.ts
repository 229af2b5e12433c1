/**
 * Leases: for how long a worker has a task, or a request that it finalises, to itself. Every time of a claim, and every time at
 * which work is due, is the database's: the processes' clocks may differ, and the rows are compared with one clock.
 */
import type { EntityManager } from 'typeorm';

/** How long a claim holds without being renewed, and how often a worker renews it, in milliseconds. */
export const lease = { holds: 4_000, renewed: 1_000 };

/** SQL: until when a claim holds that is made or renewed now. Not the transaction's time: it may have waited for locks. */
export const leaseEnd = `clock_timestamp() + interval '${lease.holds} milliseconds'`;

/** SQL: when a sweep looks after a task that waits for `next_attempt_at`, a column or parameter; null for null. */
export const graceAfter = (nextAttemptAt: string): string =>
  `${nextAttemptAt} + interval '${lease.holds} milliseconds'`;

/** The database's time, to the millisecond. */
export async function databaseTime(db: Pick<EntityManager, 'query'>): Promise<Date> {
  const rows: { now: Date }[] = await db.query('SELECT clock_timestamp() AS now');
  if (!rows[0]) throw new Error('The database told no time.');
  return rows[0].now;
}
