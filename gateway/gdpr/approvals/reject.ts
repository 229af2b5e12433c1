/** `rejectGdprRequest`: a second person ends a request that waits, with its whole family, before it has begun (R30). */
import { currentKeys } from '../../../subgraphs/kit';
import { assertKeys } from '../../../subgraphs/kit/base/security/key-ring';
import { appendAudit } from '../../audit/audit-log';
import { transact } from '../../persistence/transact';
import type { GdprRequest } from '../entities';
import type { RejectionReason } from '../stored-values';
import type { ChangeTools } from '../requests/change/change';
import { stopRequests } from '../requests/change/stop';
import { reduceErased } from '../store/retention/reduction';
import { databaseTime } from '../store/database-time';
import { lockWaiting, waitingRequest } from './waiting-family';

/** Rejects a request. @throws NOT_FOUND, OWN_REQUEST, NOT_AWAITING_APPROVAL; then nothing is changed */
export async function rejectRequest(
  tools: ChangeTools,
  actor: string,
  { id, reason }: { id: string; reason: RejectionReason },
): Promise<GdprRequest> {
  const { dataSource } = tools;
  currentKeys().assertUsable();
  const { request } = await waitingRequest(dataSource.manager, actor, id);
  return transact(dataSource, async (db) => {
    const family = await lockWaiting(db, actor, request);
    await assertKeys(db, currentKeys().organizationId);
    await stopRequests(db, tools, family, 'reject', await databaseTime(db), { rejectionReason: reason });
    await appendAudit(
      db,
      family.map((each) => ({ actor, action: 'REQUEST_REJECTED', requestId: each.id, detail: reason })),
    );
    await reduceErased(db, family);
    return family[0];
  });
}
