/** `gdprCases`: the nearest deadline first, by keyset. */
import type { DataSource } from 'typeorm';
import { checkedTime, currentKeys, type PageArguments } from '../../../subgraphs/kit';
import { checkedFirst } from '../../../subgraphs/kit/base/persistence/keyset';
import { boundedCount } from '../../persistence/bounded-count';
import { pageInTime } from '../../persistence/time-cursor';
import { referenceDigest } from '../store/retention/sealed-creation';
import type { GdprCaseFilter } from '../schema.generated';
import { GdprCase } from './gdpr-case';

/** One page of the organisation's cases, with the number of all that the filter lets through. @throws BAD_USER_INPUT */
export async function listCases(
  dataSource: DataSource,
  filter: GdprCaseFilter | null | undefined,
  { first, after }: PageArguments,
) {
  const limit = checkedFirst(first);
  const { open, overdue, dueBefore, reference } = filter ?? {};
  const builder = dataSource
    .createQueryBuilder(GdprCase, 'found')
    .where('found.organizationId = :organizationId', { organizationId: currentKeys().organizationId });
  if (open != null) builder.andWhere(`found.closedAt IS ${open ? 'NULL' : 'NOT NULL'}`);
  if (overdue != null) builder.andWhere(`${overdue ? '' : 'NOT '}(found.closedAt IS NULL AND found.dueAt < now())`);
  if (dueBefore != null)
    builder.andWhere('found.dueAt < :before', { before: checkedTime('filter.dueBefore', dueBefore) });
  if (reference != null) builder.andWhere('found.referenceDigest = :digest', { digest: referenceDigest(reference) });
  const totalCount = await boundedCount(
    dataSource,
    builder.clone().select('1', 'one').getQuery(),
    builder.getParameters(),
  );
  return { ...(await pageInTime(builder, 'dueAt', { limit, after: after ?? null }, 'ASC')), totalCount };
}
