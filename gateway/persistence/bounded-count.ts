/** Counts rows up to a bound, so that the cost does not grow with the number of rows (R27). */
import type { DataSource, EntityManager } from 'typeorm';

/** The bound: a total of this number means this many or more. */
export const maximumCounted = 10_000;

/**
 * Returns the number of rows that a query finds; {@link maximumCounted} for that many or more.
 * @param query trusted SQL, with `:name` for each parameter
 */
export async function boundedCount(
  db: DataSource | EntityManager,
  query: string,
  parameters: Record<string, unknown>,
): Promise<number> {
  const counted = await db
    .createQueryBuilder()
    .select('count(*)', 'total')
    .from(`(${query} LIMIT ${maximumCounted})`, 'counted')
    .setParameters(parameters)
    .getRawOne<{ total: string }>();
  return Number(counted?.total ?? 0);
}
