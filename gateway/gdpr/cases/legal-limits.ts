/** The legal deadlines (Art. 12(3)): calendar months from the receipt, in UTC. A month without that day counts to its last day (R28). */
import type { EntityManager } from 'typeorm';

export interface LegalLimits {
  /** By the database's clock. */
  now: Date;
  /** The end of the first month. */
  first: Date;
  /** The latest end of an extension: two months later. */
  latest: Date;
}

/** The deadlines of what arrived at a time, as PostgreSQL adds months. */
export async function legalLimits(db: EntityManager, receivedAt: Date): Promise<LegalLimits> {
  const after = (months: number) =>
    `($1::timestamptz AT TIME ZONE 'UTC' + interval '${months} months') AT TIME ZONE 'UTC'`;
  const rows: LegalLimits[] = await db.query(
    `SELECT date_trunc('milliseconds', clock_timestamp()) AS now, ${after(1)} AS first, ${after(3)} AS latest`,
    [receivedAt],
  );
  if (!rows[0]) throw new Error('The database told no time.');
  return rows[0];
}
