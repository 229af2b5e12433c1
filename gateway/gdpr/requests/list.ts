/** `gdprRequests`: newest first, by keyset (R15). */
import type { DataSource, SelectQueryBuilder } from 'typeorm';
import {
  checkedTime,
  connectionOf,
  currentKeys,
  parsePage,
  type Connection,
  type PageArguments,
} from '../../../subgraphs/kit';
import { GdprRequest } from '../entities';
import { finishedStatuses } from '../lifecycle';
import { sqlSet } from '../lifecycle-sql';
import type { GdprRequestFilter } from '../schema.generated';

/** One page of the organisation's requests with the number of all that the filter lets through. */
export async function listRequests(
  dataSource: DataSource,
  filter: GdprRequestFilter | null | undefined,
  page: PageArguments,
): Promise<Connection<GdprRequest> & { totalCount: number }> {
  const parsed = parsePage(page, 25);
  const builder = filtered(dataSource.createQueryBuilder(GdprRequest, 'request'), filter ?? {});
  const totalCount = await builder.getCount();
  if (parsed.after) builder.andWhere('request.id < :after', { after: parsed.after });
  const items = await builder
    .orderBy('request.id', 'DESC')
    .take(parsed.limit + 1)
    .getMany();
  return { ...connectionOf(items, parsed), totalCount };
}

function filtered(
  builder: SelectQueryBuilder<GdprRequest>,
  filter: GdprRequestFilter,
): SelectQueryBuilder<GdprRequest> {
  builder.where('request.organizationId = :organizationId', { organizationId: currentKeys().organizationId });
  if (filter.type) builder.andWhere('request.type = :type', { type: filter.type });
  if (filter.status)
    builder.andWhere(filter.status.length > 0 ? 'request.status IN (:...status)' : 'false', { status: filter.status });
  if (filter.reference != null) builder.andWhere('request.reference = :reference', { reference: filter.reference });
  if (filter.dueBefore != null) {
    const before = checkedTime('filter.dueBefore', filter.dueBefore);
    builder.andWhere('request.dueAt < :before', { before });
  }
  if (filter.overdue != null) {
    const overdue = `(request.dueAt < now() AND request.status NOT IN ${sqlSet(finishedStatuses)})`;
    builder.andWhere(filter.overdue ? overdue : `NOT ${overdue}`);
  }
  return builder;
}
