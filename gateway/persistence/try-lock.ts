import type { EntityManager } from 'typeorm';

/**
 * Takes an advisory lock until the end of the transaction, unless another session holds it.
 * @param lock a key that no other lock of the database uses
 * @returns whether it was taken
 */
export async function tryLock(db: EntityManager, lock: number): Promise<boolean> {
  const [row]: { taken: boolean }[] = await db.query('SELECT pg_try_advisory_xact_lock($1) AS taken', [lock]);
  return row?.taken === true;
}
