/** The database's clock. Times in rows are compared with this one, because the clocks of processes may differ. */
import type { EntityManager } from 'typeorm';

/** The database's time, to the millisecond. */
export async function databaseTime(db: Pick<EntityManager, 'query'>): Promise<Date> {
  const rows: { now: Date }[] = await db.query('SELECT clock_timestamp() AS now');
  if (!rows[0]) throw new Error('The database told no time.');
  return rows[0].now;
}
