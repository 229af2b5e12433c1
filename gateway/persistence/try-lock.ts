import type { EntityManager } from 'typeorm';

/**
 * Takes a lock until the end of the transaction, unless another session has it.
 * @param lock a number that no other lock of the database has
 * @returns whether it was taken
 */
export async function tryLock(db: EntityManager, lock: number): Promise<boolean> {
  const [row]: { taken: boolean }[] = await db.query('SELECT pg_try_advisory_xact_lock($1) AS taken', [lock]);
  return row?.taken === true;
}
