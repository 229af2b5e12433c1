/** `legalHolds`: the newest first, by keyset. A look at whom they are on is recorded (R21). */
import { currentKeys, type PageArguments } from '../../../subgraphs/kit';
import { checkedFirst } from '../../../subgraphs/kit/base/persistence/keyset';
import { pageInTime } from '../../persistence/time-cursor';
import type { GdprContext } from '../context';
import { LegalHold } from './legal-hold';

/** One page of the organisation's holds. @param active those that stand, or those that have ended; all when absent @throws BAD_USER_INPUT */
export async function listHolds(
  { tools, caller, lookAtHold }: GdprContext,
  { active, first, after }: PageArguments & { active?: boolean | null },
) {
  const limit = checkedFirst(first);
  const builder = tools.dataSource
    .createQueryBuilder(LegalHold, 'hold')
    .where('hold.organizationId = :organizationId', { organizationId: currentKeys().organizationId });
  if (active != null)
    builder.andWhere(
      `${active ? '' : 'NOT '}(hold.releasedAt IS NULL AND (hold.until IS NULL OR hold.until > clock_timestamp()))`,
    );
  const page = await pageInTime(builder, 'placedAt', { limit, after: after ?? null });
  // Once for the whole page. The console asks what waits for holds beside the list, which shows nobody.
  let recorded: Promise<void> | undefined;
  const look = () =>
    (recorded ??= tools.looks.add({
      actor: caller.subject,
      action: 'LEGAL_HOLDS_LISTED',
      detail: `${limit} legal holds`,
    }));
  for (const hold of page.nodes) lookAtHold.set(hold, look);
  return page;
}
