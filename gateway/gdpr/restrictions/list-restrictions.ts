/** `restrictions`: newest first, by keyset. A look at whom they are on is recorded (R21). */
import { currentKeys, type PageArguments } from '../../../subgraphs/kit';
import { checkedFirst } from '../../../subgraphs/kit/base/persistence/keyset';
import { pageInTime } from '../../persistence/time-cursor';
import type { GdprContext } from '../context';
import { GdprRestriction } from './restriction';

/** One page of the organisation's restrictions. @throws BAD_USER_INPUT */
export async function listRestrictions(
  { tools, caller }: GdprContext,
  { active, first, after }: PageArguments & { active?: boolean | null },
) {
  const limit = checkedFirst(first);
  const builder = tools.dataSource
    .createQueryBuilder(GdprRestriction, 'found')
    .where('found.organizationId = :organizationId', { organizationId: currentKeys().organizationId });
  if (active != null) builder.andWhere(`found.liftedAt IS ${active ? 'NULL' : 'NOT NULL'}`);
  const page = await pageInTime(builder, 'createdAt', { limit, after: after ?? null });
  await tools.looks.add({ actor: caller.subject, action: 'RESTRICTIONS_LISTED', detail: `${limit} restrictions` });
  return page;
}
