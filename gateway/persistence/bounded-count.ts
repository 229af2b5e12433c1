/** Totals beside lists: counted up to a bound, so that a list costs the same however many rows there are (R27). */
import type { DataSource } from 'typeorm';

/** Whoever counts more says this number. */
export const maximumCounted = 10_000;

/**
 * How many rows a query finds; {@link maximumCounted} for that many or more.
 * @param query SQL from the code, with `:name` for each parameter
 */
export async function boundedCount(
  dataSource: DataSource,
  query: string,
  parameters: Record<string, unknown>,
): Promise<number> {
  const counted = await dataSource
    .createQueryBuilder()
    .select('count(*)', 'total')
    .from(`(${query} LIMIT ${maximumCounted})`, 'counted')
    .setParameters(parameters)
    .getRawOne<{ total: string }>();
  return Number(counted?.total ?? 0);
}
