/** `gdprCases`: the nearest deadline first, by keyset. */
import type { DataSource } from 'typeorm';
import { checkedTime, currentKeys, inputError, isId, type PageArguments } from '../../../subgraphs/kit';
import { decodePlace, encodePlace } from '../../persistence/time-cursor';
import { referenceDigest } from '../store/retention/sealed-creation';
import type { GdprCaseFilter } from '../schema.generated';
import { GdprCase } from './gdpr-case';

const maximumFirst = 200;

const isCaseId = (key: unknown): key is string => typeof key === 'string' && isId(key);

/** One page of the organisation's cases, with the number of all that the filter lets through. @throws BAD_USER_INPUT */
export async function listCases(
  dataSource: DataSource,
  filter: GdprCaseFilter | null | undefined,
  { first, after }: PageArguments,
) {
  const limit = first ?? 25;
  if (limit < 1 || limit > maximumFirst) throw inputError('first', `first takes 1 to ${maximumFirst}.`);
  const { open, overdue, dueBefore, reference } = filter ?? {};
  const builder = dataSource
    .createQueryBuilder(GdprCase, 'found')
    .where('found.organizationId = :organizationId', { organizationId: currentKeys().organizationId });
  if (open != null) builder.andWhere(`found.closedAt IS ${open ? 'NULL' : 'NOT NULL'}`);
  if (overdue != null) builder.andWhere(`${overdue ? '' : 'NOT '}(found.closedAt IS NULL AND found.dueAt < now())`);
  if (dueBefore != null)
    builder.andWhere('found.dueAt < :before', { before: checkedTime('filter.dueBefore', dueBefore) });
  if (reference != null) builder.andWhere('found.referenceDigest = :digest', { digest: referenceDigest(reference) });
  const totalCount = await builder.getCount();
  if (after != null) builder.andWhere('(found.dueAt, found.id) > (:at, :key)', decodePlace(after, isCaseId));
  const found = await builder
    .orderBy('found.dueAt', 'ASC')
    .addOrderBy('found.id', 'ASC')
    .take(limit + 1)
    .getMany();
  const nodes = found.slice(0, limit);
  const last = nodes.at(-1);
  return {
    nodes,
    pageInfo: {
      hasNextPage: found.length > limit,
      endCursor: last ? encodePlace({ at: last.dueAt, key: last.id }) : null,
    },
    totalCount,
  };
}
