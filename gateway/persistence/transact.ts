import type { DataSource, EntityManager } from 'typeorm';
import { gaveWay } from '../../subgraphs/kit/base/persistence/unavailable';

/**
 * Runs a transaction, and repeats it once when a lock was not granted in time. A process that hangs may hold the lock with several
 * sessions, one after the other, each until its own timeout.
 */
export async function transact<T>(dataSource: DataSource, work: (db: EntityManager) => Promise<T>): Promise<T> {
  try {
    return await dataSource.transaction(work);
  } catch (error) {
    if (!gaveWay(error)) throw error;
    return dataSource.transaction(work);
  }
}
