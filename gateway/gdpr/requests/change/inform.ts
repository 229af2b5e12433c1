/** `markRecipientInformed`: that a recipient was told (Art. 19, R36). */
import type { DataSource } from 'typeorm';
import { checkedTime, codedError, currentKeys, inputError, isId } from '../../../../subgraphs/kit';
import { assertKeys } from '../../../../subgraphs/kit/base/security/key-ring';
import { appendAudit } from '../../../audit/audit-log';
import { transact } from '../../../persistence/transact';
import { GdprRequest } from '../../entities';
import { GdprRecipient } from '../../recipient';
import { databaseTime } from '../../store/database-time';
import type { MutationMarkRecipientInformedArgs } from '../../schema.generated';

/** The first statement is kept. @throws BAD_USER_INPUT; NOT_FOUND for a request or recipient that is not there */
export function markInformed(
  { dataSource }: { dataSource: DataSource },
  actor: string,
  { requestId, service, recipient, at }: MutationMarkRecipientInformedArgs,
): Promise<GdprRequest> {
  const informedAt = checkedTime('at', at);
  currentKeys().assertUsable();
  const { organizationId } = currentKeys();
  return transact(dataSource, async (db) => {
    await assertKeys(db, organizationId);
    if (informedAt > (await databaseTime(db))) throw inputError('at', 'at is in the future.');
    const request = isId(requestId) ? await db.findOneBy(GdprRequest, { organizationId, id: requestId }) : null;
    if (!request) throw codedError('NOT_FOUND', 'There is no such request.', { argument: 'requestId' });
    const named = { organizationId, requestId: request.id, service, recipient };
    const found = await db.findOne(GdprRecipient, { where: named, lock: { mode: 'pessimistic_write' } });
    if (!found) throw codedError('NOT_FOUND', 'The request names no such recipient.', { argument: 'recipient' });
    if (found.informedAt) return request;
    await db.update(GdprRecipient, named, { informedAt, informedBy: actor });
    const detail = `${recipient}, told ${informedAt.toISOString()}`;
    await appendAudit(db, [{ actor, action: 'RECIPIENT_INFORMED', requestId: request.id, service, detail }]);
    return request;
  });
}
