/** Totals beside lists: counted up to a bound, so that a list costs the same however many rows there are (R27). */
import type { ObjectLiteral, SelectQueryBuilder } from 'typeorm';

/** Whoever counts more says this number. */
export const maximumCounted = 10_000;

/** How many rows a query finds; {@link maximumCounted} for that many or more. */
export async function boundedCount<T extends ObjectLiteral>(builder: SelectQueryBuilder<T>): Promise<number> {
  const rows = builder.clone().select('1', 'one').limit(maximumCounted);
  const counted = await builder.connection
    .createQueryBuilder()
    .select('count(*)', 'total')
    .from(`(${rows.getQuery()})`, 'counted')
    .setParameters(rows.getParameters())
    .getRawOne<{ total: string }>();
  return Number(counted?.total ?? 0);
}
