/** `releaseLegalHold`: ends a hold, before its time if it has one (R31). What waited for it begins by itself (`resume.ts`). */
import { codedError, currentKeys, inputError, isId } from '../../../subgraphs/kit';
import { assertKeys } from '../../../subgraphs/kit/base/security/key-ring';
import { appendAudit } from '../../audit/audit-log';
import { transact } from '../../persistence/transact';
import { checkedText } from '../checked-text';
import { databaseTime } from '../store/database-time';
import { holdText } from '../store/holds/hold-parts';
import { hasEnded, LegalHold } from './legal-hold';
import type { HoldTools } from './place-hold';

/** The same call again answers the released hold. @throws BAD_USER_INPUT; NOT_FOUND; HOLD_ENDED */
export async function releaseHold(
  { dataSource, queue }: HoldTools,
  actor: string,
  { id, reference }: { id: string; reference: string },
): Promise<LegalHold> {
  const releaseReference = checkedText(reference, 'reference');
  if (releaseReference === null) throw inputError('reference', 'reference takes 1 to 200 characters.');
  currentKeys().assertUsable();
  const { organizationId } = currentKeys();
  const released = await transact(dataSource, async (db) => {
    await assertKeys(db, organizationId);
    const named = { organizationId, id };
    const hold = isId(id) ? await db.findOne(LegalHold, { where: named, lock: { mode: 'pessimistic_write' } }) : null;
    if (!hold) throw codedError('NOT_FOUND', 'There is no such hold.', { argument: 'id' });
    const releasedAt = await databaseTime(db);
    if (hold.releasedAt && hold.releaseReference === releaseReference) return hold;
    if (hasEnded(hold, releasedAt)) throw codedError('HOLD_ENDED', 'The hold has ended.', { argument: 'id' });
    const changes = { releasedAt, releasedBy: actor, releaseReference };
    await db.update(LegalHold, named, changes);
    await appendAudit(db, [{ actor, action: 'LEGAL_HOLD_RELEASED', detail: holdText(hold.id) }]);
    return Object.assign(hold, changes);
  });
  queue.wake();
  return released;
}
