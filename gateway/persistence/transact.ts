import type { DataSource, EntityManager } from 'typeorm';
import { gaveWay } from '../../subgraphs/kit/base/persistence/unavailable';

/**
 * A transaction that is made once more when a lock did not come in time: of a process that stands still with several sessions,
 * each holds the lock until its own time is over.
 */
export async function transact<T>(dataSource: DataSource, work: (db: EntityManager) => Promise<T>): Promise<T> {
  try {
    return await dataSource.transaction(work);
  } catch (error) {
    if (!gaveWay(error)) throw error;
    return dataSource.transaction(work);
  }
}
