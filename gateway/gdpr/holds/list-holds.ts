/** `legalHolds`: the newest first, by keyset. */
import type { DataSource } from 'typeorm';
import { currentKeys, type PageArguments } from '../../../subgraphs/kit';
import { checkedFirst } from '../../../subgraphs/kit/base/persistence/keyset';
import { pageInTime } from '../../persistence/time-cursor';
import { LegalHold } from './legal-hold';

/** One page of the organisation's holds. @param active those that stand, or those that have ended; all when absent @throws BAD_USER_INPUT */
export async function listHolds(
  dataSource: DataSource,
  active: boolean | null | undefined,
  { first, after }: PageArguments,
) {
  const limit = checkedFirst(first);
  const builder = dataSource
    .createQueryBuilder(LegalHold, 'hold')
    .where('hold.organizationId = :organizationId', { organizationId: currentKeys().organizationId });
  if (active != null)
    builder.andWhere(
      `${active ? '' : 'NOT '}(hold.releasedAt IS NULL AND (hold.until IS NULL OR hold.until > clock_timestamp()))`,
    );
  return pageInTime(builder, 'placedAt', { limit, after: after ?? null });
}
